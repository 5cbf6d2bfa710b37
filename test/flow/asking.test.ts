import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import type { Parsed } from '../../src/flow/parse.ts'
import { after, flowOf, heard, press, silence, speak } from './caller.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** Key 3 asks one question; what was answered is said. `prompts` win over those that are there. */
const asking = (question: string, prompts = '', defaults = '') => flowOf(parseAsking(question, prompts, defaults))

function parseAsking(question: string, prompts = '', defaults = ''): Parsed {
  const text = smallFlow
    .replace('      3: sandi\n', '      3: tanya\n')
    .replace('  error: {', `${defaults}  error: {`)
    .replace('nodes:\n', `nodes:\n  tanya: ${question}\n  sebut: { say: sebut, next: sandi }\n`)
  const said = prompts.includes('sebut:') ? prompts : `sebut: "Jawab {jawab}."\n${prompts}`
  return parseSmall(text, `${smallPrompts}tanya: Apa?\n${said}`)
}

t.test('a number is kept as a number and said', async (t) => {
  const flow = asking('{ ask: tanya, kind: number, range: { min: 1, max: 30 }, save: jawab, next: sebut }')
  t.match(after(flow, [press('3')]).verbs, [{ verb: 'gather', maxDigits: 2, finishOnKey: '#' }])
  t.match(heard(after(flow, [press('3'), press('07#')])), /^Jawab 7\./)
  t.match(after(flow, [press('3'), press('31')]).events, [{ event: 'input.missed', why: 'no_match' }])
  t.match(after(flow, [press('3'), press('#')]).events, [{ event: 'input.missed', why: 'no_input' }])
})

t.test(
  'a phone number is personal: masked in what is told, and said only by a sentence that is marked for it',
  async (t) => {
    const question = '{ ask: tanya, kind: phone, save: jawab, next: sebut }'
    const parsed = parseAsking(question, 'sebut: "Jawab {jawab}."')
    t.match(parsed.outcome === 'problems' ? parsed.problems : [], [{ rule: 'secrets-kept' }])
    const flow = asking(question, 'sebut: { text: "Jawab {jawab}.", sensitive: true }')
    const step = after(flow, [press('3'), press('081234567890')])
    t.match(heard(step), /^Jawab \+6281234567890\./)
    t.equal(step.session.variables.jawab, '+6281234567890')
    t.notMatch(JSON.stringify(step.events), /6281234567890/)
    t.match(step.events, [{ event: 'answer.given', value: '**************' }])
    const silent = { ...flow, prompts: { ind: { ...flow.prompts.ind, sebut: { text: 'Jawab {jawab}.' } } } }
    t.match(heard(after(silent, [press('3'), press('081234567890')])), /^Jawab \. /, 'also when no rule was asked')
  },
)

t.test('yes or no leads two ways without a name, or is remembered', async (t) => {
  const ways = asking('{ ask: tanya, kind: yes_no, exits: { yes: antre, no: sebut } }', 'sebut: Tidak.')
  t.equal(after(ways, [press('3'), press('1')]).session.node, 'antre')
  t.match(heard(after(ways, [press('3'), press('2')])), /^Tidak\./)
  t.match(after(ways, [press('3'), press('2')]).events[0], { event: 'choice.made', digits: '2', option: 'sebut' })
  const kept = asking('{ ask: tanya, kind: yes_no, save: jawab, next: sebut }')
  t.match(heard(after(kept, [press('3'), press('2')])), /^Jawab no\./)
})

t.test('where speech is heard, an unsure hearing counts as nothing understood, and keys go on working', async (t) => {
  const flow = asking(
    '{ ask: tanya, kind: number, range: { min: 1, max: 30 }, speech: true, save: jawab, next: sebut }',
  )
  t.match(after(flow, [press('3')]).verbs, [{ verb: 'gather', maxDigits: 2, speech: { language: 'ind', hints: [] } }])
  t.match(heard(after(flow, [press('3'), speak('dua puluh satu')])), /^Jawab 21\./)
  t.match(heard(after(flow, [press('3'), speak('dua puluh satu', 0.4)])), /^Jawab 21\./)
  t.match(after(flow, [press('3'), speak('dua puluh satu', 0.39)]).events, [{ event: 'input.missed', why: 'no_match' }])
  t.match(after(flow, [press('3'), speak('', 0.9)]).events, [{ event: 'input.missed', why: 'no_input' }])
  t.match(heard(after(flow, [press('3'), press('5')])), /^Jawab 5\./)
})

t.test('what is said freely has keys beside it for whoever cannot be understood', async (t) => {
  const question =
    '{ ask: tanya, kind: speech, speech: true, hints: nama, save: jawab, next: sebut, options: { 9: { go: antre, label: petugas } } }'
  const flow = asking(
    question,
    'nama: { text: Nama, words: [Lubuk Alung, Sintuk] }\npetugas: { text: Petugas, words: [orang] }',
  )
  t.match(after(flow, [press('3')]).verbs, [
    { maxDigits: 1, choices: [{ key: '9' }], speech: { hints: ['Lubuk Alung', 'Sintuk', 'Petugas', 'orang'] } },
  ])
  t.match(heard(after(flow, [press('3'), speak('di Sintuk')])), /^Jawab di Sintuk\./)
  t.equal(after(flow, [press('3'), press('9')]).session.node, 'antre')
  t.equal(after(flow, [press('3'), speak('mau bicara dengan orang')]).session.node, 'antre')
  t.match(after(flow, [press('3'), press('4')]).events, [{ why: 'no_match' }])
})

t.test('a menu hears its choices by their names when the flow says that speech is heard', async (t) => {
  const flow = asking(
    '{ menu: tanya, options: { 1: { go: antre, label: petugas }, 2: { go: sebut, set: { jawab: jalan } } } }',
    'petugas: { text: Petugas, words: [orang] }',
    '  speech: true\n',
  )
  t.match(after(flow, [press('3')]).verbs, [
    {
      choices: [
        { key: '1', label: { text: 'Petugas' }, words: ['orang'] },
        { key: '2', label: null },
      ],
    },
  ])
  t.equal(after(flow, [press('3'), speak('petugas')]).session.node, 'antre')
  t.match(heard(after(flow, [press('3'), speak('dua')])), /^Jawab jalan\./)
  t.match(after(flow, [press('3'), speak('entah')]).events, [{ event: 'input.missed', why: 'no_match' }])
  t.notOk(
    'speech' in
      (after(asking('{ menu: tanya, speech: false, options: { 1: sebut } }', 'sebut: X', '  speech: true\n'), [
        press('3'),
      ]).verbs[0] ?? {}),
  )
})

t.test('plain keys carry no names of choices', async (t) => {
  const flow = asking('{ menu: tanya, options: { 1: { go: sebut, label: petugas } } }', 'petugas: Petugas\nsebut: X')
  t.same(Object.keys(after(flow, [press('3')]).verbs[0] ?? {}).sort(), [
    'finishOnKey',
    'maxDigits',
    'spoken',
    'timeoutSeconds',
    'verb',
  ])
})

const complaints: readonly (readonly [string, string])[] = [
  [
    '{ ask: tanya, kind: yes_no, save: jawab, next: sebut, length: { min: 1, max: 2 } }',
    'length: means nothing for kind: yes_no',
  ],
  [
    '{ ask: tanya, kind: number, range: { min: 9, max: 2 }, save: jawab, next: sebut }',
    'range: "min" is more than "max"',
  ],
  ['{ ask: tanya, kind: number, next: sebut }', '"save" is missing'],
  ['{ ask: tanya, kind: number, save: jawab }', '"next" is missing'],
  ['{ ask: tanya, kind: yes_no, next: sebut, exits: { yes: sebut, no: sebut } }', 'next: stands beside "exits"'],
  ['{ ask: tanya, kind: speech, save: jawab, next: sebut }', '"options" is missing'],
  [
    '{ ask: tanya, kind: phone, save: jawab, next: antre, options: { 1: sebut } }',
    'options.1: would be taken for the beginning',
  ],
  [
    '{ ask: tanya, kind: recording, speech: true, save: jawab, next: sebut }',
    'speech: means nothing for kind: recording',
  ],
]
for (const [question, expected] of complaints) {
  t.test(`${question} is told: ${expected}`, async (t) => {
    const parsed = parseAsking(question)
    const all = parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : ''
    t.ok(all.includes(expected), all)
  })
}

t.test('silence and wrong keys are counted at every kind of question', async (t) => {
  for (const kind of ['yes_no', 'number', 'phone']) {
    const misses = 'no_match: { times: 1, finally: antre }'
    const flow = asking(`{ ask: tanya, kind: ${kind}, save: jawab, next: sebut, ${misses} }`, 'sebut: X')
    t.equal(after(flow, [press('3'), silence, silence]).session.node, 'antre', kind)
    t.equal(after(flow, [press('3'), press('***')]).session.node, 'tanya', kind)
    t.equal(after(flow, [press('3'), press('***'), press('***')]).session.node, 'antre', kind)
  }
})
