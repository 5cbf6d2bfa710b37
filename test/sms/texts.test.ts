import t from 'tap'
import { findTicket } from '../../src/tickets/service.ts'
import { codeIn, danger, openLine, site, textDatabase } from './line.ts'

const { database } = await textDatabase(t)
const { post, text, app } = await openLine(t, database)

t.test('a text to the line opens a ticket and is answered with its number', async (t) => {
  const body = await text('Jalan berlubang di Lubuk Alung & "parah"')
  const code = codeIn(body)
  t.match(body, danger)
  t.match(body, 'Status: telepon 0751-000100, tekan 4.', 'an answer does not ask for a reply that would not arrive')
  t.notMatch(body, 'balas')
  t.match(await findTicket(database, code), {
    channel: 'sms',
    kind: 'pengaduan',
    description: 'Jalan berlubang di Lubuk Alung & "parah"',
    ownerAgencyId: 'kominfo',
  })
})

t.test('the same text delivered many times at once is one ticket and one answer', async (t) => {
  const form = { MessageSid: 'SMtwice', From: '+6281200000002', To: '+62751000100', Body: 'Lampu jalan mati' }
  const replies = await Promise.all([1, 2, 3, 4].map(() => post('/twilio/sms', form)))
  t.equal(new Set(replies.map(({ body }) => body)).size, 1)
  t.equal((await post('/twilio/sms', form)).body, replies[0]?.body)
  const { rows } = await database.pool.query(`select from tickets where contact = 'SMtwice'`)
  t.equal(rows.length, 1)
})

t.test('a text that asks for nothing to be done opens no ticket and is answered', async (t) => {
  const count = async () => (await database.pool.query('select from tickets')).rows.length
  const before = await count()
  for (const blank of ['', '   ', '\u200b']) t.match(await text(blank), 'Pesan Anda kosong')
  t.match(await text('INFO'), 'STATUS dan nomor tiket')
  t.match(await text('Promo pulsa!', { From: 'PROMO' }), 'tanpa nomor telepon')
  for (const body of [await text(''), await text('STOP')]) t.match(body, danger)
  t.equal(await count(), before)
})

t.test('emoji, signs and pictures are a report like any other', async (t) => {
  const pictures = '(Gambar pada pesan ini: 2, tersimpan di penyedia layanan pesan.)'
  for (const [Body, NumMedia, description] of [
    ['🆘🌊', '0', '🆘🌊'],
    ['!!!', '0', '!!!'],
    ['', '2', pictures],
    ['\ufe0f', '2', pictures],
    ['bantuan', '2', `bantuan ${pictures}`],
    ['Jembatan putus', '2', `Jembatan putus ${pictures}`],
  ] as const) {
    const body = await text(Body, { NumMedia })
    t.match(body, 'Laporan Anda tercatat dengan nomor', JSON.stringify(Body))
    t.match(await findTicket(database, codeIn(body)), { channel: 'sms', description })
  }
})

t.test('words from a withheld number are a ticket all the same', async (t) => {
  const body = await text('Banjir di Sicincin', { From: 'anonymous' })
  t.match(body, 'catat nomor ini')
  t.match(await findTicket(database, codeIn(body)), { citizenId: null, description: 'Banjir di Sicincin' })
})

t.test('where texts go both ways, an answer may ask for one', async (t) => {
  const both = await openLine(t, database, { ...site, twoWayText: true })
  const body = await both.text('Jembatan rusak')
  t.match(body, `balas STATUS ${codeIn(body)}`)
  t.match(await both.text(''), 'Balas dengan laporan Anda')
})

t.test('the other language says the same', async (t) => {
  const english = await openLine(t, database, { ...site, language: 'eng' })
  const body = await english.text('Broken bridge in Sicincin')
  t.match(body, 'Your report is recorded')
  t.match(body, 'In danger? Call 0751-000100, press 1.')
})

t.test('a text that nobody signed is not read', async (t) => {
  const reply = await app.inject({ method: 'POST', url: '/twilio/sms', payload: { MessageSid: 'SMx', Body: 'x' } })
  t.equal(reply.statusCode, 403)
})
