import t from 'tap'
import { readText } from '../../src/sms/command.ts'
import { codeOf } from '../../src/tickets/code.ts'

const code = codeOf(1_234_567)
const spaced = `${code.slice(0, 4)} ${code.slice(4)}`

t.test('a question about a ticket is read in all the ways that people write it', async (t) => {
  for (const body of [
    `STATUS ${code}`,
    `status${code}`,
    `  Status:  ${spaced} `,
    `cek ${code}`,
    `CEK no. ${code}`,
    `Cek tiket ${spaced}?`,
    `status nomor tiket #${code}`,
    `STATUS ${code.slice(0, 4)}-${code.slice(4)}`,
    `status\n${code}`,
    code,
    spaced,
  ])
    t.same(readText(body), { kind: 'status', code }, JSON.stringify(body))
})

t.test('a question without a valid number says so', async (t) => {
  const wrong = `${code.slice(0, 7)}${(Number(code[7]) + 1) % 10}`
  for (const body of ['STATUS', 'cek', 'Status?', 'STATUS 123', `STATUS ${wrong}`, wrong])
    t.same(readText(body), { kind: 'status_unreadable' }, JSON.stringify(body))
})

t.test('everything that is not clearly a command is a report', async (t) => {
  for (const body of [
    'Jalan berlubang di Lubuk Alung, dekat pasar',
    'cek jalan di depan SD 12345678 rusak',
    'Status lampu jalan mati sejak 3 hari',
    'statusnya bagaimana',
    'banjir',
    '08123456789012',
  ])
    t.same(readText(body), { kind: 'words', words: body }, JSON.stringify(body))
})

t.test('nothing to act on is empty', async (t) => {
  for (const body of ['', '   ', '...', '?!', '😀']) t.same(readText(body), { kind: 'empty' }, JSON.stringify(body))
})

t.test('a call for help or to be left alone opens no ticket', async (t) => {
  for (const body of ['INFO', 'bantuan', 'STOP', 'Berhenti.']) t.same(readText(body), { kind: 'help' }, body)
})
