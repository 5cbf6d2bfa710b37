import t from 'tap'
import { upkeepOf } from '../../src/knowledge/answer.ts'
import { answerTo } from '../../src/knowledge/question.ts'
import { someAnswers } from './some-answers.ts'

t.test('a question finds the answer that it is about', async (t) => {
  for (const [question, id] of [
    ['Bagaimana cara mengurus KTP yang hilang?', 'ktp_hilang'],
    ['saya kehilangan ktp pak', 'ktp_hilang'],
    ['I lost my identity card', 'ktp_hilang'],
    ['mau bikin KTP', 'ktp_baru'],
    ['ke pantai tirem lewat mana ya', 'pantai_tiram'],
    ['berapa karcis air terjun nyarai', 'nyarai'],
    ['bayar PBB di mana', 'pbb'],
  ] as const)
    t.equal(answerTo(someAnswers, question)?.id, id, question)
})

t.test('a question about something else, or about two things alike, finds nothing', async (t) => {
  for (const question of ['', 'halo', 'ktp', 'jalan rusak di depan rumah', 'pantai', '????'])
    t.equal(answerTo(someAnswers, question), null, question)
})

t.test('what has expired or ends soon is up to its owner', async (t) => {
  const upkeep = upkeepOf(someAnswers, '2026-11-21', '2026-12-05')
  t.same(
    upkeep.expired.map(({ id }) => id),
    ['tabuik', 'tabuik_lama', 'pbb'],
  )
  t.same(upkeep.ending, [])
  const later = upkeepOf(someAnswers, '2026-12-25', '2027-01-08')
  t.same(
    later.ending.map(({ id }) => id),
    ['ktp_hilang', 'ktp_baru', 'pantai_tiram', 'nyarai'],
  )
})
