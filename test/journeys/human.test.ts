import t from 'tap'
import { sign } from '../../src/simulator/signature.ts'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

t.test('whoever presses nothing reaches a human', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const [warga, sari] = [hotline.carrier.phone('anonymous'), hotline.operator('sari')]
  await warga.dials(line)
  await warga.hears(/Bila tidak dapat berbicara, tekan 5/)
  await sari.answers()
  await sari.hears(/tidak berbicara dan tidak menekan apa pun/)
  await sari.presses('1')
  await hotline.talk(warga, sari)
  t.match(await hotline.rows('select caller_kind, citizen_id from calls'), [
    { caller_kind: 'withheld', citizen_id: null },
  ])
  t.match(
    await hotline.rows('select language from waits'),
    [{ language: 'ind' }],
    'what the caller speaks is known there',
  )
  warga.hangsUp()
  await sari.isHungUp()
  t.equal(
    (await hotline.rows('select from tickets where citizen_id is null')).length,
    1,
    'a withheld caller has a ticket',
  )
})

t.test('whoever presses a wrong key three times reaches a human', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const [warga, sari] = [hotline.carrier.phone('+6281200000001'), hotline.operator('sari')]
  await warga.dials(line)
  for (const key of ['7', '8', '#']) {
    await warga.presses(key)
    if (key !== '#') await warga.hears(/Pilihan itu tidak tersedia/)
  }
  await sari.answers()
  await sari.presses('1')
  await hotline.talk(warga, sari)
  warga.hangsUp()
  await sari.isHungUp()
})

t.test('with nobody on duty the words of a caller become a ticket', async (t) => {
  const hotline = await startHotline(t)
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('3')
  await warga.hears(/belum ada petugas/)
  await warga.says('Nama saya Upik, dari Nan Sabaris, mohon ditelepon')
  await warga.presses('#')
  await warga.hears(/Pesan Anda tercatat\. Nomor tiket/)
  await warga.isHungUp()
  const [ticket] = await hotline.rows<{ description_recording: string }>('select description_recording from tickets')
  const { recordings } = hotline.carrier.simulator.carrier
  t.match(recordings.get(ticket?.description_recording ?? '')?.words, 'Nan Sabaris')
})

t.test('112 arrives over a trunk, with the number that the network vouches for', async (t) => {
  const hotline = await startHotline(t, { operators: ['sari'] })
  const [warga, sari] = [hotline.carrier.phone('+6281200000001'), hotline.operator('sari')]
  await warga.dials('112')
  await warga.presses('1')
  await sari.answers()
  await sari.hears(/^Darurat/)
  await sari.presses('1')
  await hotline.talk(warga, sari)
  t.match(await hotline.rows('select line, caller_kind from calls'), [{ line: '112', caller_kind: 'number' }])
  warga.hangsUp()
  await sari.isHungUp()
  await warga.dials(line)
  await warga.hears(/Hotline/)
  warga.hangsUp()
  const citizens = await hotline.rows<{ citizen_id: string }>('select distinct citizen_id from calls')
  t.equal(citizens.length, 1, 'on either line the same citizen')
  t.ok(citizens[0]?.citizen_id)
})

t.test('what is not from the carrier, or of no call that we know', async (t) => {
  const hotline = await startHotline(t)
  const { authToken } = hotline.carrier.simulator.account
  const post = (path: string, form: Record<string, string>, signature?: string) =>
    fetch(`${hotline.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: signature === undefined ? {} : { 'x-twilio-signature': signature },
    })
  const form = { CallSid: `CA${'7'.repeat(32)}`, From: '+6281200000001', To: line, CallStatus: 'in-progress' }
  const turn = '/twilio/voice/turn?turn=3&epoch=0'
  const signature = sign(`${hotline.url}${turn}`, new Map(Object.entries(form)), authToken)

  for (const path of ['/twilio/voice', turn, '/twilio/voice/leg?command=x', '/twilio/voice/status', '/twilio/sms']) {
    t.equal((await post(path, form)).status, 403, `${path} unsigned`)
    t.equal((await post(path, form, 'bm90IGEgc2lnbmF0dXJl')).status, 403, `${path} wrongly signed`)
  }
  t.equal((await post(turn, { ...form, Digits: '1' }, signature)).status, 403, 'a signature of other fields')
  const known = await post(turn, form, signature)
  t.equal(known.status, 200)
  const document = await known.text()
  t.match(document, /Maaf, ada gangguan pada sistem kami/)
  t.match(document, /<Dial[^>]*>.*\+62751000112/, 'the duty line')
  t.equal((await hotline.rows('select from calls')).length, 0)
})
