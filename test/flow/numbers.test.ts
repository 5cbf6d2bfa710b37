import t from 'tap'
import { digitsHeard, numberHeard } from '../../src/flow/words/heard.ts'
import { spokenMoney, spokenNumber, writtenMoney, writtenNumber } from '../../src/flow/words/numbers.ts'

const languages = ['ind', 'eng']

// `numbers.proof.ts` reads every one of them.
t.test('whole numbers to a million are said so that an independent reader reads them back', async (t) => {
  for (const language of languages) {
    let wrong: string | null = null
    for (let number = 0; number <= 1_000_000 && wrong === null; number += number < 3_000 ? 1 : 101) {
      const said = spokenNumber(String(number), language)
      if (/\d/.test(said) || numberHeard(said, language) !== number) wrong = `${number}: ${said}`
    }
    t.equal(wrong, null, language)
  }
})

t.test('large numbers, fractions and what is below zero', async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['0', 'nol', 'zero'],
    ['1', 'satu', 'one'],
    ['11', 'sebelas', 'eleven'],
    ['100', 'seratus', 'one hundred'],
    ['1000', 'seribu', 'one thousand'],
    ['1100', 'seribu seratus', 'one thousand one hundred'],
    ['1000000', 'satu juta', 'one million'],
    ['2500000000', 'dua miliar lima ratus juta', 'two billion five hundred million'],
    ['-3', 'minus tiga', 'minus three'],
    ['10.75', 'sepuluh koma tujuh lima', 'ten point seven five'],
    ['0.5', 'nol koma lima', 'zero point five'],
    ['tiga', 'tiga', 'tiga'],
    ['', '', ''],
  ]
  for (const [value, indonesian, english] of cases) {
    t.equal(spokenNumber(value, 'ind'), indonesian, value)
    t.equal(spokenNumber(value, 'eng'), english, value)
  }
  t.equal(spokenNumber('21', 'min'), 'dua puluh satu', 'a language without number words of ours says Indonesian ones')
  for (const [value, indonesian, english] of [
    ['1234567', '1.234.567', '1,234,567'],
    ['1234.5', '1.234,5', '1,234.5'],
    ['dua', 'dua', 'dua'],
  ] as const) {
    t.equal(writtenNumber(value, 'ind'), indonesian)
    t.equal(writtenNumber(value, 'eng'), english)
  }
})

t.test('money is rupiah, in whole ones', async (t) => {
  t.equal(spokenMoney('15000', 'ind'), 'lima belas ribu rupiah')
  t.equal(spokenMoney('15000', 'eng'), 'fifteen thousand rupiah')
  t.equal(spokenMoney('1000', 'ind'), 'seribu rupiah')
  t.equal(spokenMoney('0', 'ind'), 'nol rupiah')
  t.equal(spokenMoney('-0.4', 'ind'), 'nol rupiah')
  t.equal(spokenMoney('2500.5', 'ind'), 'dua ribu lima ratus satu rupiah')
  t.equal(spokenMoney('gratis', 'ind'), 'gratis')
  t.equal(writtenMoney('15000', 'ind'), 'Rp15.000')
  t.equal(writtenMoney('-15000', 'eng'), '-Rp15,000')
  t.equal(writtenMoney('gratis', 'eng'), 'gratis')
})

t.test('numbers are heard in numerals, in words, and with what people say around them', async (t) => {
  const heard: readonly (readonly [string, string, number | null])[] = [
    ['2', 'ind', 2],
    ['Dua.', 'ind', 2],
    ['nomor dua', 'ind', 2],
    ['pilih yang ke dua puluh satu', 'ind', 21],
    ['two', 'ind', 2],
    ['loro', 'jav', 2],
    ['tilu', 'sun', 3],
    ['ampek', 'min', 4],
    ['tello’', 'mad', 3],
    ['dua', 'jav', 2],
    ['seribu satu', 'ind', 1001],
    ['one hundred and five', 'eng', 105],
    ['twenty-one', 'eng', 21],
    ['sepuluh ribu dua', 'ind', 10_002],
  ]
  for (const [text, language, number] of heard) t.equal(numberHeard(text, language), number, text)
  for (const none of [
    '',
    'jalan',
    'dua jalan',
    'nomor',
    'dua puluh tiga puluh',
    'ribu dua',
    'dua ribu tiga juta',
    'puluh',
  ])
    t.equal(numberHeard(none, 'ind'), null, none)
})

t.test('digits are heard one by one, grouped or as one number', async (t) => {
  t.equal(digitsHeard('satu dua tiga empat lima enam tujuh empat', 'ind'), '12345674')
  t.equal(digitsHeard('1234 5674', 'ind'), '12345674')
  t.equal(digitsHeard('satu dua 34, kosong nol', 'ind'), '123400')
  t.equal(digitsHeard('seratus sembilan belas', 'ind'), '119')
  t.equal(digitsHeard('oh one two', 'eng'), '012')
  t.equal(digitsHeard('jalan satu', 'ind'), null)
  t.equal(digitsHeard('', 'ind'), null)
})
