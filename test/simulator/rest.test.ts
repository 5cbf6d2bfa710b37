import t from 'tap'
import { type CarrierOptions, startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'
import { wrongWith } from './openapi.ts'

const hotline = '+62751000100'
const url = 'http://127.0.0.1:1/leg'

async function start(t: Parameters<typeof startCarrier>[0], options: Partial<CarrierOptions> = {}) {
  const app = await startApplication(t, {
    '/leg': '<Dial><Conference beep="false">c-1</Conference></Dial>',
    '/twilio/voice': '<Dial><Conference beep="false" record="record-from-start">c-1</Conference></Dial>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply' }, ...options })
  return { app, carrier, call: { To: '+6281100000001', From: hotline, Url: `${app.url}/leg` } }
}

t.test("every reply has the shape of Twilio's own description", async (t) => {
  const { carrier, call } = await start(t)
  const warga = carrier.phone('+6281200000001')
  const sari = carrier.phone('+6281100000001')
  const made = await rest(carrier, 'POST', '/Calls.json', call)
  t.strictSame(wrongWith('post', '/Calls.json', made), [])
  t.not(wrongWith('post', '/Calls.json', { ...made, body: { ...made.body, date_created: '2026-01-01' } }).length, 0)
  const { sid: _, ...nameless } = made.body
  t.not(wrongWith('post', '/Calls.json', { ...made, body: nameless }).length, 0)
  await sari.answers()
  await warga.dials(hotline)
  await warga.talksWith(sari)
  const path = `/Conferences/${carrier.simulator.carrier.conferences.keys().next().value}`
  const participant = `${path}/Participants/${sari.callSid}.json`
  const added = { To: '+6281100000002', From: hotline }
  const checks: readonly ['get' | 'post', string, string, Record<string, string>][] = [
    ['get', '/Calls.json', '/Calls.json', { Status: 'in-progress' }],
    ['get', '/Calls/{Sid}.json', `/Calls/${sari.callSid}.json`, {}],
    ['post', '/Calls/{Sid}.json', `/Calls/${sari.callSid}.json`, {}],
    ['get', '/Conferences.json', '/Conferences.json', {}],
    ['get', '/Conferences/{Sid}.json', `${path}.json`, {}],
    ['get', '/Conferences/{ConferenceSid}/Participants.json', `${path}/Participants.json`, {}],
    ['get', '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', participant, {}],
    ['post', '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', participant, { Hold: 'true' }],
    ['post', '/Conferences/{ConferenceSid}/Participants.json', `${path}/Participants.json`, added],
    ['post', '/Conferences/{Sid}.json', `${path}.json`, { Status: 'completed' }],
    ['post', '/Messages.json', '/Messages.json', { To: '+6281200000001', From: hotline, Body: 'Tiket Anda 4711' }],
    ['get', '/Messages.json', '/Messages.json', {}],
    ['get', '/Recordings.json', '/Recordings.json', {}],
    ['get', '/IncomingPhoneNumbers.json', '/IncomingPhoneNumbers.json', {}],
    ['post', '/Queues.json', '/Queues.json', { FriendlyName: 'antrean' }],
    ['get', '/Queues.json', '/Queues.json', {}],
  ]
  for (const [method, described, real, form] of checks) {
    const reply = await rest(carrier, method.toUpperCase(), real, form)
    t.strictSame(wrongWith(method, described, reply), [], `${method} ${described}`)
  }
  await warga.isHungUp()
  const ended = await rest(carrier, 'GET', `/Calls/${warga.callSid}.json`)
  t.strictSame(wrongWith('get', '/Calls/{Sid}.json', ended), [])
  t.match(ended.body, { status: 'completed', direction: 'inbound', end_time: /\+0000$/ })
})

const refused: readonly [string, string, Record<string, string>, number, number][] = [
  ['no To', '/Calls.json', { From: hotline, Url: url }, 400, 21201],
  ['no From', '/Calls.json', { To: '+6281100000001', Url: url }, 400, 21213],
  ['a bare 119', '/Calls.json', { To: '119', From: hotline, Url: url }, 400, 21211],
  ['no instructions', '/Calls.json', { To: '+6281100000001', From: hotline }, 400, 21205],
  ['a URL that is none', '/Calls.json', { To: '+6281100000001', From: hotline, Url: '/leg' }, 400, 21205],
  [
    'a host with an underscore',
    '/Calls.json',
    { To: '+6281100000001', From: hotline, Url: 'http://my_app/leg' },
    400,
    21205,
  ],
  [
    'inline TwiML of 4,001 characters',
    '/Calls.json',
    { To: '+6281100000001', From: hotline, Twiml: 'x'.repeat(4001) },
    400,
    32018,
  ],
  ['an unknown call', `/Calls/CA${'0'.repeat(32)}.json`, { Status: 'completed' }, 404, 20404],
  ['an unknown conference', `/Conferences/CF${'0'.repeat(32)}.json`, { Status: 'completed' }, 404, 20404],
  [
    'a text from a foreign number',
    '/Messages.json',
    { To: '+6281200000001', From: '+15005550006', Body: 'x' },
    400,
    21606,
  ],
  ['a text too long', '/Messages.json', { To: '+6281200000001', From: hotline, Body: 'x'.repeat(1601) }, 400, 21617],
]
t.test('what Twilio refuses is refused with its code', async (t) => {
  const { carrier } = await start(t)
  for (const [what, path, form, status, code] of refused) {
    const reply = await rest(carrier, 'POST', path, form)
    t.match(reply, { status, body: { code, status, message: /./, more_info: /\/errors\// } }, what)
  }
  t.equal(carrier.simulator.carrier.legs.size, 0, 'nobody was rung')
})

t.test('only the account or its keys may ask', async (t) => {
  const { carrier } = await start(t, { apiKeys: { [`SK${'1'.repeat(32)}`]: 'kunci' } })
  t.match(await rest(carrier, 'GET', '/Calls.json', {}, 'someone:else'), { status: 401, body: { code: 20003 } })
  t.equal((await rest(carrier, 'GET', '/Calls.json', {}, `SK${'1'.repeat(32)}:kunci`)).status, 200)
  t.equal((await rest(carrier, 'GET', '/Calls.json', {}, `SK${'1'.repeat(32)}:`)).status, 401)
})

t.test('a call that is over cannot be changed; one that rings can only be canceled', async (t) => {
  const { app, carrier, call } = await start(t)
  const sari = carrier.phone('+6281100000001')
  const { body } = await rest(carrier, 'POST', '/Calls.json', call)
  const path = `/Calls/${body.sid}.json`
  await sari.rings()
  t.match(await rest(carrier, 'POST', path, { Url: `${app.url}/leg` }), { status: 400, body: { code: 21220 } })
  t.match(await rest(carrier, 'POST', path, { Status: 'canceled' }), { status: 200, body: { status: 'canceled' } })
  await sari.isHungUp()
  t.match(await rest(carrier, 'POST', path, { Status: 'completed' }), { status: 400, body: { code: 21220 } })
})

t.test('canceling a call that is still queued tells nobody', async (t) => {
  const { app, carrier, call } = await start(t)
  carrier.phone('+6281100000001')
  const form = { ...call, StatusCallback: `${app.url}/status`, StatusCallbackEvent: ['initiated', 'completed'] }
  carrier.simulator.faults({ callsPerSecond: 1 })
  const first = await rest(carrier, 'POST', '/Calls.json', form)
  const second = await rest(carrier, 'POST', '/Calls.json', form)
  t.match(await rest(carrier, 'GET', `/Calls/${second.body.sid}.json`), { body: { status: 'queued' } })
  await rest(carrier, 'POST', `/Calls/${second.body.sid}.json`, { Status: 'canceled' })
  await carrier.passes(5)
  t.ok(app.on('/status').every(({ CallSid }) => CallSid === first.body.sid))
  t.not(app.on('/status').length, 0)
})

t.test('status events joined by spaces are one unknown event: only the end is told', async (t) => {
  const { app, carrier, call } = await start(t)
  const sari = carrier.phone('+6281100000001')
  await rest(carrier, 'POST', '/Calls.json', {
    ...call,
    StatusCallback: `${app.url}/status`,
    StatusCallbackEvent: 'initiated ringing answered completed',
  })
  await sari.rejects()
  await carrier.until('the end is told', () => app.on('/status').length > 0)
  t.strictSame(
    app.on('/status').map(({ CallStatus }) => CallStatus),
    ['busy'],
  )
})

t.test('a list comes in pages', async (t) => {
  const { carrier } = await start(t)
  for (let n = 0; n < 3; n++) await rest(carrier, 'POST', '/Queues.json', { FriendlyName: `q${n}` })
  const { body } = await rest(carrier, 'GET', '/Queues.json', { PageSize: '2' })
  t.match(body, { page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null, next_page_uri: /Page=1/ })
  const second = await rest(carrier, 'GET', '/Queues.json', { PageSize: '2', Page: '1' })
  t.match(second.body, { page: 1, start: 2, next_page_uri: null, queues: [{ friendly_name: 'q2' }] })
})
