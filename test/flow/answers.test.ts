import t from 'tap'
import { answerKinds } from '../../src/flow/answers/answer.ts'
import type { AskSpec } from '../../src/flow/answers/fields.ts'
import { keyHeard } from '../../src/flow/choice.ts'

type Kind = keyof typeof answerKinds
const keys = (kind: Kind, text: string, spec: Partial<AskSpec> = {}, language = 'ind') =>
  answerKinds[kind].read({ text, by: 'keys' }, { ask: 'x', kind, ...spec }, language)
const words = (kind: Kind, text: string, spec: Partial<AskSpec> = {}, language = 'ind') =>
  answerKinds[kind].read({ text, by: 'words' }, { ask: 'x', kind, ...spec }, language)

const phones: readonly (readonly [string, string | null])[] = [
  ['081234567890', '+6281234567890'],
  ['6281234567890', '+6281234567890'],
  ['006281234567890', '+6281234567890'],
  ['0751123456', '+62751123456'],
  ['02112345678', '+622112345678'],
  ['0812', null],
  ['112', null],
  ['119', null],
  ['14045', null],
  ['08091000000', null], // premium rate: whoever is called pays
  ['0800123456', null], // toll-free: an office, not a person
  ['0017012345678', null],
  ['006591234567', null], // Singapore
  ['999999999999999999', null],
]
for (const [pressed, number] of phones) {
  t.test(
    `a caller who presses ${pressed} ${number === null ? 'cannot be called back there' : `is called at ${number}`}`,
    async (t) => t.equal(keys('phone', pressed), number),
  )
}

t.test('a phone number may be written or said in every usual way', async (t) => {
  for (const text of ['0812-3456-7890', '+62 812 3456 7890', '(0812) 3456 7890', 'nomor saya 081234567890']) {
    t.equal(words('phone', text), '+6281234567890', text)
  }
  t.equal(words('phone', 'nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol'), '+6281234567890')
  t.equal(words('phone', 'tidak punya'), null)
})

t.test('digits are as many as asked for, by keys and in words', async (t) => {
  const spec = { length: { min: 2, max: 4 } }
  t.same(
    ['12', '1234', '1', '12345', '1*'].map((text) => keys('digits', text, spec)),
    ['12', '1234', null, null, null],
  )
  t.same(
    ['dua belas', 'satu dua', '0 1', 'banyak'].map((text) => words('digits', text, spec)),
    ['12', '12', '01', null],
  )
})

t.test('a number lies within its range', async (t) => {
  const spec = { range: { min: 1, max: 30 } }
  t.same(
    ['7', '007', '0', '31', '*'].map((text) => keys('number', text, spec)),
    ['7', '7', null, null, null],
  )
  t.same(
    ['dua puluh satu', 'tiga puluh satu', 'entah'].map((text) => words('number', text, spec)),
    ['21', null, null],
  )
  t.equal(words('number', 'twenty one', spec, 'eng'), '21')
  t.equal(answerKinds.number.maxDigits({ ask: 'x', kind: 'number', ...spec }), 2)
})

t.test('yes and no are keys 1 and 2, or the first word', async (t) => {
  t.same(
    ['1', '2', '3', '12'].map((text) => keys('yes_no', text)),
    ['yes', 'no', null, null],
  )
  const said = ['Ya.', 'iya betul', 'ya, tidak apa-apa', 'Tidak', 'bukan itu', 'satu', 'dua', 'mungkin', 'yes', '']
  t.same(
    said.map((text) => words('yes_no', text)),
    ['yes', 'yes', 'yes', 'no', 'no', 'yes', 'no', null, 'yes', null],
  )
  t.equal(words('yes_no', 'mboten', {}, 'jav'), 'no')
  t.equal(words('yes_no', 'mboten'), null)
})

t.test('words stay as they were said, and keys are none', async (t) => {
  t.equal(words('speech', '  depan Masjid Raya '), 'depan Masjid Raya')
  t.equal(keys('speech', '5'), null)
  t.equal(words('speech', 'x'.repeat(900))?.length, 500)
})

const label = (text: string) => ({ prompt: 'p', text, language: 'ind' })
const choices = [
  { key: '1', label: label('Darurat'), words: ['tolong', 'gawat'] },
  { key: '2', label: label('Pengaduan jalan'), words: ['jalan rusak', 'lubang'] },
  { key: '3', label: label('Pengaduan lampu'), words: ['lampu mati'] },
  { key: '9', label: null, words: [] },
]
const meant: readonly (readonly [string, string | null])[] = [
  ['1', '1'],
  [' 2 ', '2'],
  ['dua', '2'],
  ['nomor tiga', '3'],
  ['sembilan', '9'],
  ['4', null],
  ['darurat', '1'],
  ['DARURAT!!!', '1'],
  ['tolong, ada kebakaran', '1'],
  ['mau lapor jalan rusak di depan rumah', '2'],
  ['Pengaduan lampu', '3'],
  ['pengaduan', null],
  ['jalan rusak dan lampu mati', null],
  ['tolongan', null],
  ['', null],
  ['👍', null],
]
for (const [text, key] of meant) {
  t.test(`"${text}" means ${key ?? 'nothing'}`, async (t) => t.equal(keyHeard(text, choices, 'ind'), key))
}
