import t from 'tap'
import { codeOf } from '../../src/tickets/code.ts'
import { codeIn, danger, openLine, textDatabase } from './line.ts'

const { database } = await textDatabase(t)
const { text } = await openLine(t, database)

t.test('a question about a ticket is answered with stage and agency, and with nothing about a person', async (t) => {
  const code = codeIn(await text('Pohon tumbang di depan rumah Bu Ani'))
  for (const question of [`STATUS ${code}`, `status${code}`, `cek ${code.slice(0, 4)} ${code.slice(4)}`]) {
    const body = await text(question, { From: '+6281299999999' })
    t.match(body, 'sudah diterima')
    t.match(body, 'Dinas Kominfo')
    t.match(body, '21 November 2026')
    t.match(body, danger)
    t.notMatch(body, 'Ani')
    t.notMatch(body, '62812')
  }
})

t.test('a question about a number that is no ticket is answered with what is wrong with it', async (t) => {
  for (const question of [`STATUS ${codeOf(9_999_999)}`, 'STATUS 00000000', '00000000'])
    t.match(await text(question), 'tidak kami temukan', question)
  for (const question of ['STATUS', 'STATUS 1234'])
    t.match(await text(question), 'terdiri dari delapan angka', question)
  t.equal((await database.pool.query('select from tickets')).rowCount, 1, 'and opens no ticket beside the one above')
})
