import t, { type Test } from 'tap'
import { openCarrier } from '../../src/telephony/client.ts'
import { rest, startApplication } from '../simulator/application.ts'
import { startCarrier } from '../support/phone.ts'
import { startValidatingProxy } from './support/validating-proxy.ts'

/**
 * The official description of Twilio's API stands between our REST client and the simulator: what we ask is what Twilio
 * takes, and what the simulator answers is what Twilio gives. So neither can drift to please the other.
 */

const hotline = '+62751000100'
const sari = '+6281100000001'

async function start(t: Test) {
  const app = await startApplication(t, {
    '/leg': '<Dial><Conference beep="false">percakapan-1</Conference></Dial>',
    '/twilio/voice': '<Record maxLength="30" recordingStatusCallback="/recording"/>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply' } })
  const proxy = await startValidatingProxy(t, carrier.url)
  const { sid: accountSid, authToken } = carrier.simulator.account
  const client = openCarrier({ accountSid, credentials: { authToken }, apiUrl: proxy.url, timeout: 20_000 })
  const place = (to: Parameters<typeof client.placeCall>[0]['to']) =>
    client.placeCall({
      to,
      callerId: hotline,
      url: `${app.url}/leg?command=c-1&turn=0&epoch=0#rc=2&rp=ct,rt,5xx`,
      statusCallback: `${app.url}/status?command=c-1`,
      ringSeconds: 25,
      timeLimitSeconds: 3600,
    })
  return { app, carrier, proxy, client, place }
}

const sidOf = (answer: { outcome: string } & { callSid?: string }): string => {
  if (answer.callSid === undefined) throw new Error(`the call was not placed: ${JSON.stringify(answer)}`)
  return answer.callSid
}

t.test(
  'everything that we ask of the carrier, and everything that the simulator answers, is as Twilio describes it',
  async (t) => {
    const { app, carrier, proxy, client, place } = await start(t)
    const phone = carrier.phone(sari)
    carrier.phone('sip:119@psc.example')
    const callSid = sidOf(await place({ kind: 'number', number: sari }))
    t.match(await place({ kind: 'sip', uri: 'sip:119@psc.example' }), { outcome: 'done' })
    t.match(await place({ kind: 'client', identity: 'sari' }), { outcome: 'done' })
    t.match(await place({ kind: 'number', number: '119', byocTrunk: `BY${'1'.repeat(32)}` }), { outcome: 'done' })
    t.match(await client.fetchCall(callSid), { outcome: 'done', call: { callSid } })
    t.match(await client.listCalls({ to: sari, from: hotline, status: 'ringing', createdSince: 0 }), {
      outcome: 'done',
    })

    const other = carrier.phone('+6281100000002')
    const otherSid = sidOf(await place({ kind: 'number', number: other.device.address }))
    await phone.answers()
    await other.answers()
    await phone.talksWith(other)
    const found = await client.findConference('percakapan-1')
    const conferenceSid = found.outcome === 'done' ? (found.conferenceSid ?? '') : ''
    t.match(conferenceSid, /^CF/)
    const change = { endConferenceOnExit: false, hold: true, muted: true }
    t.match(await client.updateParticipant(conferenceSid, callSid, change), { outcome: 'done' })
    t.match(await client.removeParticipant(conferenceSid, callSid), { outcome: 'done' })
    t.match(await client.moveCall(otherSid, `${app.url}/leg?epoch=1`), { outcome: 'done' })
    t.match(await client.endCall(otherSid), { outcome: 'done' })
    t.match(await client.endCall(otherSid), { outcome: 'gone' })

    const statusCallback = `${app.url}/sms/status?text=t-1`
    const text = { to: '+6281200000001', body: 'Tiket 4711. Tanda: é, 😀 & <baru>', statusCallback }
    t.match(await client.sendText({ ...text, from: hotline }), { outcome: 'done' })
    t.match(await client.sendText({ ...text, from: '+15005550006' }), { outcome: 'refused', code: 21606 })
    t.match(await client.fetchCall(`CA${'0'.repeat(32)}`), { outcome: 'gone' })

    const warga = carrier.phone('+6281200000001')
    await warga.dials(hotline)
    await warga.says('Jalan rusak')
    warga.hangsUp()
    await carrier.until('there is a recording', () => carrier.simulator.carrier.recordings.size > 0)
    await carrier.passes(30)
    for (const sid of carrier.simulator.carrier.recordings.keys())
      t.match(await client.fetchRecording(sid), { outcome: 'done', recording: { recordingSid: sid } })

    t.strictSame(proxy.violations, [])
    t.strictSame(
      [...new Set(proxy.exchanges.map((line) => line.replace(/\b(CA|CF|RE)[0-9a-f]{32}/g, '{$1}')))].sort(),
      [
        'DELETE /Conferences/{CF}/Participants/{CA}.json 204',
        'GET /Calls.json 200',
        'GET /Calls/{CA}.json 200',
        'GET /Calls/{CA}.json 404',
        'GET /Conferences.json 200',
        'GET /Recordings/{RE}.json 200',
        'POST /Calls.json 201',
        'POST /Calls/{CA}.json 200',
        'POST /Calls/{CA}.json 400',
        'POST /Conferences/{CF}/Participants/{CA}.json 200',
        'POST /Messages.json 201',
        'POST /Messages.json 400',
      ],
      'and all of it went by the validator',
    )
  },
)

t.test('a wrong request is caught', async (t) => {
  const { app, carrier, proxy } = await start(t)
  carrier.phone(sari)
  const asked = { To: sari, From: hotline, Url: `${app.url}/leg` }
  const ask = (path: string, form: Record<string, string>) => rest({ url: proxy.url }, 'POST', path, form)
  await ask('/Calls.json', asked)
  t.strictSame(proxy.violations, [], 'the right one passes')
  const wrong: readonly [string, string, Record<string, string>, RegExp][] = [
    ['no To', '/Calls.json', { From: hotline, Url: asked.Url }, /request POST \/Calls.json: .*required.*To/],
    ['no number in Timeout', '/Calls.json', { ...asked, Timeout: 'lama' }, /request .*Timeout.*integer/],
    ['no such method', '/Calls.json', { ...asked, Method: 'FETCH' }, /request .*Method/],
    ['no such resource', '/Telepon.json', asked, /request POST \/Telepon.json: .*route not found/],
    ['a call sid that is none', '/Calls/panggilan-1.json', { Status: 'completed' }, /request POST .*[Ss]id/],
    ['no such status', `/Calls/CA${'0'.repeat(32)}.json`, { Status: 'hangup' }, /request POST .*Status/],
  ]
  for (const [what, path, form, expected] of wrong) {
    const before = proxy.violations.length
    await ask(path, form)
    t.match(proxy.violations.slice(before).join('\n'), expected, what)
  }
})

t.test('a wrong reply is caught', async (t) => {
  const call = { sid: `CA${'1'.repeat(32)}`, status: 'queued', to: sari, from: hotline, duration: null }
  const replies: readonly [string, object, RegExp | null][] = [
    ['the right one passes', call, null],
    ['a status that there is not', { ...call, status: 'initiated' }, /reply POST \/Calls.json 201: .*status/],
    ['a sid that is none', { ...call, sid: 'panggilan-1' }, /reply .*sid/],
    ['a number where there is a text', { ...call, duration: 7 }, /reply .*duration/],
    ['a date as no carrier writes it', { ...call, price: 0.5 }, /reply .*price/],
  ]
  for (const [what, body, expected] of replies) {
    const app = await startApplication(t, {
      [`/2010-04-01/Accounts/AC${'0'.repeat(31)}1/Calls.json`]: (_request, reply) => reply.code(201).send(body),
    })
    const proxy = await startValidatingProxy(t, app.url)
    await rest({ url: proxy.url }, 'POST', '/Calls.json', { To: sari, From: hotline, Url: `${app.url}/leg` })
    if (expected === null) t.strictSame(proxy.violations, [], what)
    else t.match(proxy.violations.join('\n'), expected, what)
  }
})
