import t from 'tap'
import { startCarrier } from '../support/phone.ts'
import { startApplication } from './application.ts'

const hotline = '+62751000100'

async function call(t: Parameters<typeof startCarrier>[0], inside: string, more: Record<string, string> = {}) {
  const app = await startApplication(t, { '/twilio/voice': inside, '/keys': '<Hangup/>', ...more })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  return { app, carrier, warga }
}

t.test('silence falls through to the next verb after the prompt and the timeout', async (t) => {
  const { app, carrier, warga } = await call(
    t,
    '<Gather action="/keys" timeout="4"><Say>12345678901234</Say></Gather><Say>Diam.</Say>',
  )
  const began = carrier.simulator.carrier.clock.seconds()
  await warga.hears(/Diam/)
  t.equal(Math.round(carrier.simulator.carrier.clock.seconds() - began), 5, 'one second of speech, four of silence')
  t.equal(app.on('/keys').length, 0)
})

t.test('silence reaches the action when it is wanted', async (t) => {
  const { app, warga } = await call(
    t,
    '<Gather action="/keys" timeout="2" actionOnEmptyResult="true"/><Say>Diam.</Say>',
  )
  await warga.isHungUp()
  t.equal(app.on('/keys')[0]?.Digits, '')
})

t.test('the end key sends what was pressed, without the key', async (t) => {
  const { app, warga } = await call(t, '<Gather action="/keys"><Say>Nomor tiket, lalu pagar.</Say></Gather>')
  await warga.presses('4711#')
  await warga.isHungUp()
  t.match(app.on('/keys')[0], { Digits: '4711', FinishedOnKey: '#' })
})

t.test('with no end key the pound key is a key like any other', async (t) => {
  const { app, warga } = await call(t, '<Gather action="/keys" numDigits="3" finishOnKey=""/>')
  await warga.presses('1#2')
  await warga.isHungUp()
  t.equal(app.on('/keys')[0]?.Digits, '1#2')
})

t.test('a pause after some keys sends them', async (t) => {
  const { app, warga } = await call(t, '<Gather action="/keys" timeout="3"/>')
  await warga.presses('12')
  await warga.isHungUp()
  t.equal(app.on('/keys')[0]?.Digits, '12')
})

t.test('a key stops the prompt', async (t) => {
  const { warga } = await call(t, '<Gather action="/keys" numDigits="1"><Say>Pertama.</Say><Say>Kedua.</Say></Gather>')
  await warga.hears(/Pertama/)
  await warga.presses('9')
  await warga.isHungUp()
  t.notOk(warga.heard.some(({ text }) => text === 'Kedua.'))
})

t.test('a key outside a gather is lost', async (t) => {
  const { app, warga } = await call(t, '<Say>Selamat datang.</Say><Gather action="/keys" timeout="1"/><Say>Diam.</Say>')
  await warga.hears(/Selamat/)
  warga.pressesNow('1')
  await warga.hears(/Diam/)
  t.equal(app.on('/keys').length, 0)
})

t.test('without an action the document itself is asked again', async (t) => {
  let asked = 0
  const app = await startApplication(t, {
    '/twilio/voice': ({ params }) => {
      asked++
      return params.Digits ? '<Hangup/>' : '<Gather numDigits="1"><Say>Tekan</Say></Gather>'
    },
  })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials(hotline)
  await warga.presses('5')
  await warga.isHungUp()
  t.equal(asked, 2)
  t.equal(app.on('/twilio/voice')[1]?.Digits, '5')
})

t.test('a caller who hangs up in a gather is reported and asks for no more documents', async (t) => {
  const { app, carrier, warga } = await call(
    t,
    '<Gather action="/keys" actionOnEmptyResult="true"><Say>Tekan</Say></Gather>',
  )
  await warga.hears(/Tekan/)
  warga.hangsUp()
  await carrier.until('the end is reported', () => app.on('/twilio/voice/status').length === 1)
  await carrier.passes(60)
  t.equal(app.on('/keys').length, 0)
  t.match(app.on('/twilio/voice/status')[0], { CallStatus: 'completed', CallbackSource: 'call-progress-events' })
})

t.test('each key waits for its own gather, on a clock that runs by itself too', async (t) => {
  const app = await startApplication(t, {
    '/twilio/voice': '<Gather numDigits="1" action="/two"><Say>Satu</Say></Gather>',
    '/two': ({ params }) => `<Gather numDigits="1" action="/keys?first=${params.Digits}"><Say>Dua</Say></Gather>`,
    '/keys': '<Hangup/>',
  })
  for (const scale of [0, 0.02]) {
    const carrier = await startCarrier(t, { appUrl: app.url, scale })
    const warga = carrier.phone('+6281200000001')
    await warga.dials(hotline)
    await warga.presses('12')
    await warga.isHungUp()
    t.match(
      app.requests.find(({ raw, params }) => raw === '/keys?first=1' && params.CallSid === warga.callSid),
      { params: { Digits: '2' } },
    )
  }
})

const listening = 'action="/keys" input="dtmf speech" language="id-ID" timeout="4"'

t.test('words reach the action with how sure the carrier is of them, after a pause', async (t) => {
  const { app, carrier, warga } = await call(
    t,
    `<Gather ${listening} speechTimeout="auto"><Say>Silakan.</Say></Gather>`,
  )
  const began = carrier.simulator.carrier.clock.seconds()
  await warga.says('jalan rusak', 0.62)
  await warga.isHungUp()
  t.match(app.on('/keys')[0], { SpeechResult: 'jalan rusak', Confidence: '0.62', Language: 'id-ID' })
  t.equal(app.on('/keys')[0]?.Digits, undefined)
  t.ok(carrier.simulator.carrier.clock.seconds() - began >= 1)
})

t.test('words stop the prompts, unless they may not', async (t) => {
  const first = await call(t, `<Gather ${listening}><Say>Pertama.</Say><Say>Kedua.</Say></Gather>`)
  await first.warga.hears(/Pertama/)
  await first.warga.says('dua')
  await first.warga.isHungUp()
  t.notMatch(first.warga.transcript(), 'Kedua')
  const second = await call(t, `<Gather ${listening} bargeIn="false"><Say>Pertama.</Say><Say>Kedua.</Say></Gather>`)
  await second.warga.hears(/Pertama/)
  await second.warga.says('dua')
  await second.warga.isHungUp()
  t.match(second.warga.transcript(), 'Kedua')
  t.match(second.app.on('/keys')[0], { SpeechResult: 'dua', Confidence: '0.9' })
})

t.test('a key wins over words that were said before it', async (t) => {
  const { app, warga } = await call(t, `<Gather ${listening} numDigits="1"/>`)
  await warga.says('jalan rusak sekali dekat pasar')
  warga.pressesNow('2')
  await warga.isHungUp()
  t.match(app.on('/keys')[0], { Digits: '2' })
  t.equal(app.on('/keys')[0]?.SpeechResult, undefined)
})

t.test('who is not listened to says nothing, and silence falls through', async (t) => {
  const { app, warga } = await call(t, '<Gather action="/keys" timeout="3"/><Say>Diam.</Say>')
  t.equal(warga.device.leg?.audience, null)
  await warga.hears(/Diam/)
  t.equal(app.on('/keys').length, 0)
})
