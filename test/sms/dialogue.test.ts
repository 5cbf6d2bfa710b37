import Fastify from 'fastify'
import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import type { SessionsHouse } from '../../src/sessions/house.ts'
import { takeText, textExpiryMilliseconds } from '../../src/sessions/text-service.ts'
import { loadSite } from '../../src/site.ts'
import { smsRoutes } from '../../src/sms/routes.ts'
import type { SmsHouse } from '../../src/sms/service.ts'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { sign } from '../../src/telephony/signature.ts'
import { findTicket } from '../../src/tickets/service.ts'
import { publicUrl, sharedDatabase, tokens } from '../conversations/support/house.ts'
import { shippedDangerWords } from '../support/danger-words.ts'
import { checkTwiml } from '../support/twiml-check.ts'
import { textFlow } from './text-flow.ts'

const sealer = createSealer('a secret of the house, long enough')
const { database } = await sharedDatabase(t)
await database.pool.query(
  `insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true), ('pupr', 'Dinas PUPR', false)`,
)

const loaded = await loadSite(new URL('../../ivr-flows', import.meta.url).pathname)
if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
const flow = textFlow()
const house: SessionsHouse = {
  ...sessionsHouse(loaded.site, dispatchHouse(loaded.site), sealer),
  flowFor: () => flow,
  revision: (revision) => (revision === flow.revision ? flow : undefined),
  topic: (topic) => (topic === 'jalan' ? { agency: 'pupr', kind: 'pengaduan' } : null),
}
const site: SmsHouse = {
  sealer,
  language: 'ind',
  zone: 'Asia/Jakarta',
  line: '0751-000100',
  emergencyKey: '1',
  statusKey: '4',
  ticketKind: 'pengaduan',
  dangerWords: shippedDangerWords,
  twoWayText: true,
  dialogues: { take: (tx, turn, context) => takeText(tx, house, turn, context) },
}
const clock = { now: Date.parse('2026-11-21T08:00:00Z') }
const app = Fastify()
app.register(async (scope) => {
  await scope.register(carrierOnly, { tokens, publicUrl })
  await scope.register(smsRoutes, { database, house: site, clock: () => clock.now })
})
await app.ready()
t.teardown(() => app.close())

let messages = 0
let citizens = 0
/** A citizen's phone: what is answered to each text, as it reads. */
function phone() {
  citizens += 1
  const From = `+62812000000${10 + citizens}`
  const send = async (Body: string, more: Record<string, string> = {}) => {
    messages += 1
    const form: Record<string, string> = { MessageSid: `SM${messages}`, From, To: '+62751000100', Body, ...more }
    const reply = await app.inject({
      method: 'POST',
      url: '/twilio/sms',
      payload: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': sign(tokens[0] ?? '', `${publicUrl}/twilio/sms`, form),
      },
    })
    t.equal(reply.statusCode, 200, reply.body)
    t.same(checkTwiml(reply.body), [])
    const text = /<Message>(.*)<\/Message>/s.exec(reply.body)?.[1] ?? ''
    return text.replaceAll('&#10;', '\n').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
  }
  return { From, send }
}
const codeIn = (text: string): string => /\b([1-9]\d{7})\b/.exec(text)?.[1] ?? ''
const danger = 'Keadaan bahaya? Telepon 0751-000100, tekan 1.'
const tickets = async () => Number((await database.pool.query('select count(*) from tickets')).rows[0]?.count)

t.test('the menu of the line is a list of numbers and names, danger below it', async (t) => {
  t.equal(
    await phone().send('Halo pak'),
    `Hotline Kabupaten Kecil.
1. Keadaan darurat
2. Pengaduan
3. Petugas
4. Status tiket
5. English
Balas dengan angka atau namanya.
${danger}`,
  )
})

t.test('a complaint is told by numbers and by words, and has a number in the end', async (t) => {
  const { send } = phone()
  await send('menu')
  t.match(await send('saya mau lapor'), /^Pengaduan tentang apa\?\n1\. Jalan dan jembatan\n2\. Hal lain\n/)
  t.match(await send('1'), /^Di mana\?\n/)
  t.match(await send('Korong Pasar, dekat masjid raya'), /^Ceritakan apa yang terjadi\.\n/)
  const end = await send('Jembatan gantung putus "total"')
  t.match(end, /^Nomor tiket Anda \d{8}\. Terima kasih\.\n/)
  t.match(await findTicket(database, codeIn(end)), {
    channel: 'sms',
    kind: 'pengaduan',
    topic: 'jalan',
    place: 'Korong Pasar, dekat masjid raya',
    description: 'Jembatan gantung putus "total"',
    ownerAgencyId: 'pupr',
  })
  t.match(await send('menu'), /^Hotline Kabupaten Kecil/, 'afterwards it begins anew')
})

t.test('a first text that chooses is a choice, one that tells is a report, and a slip is asked again', async (t) => {
  t.match(await phone().send('pengaduan'), /^Pengaduan tentang apa\?/)
  t.match(await phone().send('2'), /^Pengaduan tentang apa\?/)
  const report = await phone().send('Lampu jalan mati di Lubuk Alung')
  t.match(
    report,
    /^Laporan Anda tercatat dengan nomor \d{8}\..*balas STATUS \d{8}\. Layanan lain: balas MENU\. Keadaan bahaya/,
  )
  t.match(await findTicket(database, codeIn(report)), {
    description: 'Lampu jalan mati di Lubuk Alung',
    kind: 'pengaduan',
  })
  const { send } = phone()
  await send('menu')
  const before = await tickets()
  t.match(await send('8'), /^Pilihan itu tidak ada\. Hotline Kabupaten Kecil/)
  t.match(await send('pengaduan'), /^Pengaduan tentang apa\?/)
  t.equal(await tickets(), before, 'choices alone are nothing to follow up')
})

t.test('words that fit no choice are kept in the ticket, and the question is asked again', async (t) => {
  const { send } = phone()
  await send('menu')
  await send('2')
  const noted = await send('Sampah menumpuk di pasar sejak kemarin')
  const code = codeIn(noted)
  t.match(
    noted,
    new RegExp(`^Tulisan Anda kami catat pada laporan ${code}\\.\nPilihan itu tidak ada\\. Pengaduan tentang apa\\?`),
  )
  await send('baunya menyengat sekali')
  await send('jalan')
  await send('Pasar Usang')
  t.equal(codeIn(await send('Tolong diangkut')), code, 'one dialogue has one ticket')
  t.match(await findTicket(database, code), {
    topic: 'jalan',
    ownerAgencyId: 'pupr',
    place: 'Pasar Usang',
    description: /Sampah menumpuk di pasar sejak kemarin\nbaunya menyengat sekali\nTolong diangkut/,
  })
})

t.test('words of danger are answered with 112 first, whatever was going on, and the ticket goes first', async (t) => {
  const atOnce = await phone().send('TOLONG ada kebakaran di pasar')
  t.match(
    atOnce,
    /^BAHAYA\? Jangan menunggu SMS: telepon 112 sekarang, atau 0751-000100 lalu tekan 1\. Laporan \d{8} kami dahulukan\.$/,
  )
  t.match(await findTicket(database, codeIn(atOnce)), {
    kind: 'emergency',
    description: 'TOLONG ada kebakaran di pasar',
  })
  const { send } = phone()
  await send('menu')
  await send('2')
  const amid = await send('ada orang pingsan di jalan')
  t.match(amid, /^BAHAYA\? .*112/)
  t.match(await findTicket(database, codeIn(amid)), { kind: 'emergency', description: 'ada orang pingsan di jalan' })
  await send('Lubuk Alung')
  await send('sudah dibawa ke puskesmas')
  t.match(await findTicket(database, codeIn(amid)), { kind: 'emergency', topic: 'jalan', ownerAgencyId: 'pupr' })
  const chosen = phone()
  await chosen.send('menu')
  const first = await chosen.send('1')
  t.match(first, /^BAHAYA\? .*112.*\nTelepon kami sekarang juga\. Terima kasih\.$/)
  t.match(await findTicket(database, codeIn(first)), { kind: 'emergency' })
})

t.test('who wants a human is followed up by ticket', async (t) => {
  const { send } = phone()
  await send('menu')
  const answer = await send('petugas')
  t.match(answer, /^Petugas menindaklanjuti laporan \d{8}\.\nPetugas kami menghubungi Anda\. Terima kasih\./)
  t.match(await findTicket(database, codeIn(answer)), { kind: 'operator', channel: 'sms' })
})

t.test('a number answers what was asked; alone, or with STATUS, it asks for a ticket', async (t) => {
  const { send } = phone()
  const code = codeIn(await send('Pohon miring di Sicincin'))
  t.match(await send(code), /^Tiket \d{8}, masuk 21 November 2026: sudah diterima/)
  await send('menu')
  await send('4')
  const before = await tickets()
  t.match(await send(code), new RegExp(`^Tiket ${code}: Dinas Kominfo, dibuka 21 November 2026\\.`))
  t.equal(await tickets(), before, 'a question leaves nothing to follow up')
  await send('menu')
  t.match(await send(`STATUS ${code}`), /sudah diterima/)
  t.match(await send('2'), /^Pengaduan tentang apa\?/, 'and the dialogue stands where it stood')
})

t.test('a dialogue goes on for an hour, and speaks the language that was chosen', async (t) => {
  const { send } = phone()
  await send('menu')
  t.match(
    await send('english'),
    /^Small Regency hotline\.\n1\. Emergency\n2\. Complaint\n.*Reply with a number or its name\.\nIn danger\?/s,
  )
  clock.now += textExpiryMilliseconds - 1
  t.match(await send('complaint'), /^About what\?/)
  clock.now += textExpiryMilliseconds
  t.match(await send('jembatan putus total'), /^Laporan Anda tercatat/, 'an hour later nobody remembers the question')
  t.match(await send('halo'), /^Small Regency hotline/)
})

t.test('the same text twice is one turn, and two at once are one after the other', async (t) => {
  const { send } = phone()
  await send('menu')
  const again = { MessageSid: 'SMagain' }
  const [one, two] = await Promise.all([send('2', again), send('2', again)])
  t.equal(one, two)
  t.match(one, /^Pengaduan tentang apa\?/)
  await send('1')
  const both = await Promise.all([send('Pasar Lubuk Alung'), send('Jembatan putus')])
  t.equal(both.filter((text) => codeIn(text) !== '').length, 1)
})

t.test('pictures, empty texts and senders without a number are answered as everywhere', async (t) => {
  const { send } = phone()
  await send('menu')
  t.match(await send('', { NumMedia: '1' }), /Laporan Anda tercatat/)
  t.match(await send(''), /Pesan Anda kosong/)
  t.match(await send('Lampu mati di sini', { From: 'anonymous' }), /catat nomor ini/)
  t.match(await send('stop'), /Kirim laporan Anda/)
})
