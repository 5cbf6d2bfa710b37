import t from 'tap'
import { lookUpAnswer } from '../../src/knowledge/lookup.ts'
import { someAnswers } from './some-answers.ts'

const look = (input: Record<string, string>, more: { today?: string; language?: string } = {}) =>
  lookUpAnswer(
    {
      answers: someAnswers,
      language: more.language ?? 'ind',
      defaultLanguage: 'ind',
      today: more.today ?? '2026-11-21',
      endOf: (date) => Date.parse(`${date}T23:59:59.999+07:00`),
    },
    input,
  )

t.test('an answer is given by its id, in the language of the caller or else in Indonesian', async (t) => {
  t.same(look({ id: 'ktp_hilang' }), {
    outcome: 'found',
    values: {
      id: 'ktp_hilang',
      title: 'KTP hilang',
      text: 'Bawa surat kehilangan dari polisi.',
      sms: 'KTP hilang: surat polisi + KK ke Disdukcapil.',
      way: '',
      cost: '',
      valid_until: String(Date.UTC(2026, 11, 31, 16, 59, 59, 999)),
      number: '1',
      count: '1',
    },
  })
  t.match(look({ id: 'ktp_hilang' }, { language: 'eng' }), {
    values: { title: 'Lost identity card', sms: 'KTP hilang: surat polisi + KK ke Disdukcapil.' },
  })
  t.match(look({ id: 'pantai_tiram' }, { language: 'min' }), { values: { cost: 'Lima ribu rupiah.' } })
  t.match(look({ id: 'nyarai' }), { values: { sms: 'Air Terjun Nyarai: begini.' } }, 'a text says what the line says')
})

t.test('the answers of a topic are counted and given one by one', async (t) => {
  t.match(look({ topic: 'wisata' }), { values: { id: 'pantai_tiram', number: '1', count: '2' } })
  t.match(look({ topic: 'wisata', number: '2' }), { values: { id: 'nyarai', number: '2', count: '2' } })
  for (const number of ['3', '0', '-1', '1.5', 'dua'])
    t.same(look({ topic: 'wisata', number }), { outcome: 'not_found', expired: [] }, number)
  t.same(look({ topic: 'cuaca' }), { outcome: 'not_found', expired: [] })
})

t.test('what has expired is never said, and told by name', async (t) => {
  t.same(look({ id: 'pbb' }), { outcome: 'not_found', expired: ['pbb'] })
  t.same(look({ text: 'berapa pajak bumi dan bangunan' }), { outcome: 'not_found', expired: ['pbb'] })
  t.match(look({ id: 'pbb' }, { today: '2026-11-20' }), { outcome: 'found' }, 'its last day counts')
})

t.test("this year's answer is given, whatever last year's was", async (t) => {
  t.match(look({ text: 'kapan pesta tabuik' }, { today: '2026-06-20' }), { values: { id: 'tabuik' } })
})

t.test('what is yet to begin is not said, and nobody is blamed for it', async (t) => {
  t.same(look({ id: 'tabuik' }, { today: '2026-05-31' }), { outcome: 'not_found', expired: [] })
  t.match(look({ id: 'tabuik' }, { today: '2026-06-01' }), { outcome: 'found' })
})

t.test('nothing asked is nothing found', async (t) => {
  t.same(look({}), { outcome: 'not_found', expired: [] })
  t.same(look({ text: '', topic: '', id: '' }), { outcome: 'not_found', expired: [] })
})
