import t from 'tap'
import { openCarrier } from '../../src/telephony/client.ts'
import { account, accountSid, call, far } from '../support/far-side.ts'

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
  t.same(await carrier.endCall('CA1'), { outcome: 'done', call: about })
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
