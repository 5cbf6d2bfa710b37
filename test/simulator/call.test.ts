import t from 'tap'
import { startCarrier } from '../support/phone.ts'
import { rest, startApplication } from './application.ts'

const hotline = '+62751000100'

t.test(
  'a caller hears a menu, presses a key while it speaks, and is put through to a phone that accepts',
  async (t) => {
    const app = await startApplication(t, {
      '/twilio/voice':
        '<Gather numDigits="1" action="/choice"><Say language="id-ID">Tekan 1 untuk petugas.</Say></Gather>',
      '/choice': ({ params }) =>
        `<Say>Pilihan ${params.Digits}</Say><Dial action="/after"><Number url="/whisper">+6281100000001</Number></Dial>`,
      '/whisper': '<Gather numDigits="1" action="/accept"><Say>Ada penelepon. Tekan 1.</Say></Gather><Hangup/>',
      '/accept': '<Say>Terhubung.</Say>',
      '/after': '<Say>Terima kasih.</Say>',
    })
    const carrier = await startCarrier(t, { appUrl: app.url })
    const warga = carrier.phone('+6281200000001', { label: 'Warga' })
    const sari = carrier.phone('+6281100000001', { label: 'Sari' })

    await warga.dials(hotline)
    await warga.hears(/Tekan 1/)
    await warga.presses('1')
    await warga.hears(/Pilihan 1/)
    await sari.answers()
    await sari.hears(/Tekan 1/)
    await sari.presses('1')
    await sari.talksWith(warga)
    await warga.says('Ada jalan longsor.')
    await sari.hears(/longsor/)
    sari.hangsUp()
    await warga.hears(/Terima kasih/)
    await warga.isHungUp()

    const [after] = app.on('/after')
    t.match(after, {
      DialCallStatus: 'completed',
      DialBridged: 'true',
      CallStatus: 'in-progress',
      Direction: 'inbound',
    })
    await carrier.until('the end is reported', () => app.on('/twilio/voice/status').length > 0)
    t.match(app.on('/twilio/voice/status')[0], { CallStatus: 'completed', CallSid: warga.callSid, SequenceNumber: '0' })
    t.match(app.on('/whisper')[0], { Direction: 'outbound-dial', ParentCallSid: warga.callSid, From: '+6281200000001' })
  },
)

t.test('a call placed by REST reports each step and runs its document', async (t) => {
  const app = await startApplication(t, { '/leg': '<Say>Ini panggilan balik.</Say>' })
  const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply' } })
  const warga = carrier.phone('+6281200000001')
  const made = await rest(carrier, 'POST', '/Calls.json', {
    To: '+6281200000001',
    From: hotline,
    Url: `${app.url}/leg`,
    StatusCallback: `${app.url}/status`,
    StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  })
  t.equal(made.status, 201)
  t.equal(made.body.status, 'queued')
  await warga.answers()
  await warga.hears(/panggilan balik/)
  await warga.isHungUp()
  await carrier.until('four steps', () => app.on('/status').length === 4)
  t.strictSame(
    app.on('/status').map(({ CallStatus, SequenceNumber }) => [CallStatus, SequenceNumber]),
    [
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
      ['completed', '3'],
    ],
  )
})

t.test(
  'phones with one address are the lines of one number: each call rings one that is idle, the third is busy',
  async (t) => {
    const app = await startApplication(t, { '/leg': '<Pause length="60"/>' })
    const carrier = await startCarrier(t, { appUrl: app.url, faults: { legWebhook: 'after-reply' } })
    const address = 'sip:119@psc.padangpariaman.example'
    const first = carrier.phone(address)
    const form = { To: address, From: hotline, Url: `${app.url}/leg`, StatusCallback: `${app.url}/status` }
    const called = async () => (await rest(carrier, 'POST', '/Calls.json', form)).body.sid
    const one = await called()
    // A line that is put up while a call is on its way does not take that call away from the number.
    const second = carrier.phone('119, line 2', { address })
    await first.rings()
    const two = await called()
    await second.rings()
    t.strictSame([first.callSid, second.callSid], [one, two])
    const three = await called()
    await carrier.until('the third is refused', () => app.on('/status').length === 1)
    t.match(app.on('/status')[0], { CallSid: three, CallStatus: 'busy' })
    first.hangsUp()
    await first.isHungUp()
    const four = await called()
    await first.rings()
    t.equal(first.callSid, four)
  },
)
