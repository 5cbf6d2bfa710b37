import t from 'tap'
import { openCarrier } from '../../src/telephony/client.ts'
import { accountSid, call, far, type Reply } from '../support/far-side.ts'

t.test('what became of a request is told apart', async (t) => {
  let reply: Reply = 'silence'
  const { carrier, asked, close } = await far(() => reply)
  t.teardown(close)
  const error = (code: number, message = 'no') => ({ code, message, status: 400 })
  const cases: readonly (readonly [string, Reply, object])[] = [
    ['a refusal', { status: 400, body: error(21610) }, { outcome: 'refused', status: 400, code: 21610, message: 'no' }],
    ['wrong credentials', { status: 401, body: error(20003) }, { outcome: 'refused', status: 401, code: 20003 }],
    ['a refusal without words', { status: 400, body: '<html>' }, { outcome: 'refused', status: 400, code: 0 }],
    [
      'too much',
      { status: 429, body: error(20429), headers: { 'retry-after': '2' } },
      { outcome: 'busy', retryAfterSeconds: 2 },
    ],
    ['too much, without a time', { status: 429, body: 'x' }, { outcome: 'busy', retryAfterSeconds: null }],
    ['too much, said by code', { status: 400, body: error(20429) }, { outcome: 'busy' }],
    ['a call that ended', { status: 400, body: error(21220) }, { outcome: 'gone' }],
    ['a call that never was', { status: 404, body: error(20404) }, { outcome: 'gone' }],
    ['a failure over there', { status: 503, body: 'x' }, { outcome: 'unknown', mayHaveHappened: true }],
    ['a broken connection', 'reset', { outcome: 'unknown', mayHaveHappened: true }],
    ['no answer', 'silence', { outcome: 'unknown', mayHaveHappened: true, why: 'TimeoutError' }],
    ['an answer that never ends', 'drip', { outcome: 'unknown', mayHaveHappened: true }],
    ['an answer that is no JSON', { status: 200, body: '<html>' }, { outcome: 'unknown', mayHaveHappened: true }],
  ]
  for (const [name, said, answer] of cases) {
    reply = said
    const before = asked.length
    t.match(await carrier.moveCall('CA1', 'https://sahut.example/x'), answer, name)
    t.equal(asked.length - before, 1, `${name}: asked once`)
  }
  reply = { status: 404, body: error(20404) }
  t.match(await carrier.placeCall(call), { outcome: 'refused', status: 404 }, 'nothing can be gone that is to be made')
  t.match(await carrier.downloadRecording('RE1'), { outcome: 'gone' })
  reply = { status: 503, body: '' }
  t.match(await carrier.downloadRecording('RE1'), { outcome: 'unknown' })
  reply = { status: 200, body: 'x', headers: { 'content-length': '1' } }
  t.match(await carrier.downloadRecording('../../Accounts'), { outcome: 'done' })
  t.match(asked.at(-1)?.path, /Recordings\/\.\.%2F\.\.%2FAccounts\.wav$/, 'a sid never leads elsewhere')
})

t.test('a carrier that cannot be reached surely did nothing', async (t) => {
  const { apiUrl, close } = await far(() => 'silence')
  close()
  const carrier = openCarrier({ accountSid, credentials: { authToken: 'secret' }, apiUrl })
  t.match(await carrier.placeCall(call), { outcome: 'unknown', mayHaveHappened: false, why: 'ECONNREFUSED' })
})
