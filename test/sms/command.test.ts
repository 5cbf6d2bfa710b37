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

t.test('eight digits are a number to look for, whether or not a ticket can have it', async (t) => {
  const wrong = `${code.slice(0, 7)}${(Number(code[7]) + 1) % 10}`
  for (const [body, digits] of [
    ['STATUS 00000000', '00000000'],
    ['cek 0000 0000', '00000000'],
    [`STATUS ${wrong}`, wrong],
    [wrong, wrong],
  ] as const)
    t.same(readText(body), { kind: 'status', code: digits }, body)
})

t.test('a question without eight digits says so', async (t) => {
  for (const body of ['STATUS', 'cek', 'Status?', 'STATUS 123', `STATUS ${code}9`])
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

t.test('signs and emoji are words', async (t) => {
  for (const body of ['😀', '🆘🌊', '🇮🇩', '❤️', '...', '?!', '+', '火'])
    t.same(readText(body), { kind: 'words', words: body }, JSON.stringify(body))
})

t.test('what nobody can see is blank', async (t) => {
  for (const body of [
    '',
    '   ',
    '\n\t',
    '\u200b\u200d',
    '\ufeff',
    '\u00a0\u3000',
    '\ufe0f',
    '\u2800',
    '\u3164',
    '\u0007',
  ])
    t.same(readText(body), { kind: 'blank' }, JSON.stringify(body))
})

t.test('a call for help or to be left alone opens no ticket', async (t) => {
  for (const body of ['INFO', 'bantuan', 'STOP', 'Berhenti.']) t.same(readText(body), { kind: 'help' }, body)
})
