import t from 'tap'
import { segments } from '../../src/simulator/messages.ts'
import { startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const hotline = '+62751000100'

t.test('a text to the line reaches the application; its answer comes back as a text', async (t) => {
  const app = await startApplication(t, {
    '/twilio/sms': ({ params }) =>
      `<Message statusCallback="/sms/status">Laporan "${params.Body?.length}" diterima, nomor 4711.</Message>`,
  })
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  warga.texts('Lampu jalan mati')
  t.match(await warga.receivesText(/nomor 4711/), { from: hotline, to: '+6281200000001' })
  t.match(app.on('/twilio/sms')[0], {
    MessageSid: /^SM[0-9a-f]{32}$/,
    From: '+6281200000001',
    To: hotline,
    Body: 'Lampu jalan mati',
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
  })
  await carrier.until('two states', () => app.on('/sms/status').length === 2)
  t.strictSame(
    app.on('/sms/status').map(({ MessageStatus }) => MessageStatus),
    ['sent', 'delivered'],
  )
})

t.test('a text sent by REST arrives, or is reported undelivered', async (t) => {
  const app = await startApplication(t, {})
  const carrier = await startCarrier(t, { appUrl: app.url })
  const warga = carrier.phone('+6281200000001')
  const send = (to: string) =>
    rest(carrier, 'POST', '/Messages.json', {
      To: to,
      From: hotline,
      Body: 'Tiket 4711 selesai.',
      StatusCallback: `${app.url}/status`,
    })
  const { body } = await send('+6281200000001')
  await warga.receivesText(/selesai/)
  await carrier.until('delivered', () => app.on('/status').length === 2)
  t.match((await rest(carrier, 'GET', `/Messages/${body.sid}.json`)).body, { status: 'delivered', error_code: null })
  await send('+6281999999999')
  await carrier.until('undelivered', () => app.on('/status').length === 4)
  t.match(app.on('/status')[3], { MessageStatus: 'undelivered', ErrorCode: '30003' })
})

t.test('long texts and texts beyond the GSM alphabet go in more parts', async (t) => {
  t.equal(segments('a'.repeat(160)), 1)
  t.equal(segments('a'.repeat(161)), 2)
  t.equal(segments(`${'a'.repeat(159)}€`), 2, 'an extension character takes two places')
  t.equal(segments('“'.repeat(70)), 1)
  t.equal(segments('“'.repeat(71)), 2)
})
