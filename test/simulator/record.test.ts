import t from 'tap'
import { wavSeconds } from '../../src/simulator/audio.ts'
import { startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const record =
  '<Record action="/kept" timeout="3" maxLength="60" recordingStatusCallback="/recording"/><Say>Kosong.</Say>'

async function call(t: Parameters<typeof startCarrier>[0], inside = record) {
  const app = await startApplication(t, { '/twilio/voice': inside, '/kept': '<Say>Tersimpan.</Say>' })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  await warga.dials('+62751000100')
  return { app, carrier, warga }
}
const words = 'Jembatan di Sungai Limau putus sejak tadi malam.'

t.test('what is said is kept until a silence; the media can be fetched once it is completed', async (t) => {
  const { app, carrier, warga } = await call(t)
  await warga.says(words)
  await warga.hears(/Tersimpan/)
  const [kept] = app.on('/kept')
  t.match(kept, { RecordingSid: /^RE[0-9a-f]{32}$/, RecordingDuration: '6', CallStatus: 'in-progress' })
  const authorization = `Basic ${Buffer.from(`${carrier.simulator.account.sid}:${carrier.simulator.account.authToken}`).toString('base64')}`
  const media = () => fetch(`${kept?.RecordingUrl}.wav`, { headers: { authorization } })
  t.equal((await media()).status, 404, 'not yet')
  await carrier.until('the recording is reported', () => app.on('/recording').length === 1)
  t.match(app.on('/recording')[0], {
    RecordingStatus: 'completed',
    RecordingSid: kept?.RecordingSid,
    CallSid: warga.callSid,
    RecordingSource: 'RecordVerb',
  })
  const file = Buffer.from(await (await media()).arrayBuffer())
  t.equal(wavSeconds(file), 6)
  t.equal((await fetch(`${kept?.RecordingUrl}.wav`)).status, 401, 'not without the account')
  const { body } = await rest(carrier, 'GET', `/Recordings/${kept?.RecordingSid}.json`)
  t.match(body, { status: 'completed', duration: '6', source: 'RecordVerb', channels: 1, call_sid: warga.callSid })
})

t.test('silence is no recording and falls through', async (t) => {
  const { app, carrier, warga } = await call(t)
  await warga.hears(/Kosong/)
  await warga.isHungUp()
  await carrier.passes(5)
  t.equal(app.on('/kept').length, 0)
  t.equal(app.on('/recording').length, 0)
})

t.test('a key ends the recording and is sent', async (t) => {
  const { app, warga } = await call(t)
  await warga.says(words)
  await warga.presses('#')
  await warga.hears(/Tersimpan/)
  t.equal(app.on('/kept')[0]?.Digits, '#')
})

t.test('a hang-up in the middle keeps what was said', async (t) => {
  const { app, carrier, warga } = await call(t)
  await warga.says(words)
  await carrier.passes(2)
  warga.hangsUp()
  await carrier.until('the action is asked', () => app.on('/kept').length === 1)
  t.match(app.on('/kept')[0], { Digits: 'hangup', CallStatus: 'completed', RecordingSid: /^RE/ })
  await carrier.until('the recording is reported', () => app.on('/recording').length === 1)
})

t.test('the longest length ends it', async (t) => {
  const { app, warga } = await call(t, '<Record action="/kept" maxLength="4"/>')
  await warga.says(words)
  await warga.hears(/Tersimpan/)
  t.equal(app.on('/kept')[0]?.RecordingDuration, '4')
})
