import t from 'tap'
import { adviceAt } from '../../src/site/advice.ts'
import { readKnowledge } from '../../src/site/read-knowledge.ts'

const keepers = {
  agencies: [{ id: 'disdukcapil', name: 'Dinas Kependudukan', coordinator: false }],
  defaultLanguage: 'ind',
}
const read = (text: string, file = 'knowledge/kependudukan.yaml') => readKnowledge([{ file, text }], keepers)
const whole = `
schema: hotline-knowledge/v1
answers:
  - id: ktp_hilang
    title: { ind: KTP hilang, eng: Lost identity card }
    text: { ind: Bawa surat kehilangan dari polisi. }
    cost: { ind: Gratis. }
    words: [kehilangan ktp]
    owner: disdukcapil
    valid_until: 2026-12-31
`

t.test('an answer belongs to the topic that its file is named for', async (t) => {
  const { answers, problems } = read(whole)
  t.same(problems, [])
  t.same(answers, [
    {
      id: 'ktp_hilang',
      topic: 'kependudukan',
      title: { ind: 'KTP hilang', eng: 'Lost identity card' },
      text: { ind: 'Bawa surat kehilangan dari polisi.' },
      cost: { ind: 'Gratis.' },
      words: ['kehilangan ktp'],
      owner: 'disdukcapil',
      validFrom: null,
      validUntil: '2026-12-31',
    },
  ])
})

t.test('every answer has an owner, an end, and words that every caller can hear', async (t) => {
  const cases: readonly [string, string, RegExp][] = [
    ['owner: disdukcapil', 'owner: dinas_entah', /the site has no agency "dinas_entah"/],
    ['valid_until: 2026-12-31', 'valid_until: 2026-02-30', /2026-02-30/],
    ['valid_until: 2026-12-31', 'valid_from: 2027-01-01\n    valid_until: 2026-12-31', /ends before it begins/],
    ['    valid_until: 2026-12-31\n', '', /valid_until/],
    ['    owner: disdukcapil\n', '', /owner/],
    ['text: { ind: ', 'text: { eng: ', /missing in the default language "ind"/],
    ['cost: { ind: ', 'cost: { eng: ', /missing in the default language "ind"/],
    ['words:', 'kata:', /kata/],
  ]
  for (const [from, to, problem] of cases) {
    const { problems } = read(whole.replace(from, to))
    t.match(
      problems.map(({ line, path, message }) => `${line} ${path} ${message}`).join('\n'),
      problem,
      `${from} -> ${to}`,
    )
  }
  t.match(read(whole.replace('disdukcapil', 'x')).problems, [{ line: 9, path: 'answers.0.owner' }], 'at its line')
})

t.test('an id is given once over all files', async (t) => {
  const { problems } = readKnowledge(
    [
      { file: 'knowledge/kependudukan.yaml', text: whole },
      { file: 'knowledge/wisata.yaml', text: whole },
    ],
    keepers,
  )
  t.match(problems, [{ file: 'knowledge/wisata.yaml', message: '"ktp_hilang" is there twice' }])
})

t.test('what has expired or ends within two weeks is told to its owner, and refuses nothing', async (t) => {
  const { answers } = read(whole)
  const site = {
    answers,
    agencies: keepers.agencies,
    zone: 'Asia/Jakarta',
    overlays: [],
    holidays: { decrees: [{ year: 2026 }, { year: 2027 }, { year: 2028 }] },
  } as unknown as Parameters<typeof adviceAt>[0]
  const at = (day: string) => adviceAt(site, Date.parse(`${day}T12:00:00+07:00`))
  t.same(at('2026-12-16'), [])
  t.match(at('2026-12-20'), [{ severity: 'warning', rule: 'answer-current', message: /ends with 2026-12-31/ }])
  t.match(at('2027-01-01'), [{ message: /not said any more/, help: /Dinas Kependudukan renews it/ }])
})
