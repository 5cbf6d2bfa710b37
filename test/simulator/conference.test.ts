import t from 'tap'
import { type CarrierOptions, startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const hotline = '+62751000100'
const events = 'start end join leave mute hold modify'
const citizen = `<Dial action="/after"><Conference statusCallback="/conference" statusCallbackEvent="${events}" participantLabel="citizen" waitUrl="/wait" beep="false" endConferenceOnExit="true">c-1</Conference></Dial>`
const operator =
  '<Dial action="/leg-after"><Conference statusCallback="/other" participantLabel="command-7" beep="false" endConferenceOnExit="true">c-1</Conference></Dial>'

async function talk(t: Parameters<typeof startCarrier>[0], options: Partial<CarrierOptions> = {}) {
  const app = await startApplication(t, {
    '/twilio/voice': citizen,
    '/wait': '<Say>Mohon tunggu.</Say><Pause length="5"/>',
    '/leg': operator,
    '/after': '<Say>Kembali.</Say>',
    '/leg-after': '<Say>Selesai.</Say>',
    '/held': '<Say>Sebentar.</Say><Pause length="9"/>',
    '/elsewhere': '<Say>Antrean.</Say><Pause length="30"/>',
  })
  const carrier = await startCarrier(t, {
    appUrl: app.url,
    faults: { legWebhook: 'after-reply', interruptedAction: 'before' },
    ...options,
  })
  const warga = carrier.phone('+6281200000001', { label: 'Warga' })
  const sari = carrier.phone('+6281100000001', { label: 'Sari' })
  await warga.dials(hotline)
  await warga.hears(/Mohon tunggu/)
  await rest(carrier, 'POST', '/Calls.json', { To: '+6281100000001', From: hotline, Url: `${app.url}/leg` })
  await sari.answers()
  await sari.talksWith(warga)
  const conference = String(app.on('/conference')[0]?.ConferenceSid)
  const told = () => app.on('/conference').map(({ StatusCallbackEvent }) => StatusCallbackEvent)
  return { app, carrier, warga, sari, conference, told, path: `/Conferences/${conference}` }
}

t.test('the first alone hears the waiting document over and over; with the second the talk begins', async (t) => {
  const { app, carrier, warga, sari, conference, told } = await talk(t)
  t.equal(warga.device.leg?.conference?.name, 'c-1')
  await carrier.until('three events', () => told().length === 3)
  t.strictSame(told(), ['participant-join', 'participant-join', 'conference-start'])
  t.match(app.on('/conference')[1], {
    ConferenceSid: conference,
    FriendlyName: 'c-1',
    SequenceNumber: '2',
    ParticipantLabel: 'command-7',
    CallSid: sari.callSid,
    EndConferenceOnExit: 'true',
    StartConferenceOnEnter: 'true',
    Muted: 'false',
    Hold: 'false',
    Coaching: 'false',
  })
  t.equal(app.on('/other').length, 0, 'a later participant changes no callback')
  t.ok(app.on('/wait').length >= 1)
  const waits = app.on('/wait').length
  await carrier.passes(30)
  t.equal(app.on('/wait').length, waits, 'no more waiting once it began')
  await sari.says('Halo, dengan Sari.')
  await warga.hears(/dengan Sari/)
  t.equal(warga.heard.at(-1)?.from, 'Sari')
})

t.test('a leg that ends the conference on exit sends the citizen on to the action of the own dial', async (t) => {
  const { app, carrier, warga, sari, told } = await talk(t)
  sari.hangsUp()
  await warga.hears(/Kembali/)
  t.match(app.on('/after')[0], { DialCallStatus: 'answered', CallStatus: 'in-progress' })
  t.equal(app.on('/after')[0]?.DialCallSid, undefined)
  await carrier.until('the end is told', () => told().length === 6)
  t.strictSame(told().slice(3), ['participant-leave', 'participant-leave', 'conference-end'])
  const [left, moderated, end] = app.on('/conference').slice(3)
  t.match(left, {
    ReasonParticipantLeft: 'participant_hung_up',
    ParticipantCallStatus: 'completed',
    CallSid: sari.callSid,
  })
  t.match(moderated, { ReasonParticipantLeft: 'moderator_ended_conference', ParticipantCallStatus: 'in-progress' })
  t.match(end, {
    ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    CallSidEndingConference: sari.callSid,
    SequenceNumber: '6',
  })
  t.equal(app.on('/leg-after').length, 1, "the gone operator's action is asked all the same")
})

t.test('REST clears endConferenceOnExit: then the citizen stays', async (t) => {
  const { carrier, warga, sari, path, told, app } = await talk(t)
  const changed = await rest(carrier, 'POST', `${path}/Participants/command-7.json`, { EndConferenceOnExit: 'false' })
  t.match(changed.body, { end_conference_on_exit: false, label: 'command-7', call_sid: sari.callSid })
  sari.hangsUp()
  await carrier.until('modified and left', () => told().length === 5)
  t.strictSame(told().slice(3), ['participant-modify', 'participant-leave'])
  await carrier.passes(60)
  t.equal(warga.device.state, 'in-call')
  t.equal(app.on('/after').length, 0)
})

t.test('hold plays its document to the held one only; mute silences', async (t) => {
  const { app, carrier, warga, sari, path, told } = await talk(t)
  const held = await rest(carrier, 'POST', `${path}/Participants/citizen.json`, {
    Hold: 'true',
    HoldUrl: `${app.url}/held`,
  })
  t.equal(held.body.hold, true)
  await warga.hears(/Sebentar/)
  await sari.says('Rahasia.')
  await carrier.passes(5)
  t.notOk(warga.heard.some(({ text }) => text === 'Rahasia.'))
  await rest(carrier, 'POST', `${path}/Participants/citizen.json`, { Hold: 'false' })
  await rest(carrier, 'POST', `${path}/Participants/${sari.callSid}.json`, { Muted: 'true' })
  await sari.says('Tidak terdengar.')
  await carrier.passes(1)
  t.notOk(warga.heard.some(({ text }) => text === 'Tidak terdengar.'))
  await carrier.until('three changes', () => told().length === 6)
  t.strictSame(told().slice(3), ['participant-hold', 'participant-unhold', 'participant-mute'])
})

t.test('a coach is heard by the coached alone', async (t) => {
  const { app, carrier, warga, sari, path } = await talk(t)
  const budi = carrier.phone('+6281100000002', { label: 'Budi' })
  await rest(carrier, 'POST', `${path}/Participants.json`, {
    To: '+6281100000002',
    From: hotline,
    Label: 'coach',
    CallSidToCoach: String(sari.callSid),
    Beep: 'false',
  })
  await budi.answers()
  await budi.talksWith(sari)
  await budi.says('Tanyakan alamatnya.')
  await sari.hears(/alamatnya/)
  await warga.says('Saya di Lubuk Alung.')
  await budi.hears(/Lubuk Alung/)
  t.notOk(warga.heard.some(({ text }) => /alamatnya/.test(text)))
  const joined = () => app.on('/conference').find(({ CallSid }) => CallSid === budi.callSid)
  await carrier.until('the coach is told of', () => joined() !== undefined)
  t.match(joined(), { StatusCallbackEvent: 'participant-join', Coaching: 'true', CallSidToCoach: sari.callSid })
})

t.test('REST moves the citizen out; the conference goes on or ends without a hang-up', async (t) => {
  const { app, carrier, warga, told } = await talk(t)
  await rest(carrier, 'POST', `/Calls/${warga.callSid}.json`, { Url: `${app.url}/elsewhere` })
  await warga.hears(/Antrean/)
  await carrier.until('the end is told', () => told().includes('conference-end'))
  t.match(
    app.on('/conference').find(({ StatusCallbackEvent }) => StatusCallbackEvent === 'participant-leave'),
    { ReasonParticipantLeft: 'participant_updated_via_api', CallSid: warga.callSid },
  )
  t.equal(app.on('/after').length, 1, 'the interrupted action is asked, its answer ignored')
  t.notOk(warga.heard.some(({ text }) => text === 'Kembali.'))
})

t.test('a kicked participant goes on with the own document; REST ends the rest', async (t) => {
  const { app, carrier, warga, sari, path, told } = await talk(t)
  await rest(carrier, 'POST', `${path}/Participants/command-7.json`, { EndConferenceOnExit: 'false' })
  t.equal((await rest(carrier, 'DELETE', `${path}/Participants/${sari.callSid}.json`)).status, 204)
  await sari.hears(/Selesai/)
  t.equal((await rest(carrier, 'GET', `${path}/Participants.json`)).body.end, 0)
  await rest(carrier, 'POST', `${path}.json`, { Status: 'completed' })
  await warga.hears(/Kembali/)
  await carrier.until('the end is told', () => told().includes('conference-end'))
  t.match(app.on('/conference').at(-1), { ReasonConferenceEnded: 'conference-ended-via-api' })
  const found = await rest(carrier, 'GET', '/Conferences.json', { FriendlyName: 'c-1', Status: 'completed' })
  t.match(found.body, { conferences: [{ sid: app.on('/conference')[0]?.ConferenceSid, status: 'completed' }] })
  t.equal((await rest(carrier, 'GET', '/Conferences.json', { FriendlyName: 'c-1', Status: 'in-progress' })).body.end, 0)
})

t.test('a name lives again as another conference', async (t) => {
  const { carrier, warga, sari, conference } = await talk(t)
  sari.hangsUp()
  await warga.isHungUp()
  await warga.dials(hotline)
  await warga.hears(/Mohon tunggu/)
  const living = await rest(carrier, 'GET', '/Conferences.json', { FriendlyName: 'c-1', Status: 'init' })
  t.match(living.body, { conferences: [{ status: 'init' }] })
  t.notMatch(living.body, { conferences: [{ sid: conference }] })
})

t.test('a waiting document may only speak, play, pause and redirect; otherwise there is music', async (t) => {
  const app = await startApplication(t, {
    '/twilio/voice': citizen,
    '/wait': '<Gather numDigits="1"><Say>Tekan</Say></Gather>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.hears(/musik/)
  t.equal(warga.device.state, 'in-call')
  t.ok(carrier.simulator.log().some((entry) => entry.kind === 'trouble' && entry.code === 12200 && !entry.callerLost))
})
