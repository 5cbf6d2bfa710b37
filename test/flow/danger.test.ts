import fc from 'fast-check'
import t from 'tap'
import { type DangerWords, dangersIn, isDanger } from '../../src/flow/danger.ts'
import { readDangerWords } from '../../src/site/read-danger.ts'
import { dangerWordsProblems, shippedDangerWords as shipped } from '../support/danger-words.ts'
import { cases } from '../support/depth.ts'

const words = (text: string) => dangersIn(shipped, text).map(({ word }) => word)

t.test('the files that are shipped are in order', async (t) => {
  t.same(dangerWordsProblems, [])
  t.ok(shipped.danger.length > 20)
})

t.test('words of danger are found in every language of the region', async (t) => {
  for (const [text, word] of [
    ['ADA KEBAKARAN!!! dekat pasar', 'kebakaran'],
    ['bapak saya pingsan', 'pingsan'],
    ['tidak  bernapas', 'tidak bernapas'],
    ['help me please', 'help me'],
    ['omah kobongan', 'kobongan'],
    ['imah kahuruan', 'kahuruan'],
    ['rumah tabaka', 'tabaka'],
    ['kacalaka’an e jalan', 'kacalakaan'],
    ['rawan kecelakaan, barusan ada kecelakaan', 'kecelakaan'],
    ['gempanya keras sekali', 'gempa'],
    ['ada gempa bumi', 'gempa bumi'],
    ['tolong', 'tolong'],
    ['Tolong! Tolong!', 'tolong'],
  ] as const)
    t.equal(words(text)[0], word, text)
})

t.test('harmless words are not danger, and a request for help with a road is none', async (t) => {
  for (const text of [
    '',
    'Tolong perbaiki jalan rawan kecelakaan',
    'tolong perbaiki jalan',
    'ini bukan darurat',
    'berapa nomor darurat',
    'Pohon tumbang',
    'gempal',
    'menanyakan stroker',
    'KTP hilang',
  ])
    t.equal(isDanger(shipped, text), false, text)
})

t.test('what is said tells how grave it is and which help it needs, in the order in which it was said', async (t) => {
  t.same(dangersIn(shipped, 'kecelakaan, satu orang tidak sadar'), [
    { word: 'kecelakaan', gravity: 'urgent', kind: 'medis' },
    { word: 'tidak sadar', gravity: 'life', kind: 'medis' },
  ])
  t.same(dangersIn(shipped, 'anak saya terjebak'), [{ word: 'terjebak', gravity: 'life', kind: null }])
})

t.test('a word of danger is found wherever it stands between other words, and nothing throws', async (t) => {
  const other = fc.stringMatching(/^[a-c ]{0,12}$/)
  const site: DangerWords = { danger: [{ gravity: 'life', phrases: ['zz top', 'zz'], endings: ['nya'] }], harmless: [] }
  fc.assert(
    fc.property(other, other, fc.constantFrom('zz', 'ZZ', 'zz top', 'zznya'), (before, after, word) =>
      isDanger(site, `${before} ${word} ${after}`),
    ),
    { numRuns: cases(50) },
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(dangersIn(shipped, text))),
    { numRuns: cases(50) },
  )
  t.pass()
})

t.test('a file with a mistake is told with its place', async (t) => {
  const text = 'schema: hotline-danger-words/v1\ndanger:\n  - { gravity: grave, words: [api] }\n'
  const read = readDangerWords([{ file: 'danger-words/ind.yaml', text }])
  t.match(read.problems, [{ file: 'danger-words/ind.yaml', line: 3, path: 'danger.0.gravity' }])
  t.same(read.dangerWords.danger, [])
})
