import t from 'tap'
import { maskText } from '../../src/platform/log.ts'
import { readableLog } from '../support/log.ts'

const secrets = [
  '+6281234567890',
  '+62 812-3456-7890',
  '081234567890',
  '0812 3456 7890',
  '6281234567890',
  '(0751) 93119',
  'sip:119@psc.padangpariaman.example',
  'sip:+6281234567890@10.0.0.1',
  'client:sari',
  'From=%2B6281234567890',
  'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE2.mp3',
]
const digits = /8123|4567|7890|93119|119@|sari|RE2/

t.test('no number, SIP user or recording passes inside a text', async (t) => {
  for (const secret of secrets) t.notMatch(maskText(`Call from ${secret}, failed`), digits, secret)
})

t.test('ids, times and counts stay readable', async (t) => {
  for (const text of [
    '0190a1b2-62c3-7d4e-8f5a-081234567890',
    'CA0123456789abcdef0123456789abcdef',
    '2026-03-02T03:00:00.000Z',
    'took 1234567 ms',
    'migrations/0001_platform.sql',
    'http://127.0.0.1:3000/health',
    'relation 16384 at line 250',
  ])
    t.equal(maskText(text), text)
})

t.test('a line keeps its facts and hides people', async (t) => {
  const { log, lines, text } = readableLog()
  const error = new Error('cannot dial +6281234567890', { cause: new Error('busy: sip:119@psc.example') })
  const person = {
    name: 'Sari',
    from: '+6281234567890',
    digits: '8123',
    body: 'tolong 7890',
    deeper: [{ phone: 4567 }],
  }
  log
    .child({ callSid: 'CA1', caller: '+6281234567890' })
    .warn({ err: error, ticketId: 'T-1', person, count: 3 }, 'A call failed')
  log.info('dialling 081234567890 now')
  log.info(
    { req: { method: 'POST', url: '/twilio/voice?From=%2B6281234567890', headers: { cookie: 'x7890' } } },
    'A request',
  )
  t.notMatch(text(), /8123|4567|7890|Sari|119@|tolong/)
  t.match(lines[0], { level: 'warn', msg: 'A call failed', callSid: 'CA1', ticketId: 'T-1', err: { type: 'Error' } })
  t.match(lines[0], { person: { name: '[hidden]', deeper: [{ phone: '[hidden]' }] }, count: 3 })
  t.match(lines[2], { req: { method: 'POST', path: '/twilio/voice' } })
})
