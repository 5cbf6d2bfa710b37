import t from 'tap'
import { startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const hotline = '+62751000100'
const sip119 = 'sip:119@psc.padangpariaman.example'

async function call(t: Parameters<typeof startCarrier>[0], dial: string, more: Record<string, string> = {}) {
  const app = await startApplication(t, { '/twilio/voice': dial, '/after': '<Say>Lanjut.</Say>', ...more })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  const sari = carrier.phone('+6281100000001')
  const psc = carrier.phone(sip119)
  await warga.dials(hotline)
  return { app, carrier, warga, sari, psc }
}

const outcomes = [
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
] as const
for (const [behaviour, status] of outcomes)
  t.test(`a phone that is ${behaviour} gives ${status} and the call goes on with the action`, async (t) => {
    const app = await startApplication(t, {
      '/twilio/voice': '<Dial action="/after" timeout="12">+6281100000001</Dial>',
      '/after': '<Say>Lanjut.</Say>',
    })
    const carrier = await startCarrier(t, { appUrl: app.url })
    const warga = carrier.phone('+6281200000001')
    carrier.phone('+6281100000001').is(behaviour)
    await warga.dials(hotline)
    await warga.hears(/Lanjut/)
    const [after] = app.on('/after')
    t.match(after, { DialCallStatus: status, DialBridged: 'false' })
    t.equal(after?.DialCallDuration, undefined)
  })

t.test('nobody has the number: failed', async (t) => {
  const { app, warga } = await call(t, '<Dial action="/after"><Number>+6281999999999</Number></Dial>')
  await warga.hears(/Lanjut/)
  t.equal(app.on('/after')[0]?.DialCallStatus, 'failed')
})

t.test('a bare short code fails; over a trunk or as SIP it reaches the control room', async (t) => {
  const bare = await call(t, '<Dial action="/after"><Number>119</Number></Dial>')
  await bare.warga.hears(/Lanjut/)
  t.equal(bare.app.on('/after')[0]?.DialCallStatus, 'failed')
  for (const noun of [`<Number byoc="BY${'0'.repeat(32)}">119</Number>`, `<Sip>${sip119};transport=tcp</Sip>`]) {
    const { warga, psc } = await call(t, `<Dial action="/after">${noun}</Dial>`)
    await psc.answers()
    await psc.talksWith(warga)
    t.equal(psc.device.state, 'in-call')
  }
})

t.test('two phones ring together; the first to answer stops the other', async (t) => {
  const { warga, sari, psc, app, carrier } = await call(
    t,
    `<Dial action="/after"><Number statusCallback="/sari" statusCallbackEvent="initiated ringing answered completed">+6281100000001</Number><Sip statusCallback="/psc">${sip119}</Sip></Dial>`,
  )
  await sari.rings()
  await psc.answers()
  await psc.talksWith(warga)
  t.equal(sari.device.state, 'idle')
  await carrier.until('both are reported', () => app.on('/sari').length === 3)
  t.strictSame(
    app.on('/sari').map(({ CallStatus }) => CallStatus),
    ['initiated', 'ringing', 'canceled'],
  )
  await carrier.passes(20)
  psc.hangsUp()
  await warga.hears(/Lanjut/)
  t.match(app.on('/after')[0], {
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallDuration: '20',
    DialCallSid: app.on('/psc')[0]?.CallSid,
  })
})

t.test('answering is not talking: who does not get through the whisper was never bridged', async (t) => {
  const { app, warga, sari } = await call(
    t,
    '<Dial action="/after"><Number url="/whisper">+6281100000001</Number></Dial>',
    {
      '/whisper': '<Gather numDigits="1" timeout="2" action="/accept"><Say>Tekan 1</Say></Gather><Hangup/>',
    },
  )
  sari.is('voicemail')
  await sari.hears(/Tekan 1/)
  await warga.hears(/Lanjut/)
  t.match(app.on('/after')[0], { DialCallStatus: 'completed', DialBridged: 'false' })
  t.equal(app.on('/accept').length, 0)
})

t.test('a caller who gives up while it rings stops the ringing; the action hears of it', async (t) => {
  const { app, carrier, warga, sari } = await call(t, '<Dial action="/after"><Number>+6281100000001</Number></Dial>')
  await sari.rings()
  warga.hangsUp()
  await sari.isHungUp()
  await carrier.until('the action is asked', () => app.on('/after').length === 1)
  t.match(app.on('/after')[0], { DialCallStatus: 'canceled', CallStatus: 'completed' })
})

t.test('star leaves the bridge when it may', async (t) => {
  const { warga, sari } = await call(
    t,
    '<Dial action="/after" hangupOnStar="true"><Number>+6281100000001</Number></Dial>',
  )
  await sari.answers()
  await sari.talksWith(warga)
  await warga.presses('*')
  await warga.hears(/Lanjut/)
  await sari.isHungUp()
})

t.test('keys and words in a bridge reach the other side', async (t) => {
  const { warga, sari } = await call(t, '<Dial><Number>+6281100000001</Number></Dial>')
  await sari.answers()
  await sari.talksWith(warga)
  await sari.presses('7')
  await warga.hears(/^7$/)
  await sari.says('Selamat siang.')
  await warga.hears(/siang/)
  t.equal(warga.heard.at(-1)?.kind, 'person')
})

t.test('without an action the call falls through to the next verb', async (t) => {
  const { warga, sari } = await call(
    t,
    '<Dial timeout="5"><Number>+6281100000001</Number></Dial><Say>Tidak ada jawaban.</Say>',
  )
  await sari.rings()
  await warga.hears(/Tidak ada/)
})

t.test('with answerOnBridge the caller is not answered before the other is', async (t) => {
  const app = await startApplication(t, {
    '/twilio/voice': '<Dial answerOnBridge="true"><Number>+6281100000001</Number></Dial>',
  })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  const sari = carrier.phone('+6281100000001')
  const dialling = warga.dials(hotline)
  await sari.rings()
  t.equal(warga.device.state, 'dialling')
  await sari.answers()
  await dialling
  t.equal(warga.device.state, 'in-call')
})

t.test('a recorded bridge is kept whole', async (t) => {
  const { app, carrier, warga, sari } = await call(
    t,
    '<Dial action="/after" record="record-from-answer" recordingStatusCallback="/recording"><Number>+6281100000001</Number></Dial>',
  )
  await sari.answers()
  await sari.talksWith(warga)
  await carrier.passes(30)
  sari.hangsUp()
  await warga.hears(/Lanjut/)
  t.match(app.on('/after')[0], { RecordingSid: /^RE/, RecordingDuration: '30' })
  await carrier.until('the recording is reported', () => app.on('/recording').length === 1)
  t.match(app.on('/recording')[0], { RecordingSource: 'DialVerb', CallSid: warga.callSid })
})

t.test('a rejected call was never answered', async (t) => {
  const app = await startApplication(t, { '/twilio/voice': '<Reject reason="busy"/>' })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.isHungUp()
  await carrier.until('the end is reported', () => app.on('/twilio/voice/status').length === 1)
  t.match(app.on('/twilio/voice/status')[0], { CallStatus: 'busy', CallDuration: '0' })
})

t.test('a called party that REST moves goes on alone, and so does the caller', async (t) => {
  const { app, warga, sari, carrier } = await call(t, '<Dial action="/after"><Number>+6281100000001</Number></Dial>', {
    '/moved': '<Say>Anda dipindahkan.</Say>',
  })
  await sari.answers()
  await sari.talksWith(warga)
  await rest(carrier, 'POST', `/Calls/${sari.callSid}.json`, { Url: `${app.url}/moved` })
  await sari.hears(/dipindahkan/)
  await warga.hears(/Lanjut/)
  t.match(app.on('/after')[0], { DialCallStatus: 'completed', DialBridged: 'true' })
})

t.test('a browser connects through the application with parameters of its own', async (t) => {
  const app = await startApplication(t, { '/twilio/voice/client': '<Say>Terhubung.</Say>' })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const sari = carrier.phone('client:sari')
  await sari.dials('', { offer: 'o-1' })
  await sari.hears(/Terhubung/)
  t.match(app.on('/twilio/voice/client')[0], {
    From: 'client:sari',
    Caller: 'client:sari',
    offer: 'o-1',
    Direction: 'inbound',
  })
})
