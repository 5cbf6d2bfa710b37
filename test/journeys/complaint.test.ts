import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

type Ticket = {
  code: string
  kind: string
  topic: string
  district: string
  place_recording: string
  description_recording: string
  owner_agency_id: string
}
const ticketOf = `select code, kind, topic, district, place_recording, description_recording, owner_agency_id
  from tickets where contact = $1`

const digits = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan']
const inWords = (code: string) => [...code].map((digit) => digits[Number(digit)]).join(' ')
const spelled = (code: string) => `${inWords(code.slice(0, 4))}, ${inWords(code.slice(4))}`

t.test('a complaint is told, recorded, numbered, texted, and asked for again by key and by text', async (t) => {
  const hotline = await startHotline(t)
  const warga = hotline.carrier.phone('+6281200000001')
  await warga.dials(line)
  await warga.presses('2')
  await warga.hears(/Pengaduan tentang apa/)
  await warga.presses('1')
  await warga.hears(/Di mana kejadiannya/)
  await warga.presses('1')
  await warga.hears(/Lubuk Alung, tekan 1/)
  await warga.presses('1')
  await warga.hears(/sebutkan tempatnya/)
  await warga.says('Korong Sungai Abang, dekat masjid raya')
  await warga.presses('#')
  await warga.hears(/ceritakan apa yang terjadi/)
  await warga.says('Jalan berlubang dalam sekali, kemarin sudah ada yang jatuh')
  await warga.presses('#')
  const said = await warga.hears(/Nomor tiket/)
  await warga.hears(/Nomor itu juga kami kirim lewat SMS/)
  await warga.hears(/Terima kasih/)
  await warga.isHungUp()

  const [ticket] = await hotline.rows<Ticket>(ticketOf, [warga.callSid])
  t.match(ticket, { kind: 'pengaduan', topic: 'jalan', district: 'lubuk_alung', owner_agency_id: 'dpupr' })
  const code = ticket?.code ?? ''
  t.match(said, spelled(code), 'the number is read digit by digit')
  const recordings = hotline.carrier.simulator.carrier.recordings
  t.match(recordings.get(ticket?.place_recording ?? '')?.words, 'masjid raya')
  t.match(recordings.get(ticket?.description_recording ?? '')?.words, 'berlubang')
  await hotline.eventually(
    `select from recordings where call_sid = $1 and status = 'completed'`,
    ({ length }) => length === 2,
    [warga.callSid],
  )
  t.match((await warga.receivesText(/nomor/)).body, code)
  await hotline.eventually<{ status: string }>(
    `select status from messages where direction = 'out'`,
    ([text]) => text?.status === 'delivered',
  )

  await warga.dials(line)
  await warga.presses('4')
  await warga.hears(/delapan angka/)
  await warga.presses(code)
  t.match(await warga.hears(/^Tiket/), `Tiket ${spelled(code)}`)
  await warga.presses('9')
  await warga.isHungUp()
  await hotline.eventually<{ kind: string; stage: string }>(
    'select kind, stage from tickets where contact = $1',
    ([asked]) => asked?.kind === 'status' && asked.stage === 'closed',
    [warga.callSid],
  )

  warga.texts(`STATUS ${code}`)
  const answer = await warga.receivesText(/^Tiket/)
  t.match(answer.body, `Tiket ${code}`)
  t.match(answer.body, 'Dinas Pekerjaan Umum')
  t.equal((await hotline.rows('select from tickets')).length, 2, 'asking opens no complaint')

  warga.texts('Lampu jalan mati di pasar Lubuk Alung')
  const [texted] = await hotline.eventually<{ code: string; description: string }>(
    `select code, description from tickets where channel = 'sms'`,
    ({ length }) => length === 1,
  )
  t.match(texted, { description: /Lampu jalan mati/ })
  t.match((await warga.receivesText(/tercatat/)).body, texted?.code)
})

t.test('words spoken until the caller hung up are on the ticket all the same', async (t) => {
  const hotline = await startHotline(t)
  const warga = hotline.carrier.phone('+6281200000002')
  await warga.dials(line)
  for (const key of ['2', '2', '5']) await warga.presses(key)
  await warga.hears(/sebutkan tempatnya/)
  await warga.says('Simpang tiga Sicincin')
  await warga.presses('#')
  await warga.hears(/ceritakan apa yang terjadi/)
  await warga.says('Air selokan meluap ke dalam rumah')
  await hotline.carrier.passes(2)
  warga.hangsUp()
  const [ticket] = await hotline.eventually<Ticket>(
    ticketOf,
    ([one]) => one !== undefined && one.description_recording !== null,
    [warga.callSid],
  )
  const recordings = hotline.carrier.simulator.carrier.recordings
  t.match(recordings.get(ticket?.description_recording ?? '')?.words, 'selokan meluap')
  t.match(ticket, { topic: 'drainase', owner_agency_id: 'dpupr', kind: 'pengaduan' }, 'what was chosen before is there')
  t.ok(ticket?.place_recording, 'and the place')
  t.match(await hotline.rows('select node from calls'), [{ node: 'uraian' }], 'the record says where the call ended')
})

t.test('a caller who hangs up while telling the place leaves a ticket with the words', async (t) => {
  const hotline = await startHotline(t)
  const warga = hotline.carrier.phone('+6281200000003')
  await warga.dials(line)
  for (const key of ['2', '3', '5']) await warga.presses(key)
  await warga.hears(/sebutkan tempatnya/)
  await warga.says('Depan kantor camat')
  await hotline.carrier.passes(1)
  warga.hangsUp()
  await hotline.eventually('select from calls where ended_at is not null', ({ length }) => length === 1)
  await hotline.carrier.passes(5)
  const [ticket] = await hotline.rows<Ticket>(ticketOf, [warga.callSid])
  const recordings = hotline.carrier.simulator.carrier.recordings
  t.match(recordings.get(ticket?.place_recording ?? '')?.words, 'kantor camat')
})
