import t from 'tap'
import { advance } from '../../src/flow/advance.ts'
import { problemText } from '../../src/flow/flow.ts'
import type { Input, NeedResult } from '../../src/flow/input.ts'
import { after, type Done, flowOf, heard, press, told, write } from './caller.ts'
import { factsWith, parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

/** Key 3 asks for a code, then `nodes` follow from `cari`. */
const parsedWith = (nodes: string, prompts: string) =>
  parseSmall(
    smallFlow
      .replace('    next: pilih\n', '    next: cari\n')
      .replace('    sensitive: true\n', '')
      .replace('      4: serah\n', '      4: pilih\n')
      .replace('nodes:\n', `nodes:\n${nodes}`),
    `${smallPrompts}${prompts}`,
  )
const given = (result: NeedResult): Input => ({ kind: 'given', result })

const lookup = `  cari:
    lookup: place
    input: { text: sandi }
    save: tempat
    timeout_seconds: 1.5
    default: { name: "di sana", district: "" }
    exits: { found: ada, not_found: ada, failed: ada }
  ada: { say: ada, next: pilih }
`
const found = flowOf(parsedWith(lookup, 'ada: "Di {tempat.name}{tempat.district}."\n'))
const asked = [press('3'), press('1234')] as const
const answered = (result: NeedResult) => after(found, [...asked, given(result)])

t.test('a lookup asks the house by the values of its inputs, in the caller’s language, for so long', async (t) => {
  t.same(after(found, asked).need, {
    need: 'lookup',
    lookup: 'place',
    input: { text: '1234' },
    language: 'ind',
    timeoutMs: 1500,
  })
  t.same(after(found, asked).verbs, [])
})

t.test(
  'what was found can be said; its defaults stand in for nothing found, for failure and for another answer',
  async (t) => {
    const values = { id: 'p1', name: 'Masjid Raya', district: '!', unknown: 'x' }
    const step = answered({ need: 'lookup', found: true, values })
    t.match(heard(step), /^Di Masjid Raya!\./)
    t.notOk('tempat.unknown' in step.session.variables, 'only what the table of lookups knows is kept')
    t.match(step.events[0], { event: 'lookup.answered', lookup: 'place', how: 'found' })
    for (const result of [
      { need: 'lookup', found: false },
      { need: 'lookup', failed: true },
      { need: 'callback', granted: true },
    ] as const) {
      t.match(heard(answered(result)), /^Di di sana\./)
    }
  },
)

t.test('what an earlier answer left is gone with the next one', async (t) => {
  const twice = flowOf(
    parsedWith(
      lookup
        .replace('found: ada,', 'found: cari_lagi,')
        .replace('  ada:', `${lookup.split('  ada:')[0]?.replace('  cari:', '  cari_lagi:')}  ada:`),
      'ada: "Di {tempat.name}{tempat.district}."\n',
    ),
  )
  const values = { name: 'A', district: 'B', kind: 'masjid' }
  const step = after(twice, [
    ...asked,
    given({ need: 'lookup', found: true, values }),
    given({ need: 'lookup', found: true, values: { name: 'C' } }),
  ])
  t.match(heard(step), /^Di C\./)
  t.equal(step.session.variables['tempat.kind'], '')
})

const lookupProblems: readonly (readonly [string, string, RegExp])[] = [
  ['text: sandi', 'teks: sandi', /cari\.input\.teks: is nothing that this lookup asks for/],
  ['text: sandi', 'district: sandi', /cari: "input.text" is missing; add it: input: \{ text: ... \}/],
  ['name: "di sana"', 'nama: x', /cari\.default\.nama: is nothing that this lookup gives/],
  ['lookup: place', 'lookup: tempat', /cari\.lookup: must be/],
  ['text: sandi', 'text: sandii', /reads "sandii", which nothing fills/],
]
for (const [piece, by, problem] of lookupProblems) {
  t.test(`a lookup with ${by} is told`, async (t) => {
    const parsed = parsedWith(lookup.replace(piece, by), 'ada: "Di {tempat.name}{tempat.district}."\n')
    t.match(parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : '', problem)
  })
}

const callback = `  cari: { ask: nomor, kind: phone, save: nomor, next: janji }
  janji:
    callback: umum
    number: nomor
    exits: { granted: dijanjikan, refused: antre }
  dijanjikan: { end: dijanjikan }
`
const promised = flowOf(parsedWith(callback, 'nomor: Nomor?\ndijanjikan: Kami menelepon.\n'))
const promise = (done: readonly Done[]) => after(promised, [press('3'), press('1234'), press('081234567890'), ...done])

t.test('a callback is asked for in its lane, at the number that was given', async (t) => {
  t.same(promise([]).need, { need: 'callback', lane: 'umum', number: '+6281234567890' })
})

t.test('a promised callback ends the call as one, and is told', async (t) => {
  const step = promise([given({ need: 'callback', granted: true })])
  t.equal(step.session.ended, 'callback')
  t.match(step.events[0], { event: 'callback.answered', lane: 'umum', how: 'granted' })
})

t.test('a callback that cannot be goes on to a human', async (t) => {
  for (const [result, how] of [
    [{ need: 'callback', granted: false }, 'refused'],
    [{ need: 'callback', failed: true }, 'failed'],
    [{ need: 'ticket', code: '1' }, 'failed'],
  ] as const) {
    const step = promise([given(result)])
    t.equal(step.session.node, 'antre')
    t.match(step.events[0], { how })
  }
})

t.test('without a number the one that calls is called back, also of whoever texts', async (t) => {
  const plain = flowOf(
    parsedWith(callback.replace('    number: nomor\n', ''), 'nomor: Nomor?\ndijanjikan: Kami menelepon.\n'),
  )
  const lines = ['3', '1234', '0812 3456 7890'].map(write)
  t.same(after(plain, lines, 'text').need, { need: 'callback', lane: 'umum', number: null })
})

const languages = `  cari: { language: bahasa, options: { 1: ind, 2: eng }, save: bahasa, next: nilai }
  nilai: { set: { inggris: "caller.language == 'eng'", coba: 0 }, next: tambah }
  tambah: { set: { coba: coba + 1, dua_kali: coba + coba }, next: pilihan }
  pilihan:
    choose:
      - { when: inggris and coba == 1 and dua_kali == 2, go: sebut }
      - else: pilih
  sebut: { say: sebut, next: pilih }
`
const spoken = `bahasa: "Bahasa Indonesia, tekan {key}."\nsebut: "Bahasa {bahasa}, {coba}, {dua_kali}, {inggris}."\n`

t.test('languages are offered each in itself, and everything after is in the one that was chosen', async (t) => {
  const small = flowOf(parsedWith(languages.replace('eng', 'ind'), spoken))
  const flow = {
    ...small,
    languages: ['ind', 'eng'],
    nodes: {
      ...small.nodes,
      cari: {
        ...small.nodes.cari,
        id: 'cari',
        kind: 'language',
        spec: { language: 'bahasa', options: { 1: 'ind', 2: 'eng' }, save: 'bahasa', next: 'nilai' },
      },
    },
    prompts: {
      ...small.prompts,
      eng: { bahasa: { text: 'For English, press {key}.' }, sebut: { text: 'Language {bahasa}.' } },
    },
  }
  const offered = after(flow, asked)
  t.match(offered.verbs, [
    {
      maxDigits: 1,
      spoken: [
        { text: 'Bahasa Indonesia, tekan 1.', language: 'ind' },
        { text: 'For English, press 2.', language: 'eng' },
      ],
    },
  ])
  const step = after(flow, [...asked, press('2')])
  t.match(heard(step), /^Language eng\./)
  t.same(told(step).slice(0, 2), ['choice.made', 'language.chosen'])
  t.equal(step.session.language, 'eng')
  t.equal(after(flow, [...asked, press('7')]).session.language, 'ind')
  t.equal(after({ ...flow, languages: ['ind'] }, [...asked, press('2')]).session.language, 'ind', 'never into silence')
  t.equal(after(flow, [write('3'), write('1234'), write('dua')], 'text').session.language, 'eng')
})

t.test('a language that the flow does not speak is told', async (t) => {
  const parsed = parsedWith(languages, spoken)
  const all = parsed.outcome === 'problems' ? parsed.problems.map(problemText).join('\n') : ''
  t.match(all, /nodes\.cari\.options\.2: changes to "eng", which the flow does not speak/)
})

t.test('values are set one after the other, and kept as text', async (t) => {
  const flow = flowOf(parsedWith(languages.replace('eng, ', 'ind, ').replace('2: eng', '2: ind'), spoken))
  const { variables } = after(flow, [...asked, press('1')]).session
  t.match(variables, { bahasa: 'ind', inggris: 'no', coba: '1', dua_kali: '2' })
})

t.test('a value that is made of something given in confidence is in confidence too', async (t) => {
  const nodes = `  cari: { ask: sandi, kind: digits, length: { min: 2, max: 4 }, sensitive: true, save: rahasia, next: nilai }
  nilai: { set: { salinan: rahasia, panjang: length(rahasia), benar: rahasia == '12' }, next: sebut }
  sebut: { say: sebut, next: pilih }
`
  const prompt = (mark: string) => `sebut: { text: "{salinan}|{panjang}|{benar}"${mark} }\n`
  t.match(parsedWith(nodes, prompt('')), { outcome: 'problems' }, 'it is refused')
  // An older revision was published before that was noticed.
  const { prompts, ...marked } = flowOf(parsedWith(nodes, prompt(', sensitive: true')))
  const { sensitive: _, ...unmarked } = prompts.ind?.sebut ?? { text: '' }
  const older = { ...marked, prompts: { ind: { ...prompts.ind, sebut: unmarked } } }
  const step = after(older, [...asked, press('12')])
  t.match(heard(step), /^\|\|yes /)
  t.same(step.session.sensitive, ['rahasia', 'salinan', 'panjang'])
  t.match(step.session.variables, { salinan: '12', panjang: '2', benar: 'yes' })
  t.notMatch(JSON.stringify(step.events), /12/)
})

t.test('a session that was stored before there were channels and parts goes on', async (t) => {
  const { channel: _, sensitive: __, frames: ___, ...old } = after(found, [press('3')]).session
  const step = advance(found, JSON.parse(JSON.stringify(old)), press('1234'), factsWith())
  t.equal(step.need?.need, 'lookup')
  t.match(step.session, { channel: 'voice', frames: [], sensitive: [] })
  t.equal(advance(found, JSON.parse(JSON.stringify(old)), { kind: 'hangup' }, factsWith()).session.ended, 'hangup')
})
