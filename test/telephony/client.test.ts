import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { CallToPlace } from '../../src/telephony/carrier.ts'
import { openCarrier } from '../../src/telephony/client.ts'

const accountSid = 'AC0123456789abcdef0123456789abcdef'
const account = `/base/2010-04-01/Accounts/${accountSid}`

type Asked = { method: string; path: string; authorization: string; fields: [string, string][] }
type Reply = { status: number; body: unknown; headers?: Record<string, string> } | 'silence' | 'reset' | 'drip'

/** The far side of the wire: notes what was asked and answers as told. */
async function far(reply: (asked: Asked) => Reply) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const fields = [...new URLSearchParams(query || (await bodyOf(request)))]
    const one = { method: request.method ?? '', path, authorization: request.headers.authorization ?? '', fields }
    asked.push(one)
    const answer = reply(one)
    if (answer === 'silence') return
    if (answer === 'reset') return request.socket.destroy()
    response.writeHead(answer === 'drip' ? 200 : answer.status, answer === 'drip' ? {} : answer.headers)
    if (answer === 'drip') return response.write('{')
    response.end(
      typeof answer.body === 'string' || Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const apiUrl = `http://127.0.0.1:${port}/base/`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return {
    asked,
    apiUrl,
    close,
    carrier: openCarrier({ accountSid, credentials: { authToken: 'secret' }, apiUrl, timeout: 300 }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

const call: CallToPlace = {
  to: { kind: 'number', number: '+6281100000001' },
  callerId: '+62751000100',
  url: 'https://sahut.example/twilio/voice/leg?command=c-1&turn=0&epoch=1#rc=2',
  statusCallback: 'https://sahut.example/twilio/voice/status?command=c-1',
  ringSeconds: 25,
}

const placed = { sid: 'CA1', status: 'queued', to: '+6281100000001', from: '+62751000100' }

t.test('a call is placed at whatever base the carrier has', async (t) => {
  const { carrier, asked, close } = await far(() => ({ status: 201, body: placed }))
  t.teardown(close)
  t.same(await carrier.placeCall(call), { outcome: 'done', callSid: 'CA1', status: 'queued' })
  const [request] = asked
  t.equal(request?.method, 'POST')
  t.equal(request?.path, `${account}/Calls.json`)
  t.equal(request?.authorization, `Basic ${Buffer.from(`${accountSid}:secret`).toString('base64')}`)
  t.same(
    request?.fields.filter(([name]) => name === 'StatusCallbackEvent').map(([, value]) => value),
    ['initiated', 'ringing', 'answered', 'completed'],
    'every step is asked for by a field of its own',
  )
  const fields = Object.fromEntries(request?.fields ?? [])
  t.match(fields, { To: '+6281100000001', From: '+62751000100', Url: call.url, Method: 'POST', Timeout: '25' })
  t.match(fields, { StatusCallback: call.statusCallback, StatusCallbackMethod: 'POST' })
  t.notOk('Byoc' in fields || 'TimeLimit' in fields)
})

t.test('SIP phones, browsers and short codes over a trunk are called too', async (t) => {
  const { carrier, asked, close, apiUrl } = await far(() => ({ status: 201, body: placed }))
  t.teardown(close)
  await carrier.placeCall({ ...call, to: { kind: 'sip', uri: 'sip:119@psc.example' } })
  await carrier.placeCall({ ...call, to: { kind: 'client', identity: 'sari' }, timeLimitSeconds: 600 })
  await carrier.placeCall({ ...call, to: { kind: 'number', number: '119', byocTrunk: 'BY1' } })
  t.match(
    asked.map(({ fields }) => Object.fromEntries(fields)),
    [{ To: 'sip:119@psc.example' }, { To: 'client:sari', TimeLimit: '600' }, { To: '119', Byoc: 'BY1' }],
  )
  t.throws(
    () => carrier.placeCall({ ...call, to: { kind: 'number', number: '119' } }),
    RangeError,
    'never without a trunk',
  )
  const keyed = openCarrier({ accountSid, credentials: { apiKey: 'SK1', apiSecret: 'key secret' }, apiUrl })
  await keyed.placeCall(call)
  t.equal(asked.at(-1)?.authorization, `Basic ${Buffer.from('SK1:key secret').toString('base64')}`, 'by an API key')
  t.equal(asked.at(-1)?.path, `${account}/Calls.json`)
})

t.test('calls, conferences, texts and recordings are reached', async (t) => {
  const dates = { date_created: 'Sat, 21 Nov 2026 08:00:00 +0000', start_time: null, end_time: null }
  const found = { ...placed, ...dates, direction: 'outbound-api', parent_call_sid: null, duration: null }
  const { carrier, asked, close } = await far(({ method, path }) => {
    if (method === 'DELETE') return { status: 204, body: '' }
    if (path.endsWith('.wav'))
      return { status: 200, body: Buffer.from('RIFF'), headers: { 'content-type': 'audio/x-wav' } }
    if (path.endsWith('/Calls.json')) return { status: 200, body: { calls: [found], page_size: 20 } }
    if (path.endsWith('/Conferences.json')) return { status: 200, body: { conferences: [{ sid: 'CF1' }] } }
    if (path.includes('/Recordings/'))
      return { status: 200, body: { sid: 'RE1', call_sid: 'CA1', status: 'completed', duration: '9', channels: 1 } }
    return { status: 200, body: { ...found, sid: path.includes('Messages') ? 'SM1' : 'CA1' } }
  })
  t.teardown(close)
  const about = {
    callSid: 'CA1',
    parentCallSid: null,
    to: '+6281100000001',
    from: '+62751000100',
    status: 'queued',
    direction: 'outbound-api',
    createdAt: Date.UTC(2026, 10, 21, 8),
    startedAt: null,
    endedAt: null,
    durationSeconds: null,
  }

  t.same(await carrier.moveCall('CA1', 'https://sahut.example/x'), { outcome: 'done' })
  t.same(await carrier.endCall('CA1'), { outcome: 'done' })
  t.same(await carrier.fetchCall('CA1'), { outcome: 'done', call: about })
  t.same(await carrier.listCalls({ to: '+6281100000001', from: '+62751000100', createdSince: about.createdAt }), {
    outcome: 'done',
    calls: [about],
  })
  t.same(
    await carrier.listCalls({ createdSince: about.createdAt + 1 }),
    { outcome: 'done', calls: [] },
    'older ones are left out',
  )
  t.same(await carrier.updateParticipant('CF1', 'c-1', { endConferenceOnExit: false, hold: true }), { outcome: 'done' })
  t.same(await carrier.removeParticipant('CF1', 'c-1'), { outcome: 'done' })
  t.same(await carrier.findConference('room-1'), { outcome: 'done', conferenceSid: 'CF1' })
  t.same(
    await carrier.sendText({
      to: '+6281200000001',
      from: '+62751000100',
      body: 'Tiket 5',
      statusCallback: 'https://sahut.example/s',
    }),
    { outcome: 'done', messageSid: 'SM1' },
  )
  await carrier.sendText({
    to: '+6281200000001',
    messagingService: 'MG1',
    body: 'Tiket 5',
    statusCallback: 'https://sahut.example/s',
  })
  t.same(await carrier.fetchRecording('RE1'), {
    outcome: 'done',
    recording: {
      recordingSid: 'RE1',
      callSid: 'CA1',
      conferenceSid: null,
      status: 'completed',
      seconds: 9,
      channels: 1,
    },
  })
  const audio = await carrier.downloadRecording('RE1')
  t.match(audio, { outcome: 'done', type: 'audio/x-wav' })
  t.equal(audio.outcome === 'done' && Buffer.from(audio.audio).toString(), 'RIFF')

  t.same(
    asked.map(({ method, path, fields }) => [method, path.replace(account, ''), Object.fromEntries(fields)]),
    [
      ['POST', '/Calls/CA1.json', { Url: 'https://sahut.example/x', Method: 'POST' }],
      ['POST', '/Calls/CA1.json', { Status: 'completed' }],
      ['GET', '/Calls/CA1.json', {}],
      ['GET', '/Calls.json', { To: '+6281100000001', From: '+62751000100', PageSize: '20' }],
      ['GET', '/Calls.json', { PageSize: '20' }],
      ['POST', '/Conferences/CF1/Participants/c-1.json', { EndConferenceOnExit: 'false', Hold: 'true' }],
      ['DELETE', '/Conferences/CF1/Participants/c-1.json', {}],
      ['GET', '/Conferences.json', { FriendlyName: 'room-1', Status: 'in-progress', PageSize: '1' }],
      [
        'POST',
        '/Messages.json',
        { To: '+6281200000001', From: '+62751000100', Body: 'Tiket 5', StatusCallback: 'https://sahut.example/s' },
      ],
      [
        'POST',
        '/Messages.json',
        {
          To: '+6281200000001',
          MessagingServiceSid: 'MG1',
          Body: 'Tiket 5',
          StatusCallback: 'https://sahut.example/s',
        },
      ],
      ['GET', '/Recordings/RE1.json', {}],
      ['GET', '/Recordings/RE1.wav', {}],
    ],
  )
})

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
