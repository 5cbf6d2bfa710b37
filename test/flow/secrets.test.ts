import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { after, flowOf, heard, press } from './caller.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** Key 3 asks for a code in confidence and hands it to a part, which hands back what it says that it does. */
const parsedWith = (input: string, output: string, given: string, marked = 'false') =>
  parseSmall(
    smallFlow.replace('    next: pilih\n', '    next: bagian\n').replace(
      'nodes:\n',
      `nodes:
  bagian: { call: bagian, with: { isi: ${given} }, take: { hasil: isi_lagi }, exits: { selesai: sebut } }
  sebut: { say: sebut, next: ganti }
  ganti: { set: { sandi: "'1234'" }, next: sebut_lagi }
  sebut_lagi: { say: sebut_lagi, next: pilih }
`,
    ),
    `${smallPrompts}${[
      'sebut: { text: "Luar {hasil}."',
      'dalam: { text: "Dalam {isi}."',
      'sebut_lagi: { text: "Lagi {sandi}."',
    ]
      .map((prompt) => `${prompt}, sensitive: ${marked} }\n`)
      .join('')}`,
    {
      bagian: `schema: hotline-subflow/v1
id: bagian
inputs: { isi: ${input} }
outputs: { isi_lagi: ${output} }
start: sebut
nodes:
  sebut: { say: dalam, next: catat }
  catat: { set: { isi_lagi: isi }, next: selesai }
  selesai: { return: selesai }
`,
    },
  )
const open = '{ type: text }'
const secret = '{ type: text, sensitive: true }'
/** The interpreter keeps the secret by itself: the marks that the rule asks for are taken off again. */
function heardOf(input: string, output: string, given: string) {
  const { prompts, ...flow } = flowOf(parsedWith(input, output, given, 'true'))
  const unmarked = Object.entries(prompts.ind ?? {}).map(([id, { text }]) => [id, { text }] as const)
  return after({ ...flow, prompts: { ind: Object.fromEntries(unmarked) } }, [press('3'), press('99')])
}

t.test('what is given in confidence stays so inside of a part, and in what it hands back', async (t) => {
  const step = heardOf(open, open, 'sandi')
  t.match(heard(step), /^Dalam \. Luar \. /)
  t.match(step.session.sensitive, ['hasil'])
  t.equal(step.session.variables.hasil, '99', 'though it is there')
})

t.test('what is not given in confidence is said on both sides', async (t) => {
  t.match(heard(heardOf(open, open, '"\'77\'"')), /^Dalam 77\. Luar 77\. /)
})

t.test('a part may declare that what it asks for, or gives back, is in confidence', async (t) => {
  const inside = heardOf(secret, open, '"\'77\'"')
  t.match(heard(inside), /^Dalam \. Luar \. /)
  const outside = heardOf(open, secret, '"\'77\'"')
  t.match(heard(outside), /^Dalam 77\. Luar \. /)
})

t.test('a name that gets another value holds nothing in confidence any more', async (t) => {
  const step = heardOf(open, open, 'sandi')
  t.match(heard(step), /Lagi 1234\./)
  t.notOk(step.session.sensitive.includes('sandi'))
})

t.test('sentences that would tell are refused, inside of a part and where it hands back', async (t) => {
  const told = (parsed: ReturnType<typeof parsedWith>) =>
    (parsed.outcome === 'problems' ? parsed.problems : [])
      .filter(({ rule }) => rule === 'secrets-kept')
      .map(problemText)
  t.match(told(parsedWith(secret, open, '"\'77\'"')), [
    /^bagian\.yaml:7 nodes\.sebut\.say: says "dalam"/,
    /says "sebut_lagi"/,
  ])
  t.match(told(parsedWith(open, secret, '"\'77\'"')), [
    /^kecil\.yaml:12 nodes\.sebut\.say: says "sebut" \(ind\)/,
    /says "sebut_lagi"/,
  ])
})

/** Key 3 asks for a code in confidence; what is made of it is said. */
const parsedMaking = (made: string, marked = false) =>
  parseSmall(
    smallFlow.replace('    next: pilih\n', '    next: salin\n').replace(
      'nodes:\n',
      `nodes:
  salin: { set: { salinan: ${made}, lagi: salinan }, next: sebut }
  sebut: { say: sebut, next: pilih }
`,
    ),
    `${smallPrompts}sebut: { text: "Kode {lagi}.", sensitive: ${marked} }\n`,
  )
const refusals = (parsed: ReturnType<typeof parsedMaking>) =>
  (parsed.outcome === 'problems' ? parsed.problems : []).filter(({ rule }) => rule === 'secrets-kept').map(problemText)

t.test('what is made of something given in confidence is in confidence too, however often it is copied', async (t) => {
  t.match(refusals(parsedMaking('sandi')), [/says "sebut" \(ind\), which tells \{lagi\}/])
  t.match(refusals(parsedMaking('length(sandi)')), [/lagi/], 'also a part of it')
  t.same(refusals(parsedMaking('sandi', true)), [], 'a sentence that is marked may say it')
  t.same(refusals(parsedMaking('filled(sandi)')), [], 'a mere yes or no tells nothing')
  t.same(refusals(parsedMaking('"\'77\'"')), [])
})
