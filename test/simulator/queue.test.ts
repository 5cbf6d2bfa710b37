import t from 'tap'
import { startCarrier } from '../support/phone.ts'
import { startApplication } from './application.ts'

const documents = {
  '/twilio/voice': '<Enqueue action="/after" waitUrl="/wait">antrean</Enqueue><Say>Setelah antrean.</Say>',
  '/twilio/voice/client': '<Dial action="/dialled" timeout="5"><Queue>antrean</Queue></Dial>',
  '/wait': '<Say>Mohon tunggu.</Say><Pause length="5"/>',
  '/after': '<Say>Selesai.</Say>',
  '/dialled': '<Say>Tutup.</Say>',
}

t.test("a caller waits in Twilio's own queue, is told the place, and is taken by who dials it", async (t) => {
  const app = await startApplication(t, documents)
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  const sari = carrier.phone('client:sari')
  await warga.dials('+62751000100')
  await warga.hears(/Mohon tunggu/)
  await warga.hears(/Mohon tunggu/)
  t.match(app.on('/wait').at(-1), { QueuePosition: '1', CurrentQueueSize: '1', QueueTime: /^[5-9]$/ })
  await sari.dials('')
  await sari.talksWith(warga)
  await carrier.passes(10)
  sari.hangsUp()
  await warga.hears(/Selesai/)
  t.match(app.on('/after')[0], { QueueResult: 'bridged', QueueSid: /^QU/ })
  await carrier.until('the dial is told', () => app.on('/dialled').length === 1)
  t.match(app.on('/dialled')[0], {
    DialCallStatus: 'completed',
    DialCallSid: warga.callSid,
    DequeingCallSid: sari.callSid,
  })
})

t.test('leaving the queue goes on, an empty queue and an unknown one answer their dial', async (t) => {
  const app = await startApplication(t, { ...documents, '/wait': '<Leave/>' })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const sari = carrier.phone('client:sari')
  await sari.dials('')
  await sari.hears(/Tutup/)
  t.match(app.on('/dialled')[0], { DialCallStatus: 'failed' }, 'no such queue')
  await sari.isHungUp()
  const warga = carrier.phone('+6281200000001')
  await warga.dials('+62751000100')
  await warga.hears(/Selesai/)
  t.match(app.on('/after')[0], { QueueResult: 'leave' })
  await sari.dials('')
  await sari.hears(/Tutup/)
  t.match(app.on('/dialled')[1], { DialCallStatus: 'no-answer' }, 'nobody in it')
})
