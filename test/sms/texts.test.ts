import Fastify from 'fastify'
import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { know } from '../../src/citizens/service.ts'
import { publish, relayFacts } from '../../src/platform/outbox.ts'
import { textJobs } from '../../src/sms/jobs.ts'
import { smsRoutes } from '../../src/sms/routes.ts'
import { type SmsHouse, textFacts } from '../../src/sms/service.ts'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { sign } from '../../src/telephony/signature.ts'
import { codeOf } from '../../src/tickets/code.ts'
import { findTicket } from '../../src/tickets/service.ts'
import { publicUrl, sharedDatabase, tokens, urls } from '../conversations/support/house.ts'
import { type Reply, wire } from '../conversations/support/wire.ts'
import { readableLog } from '../support/log.ts'
import { checkTwiml } from '../support/twiml-check.ts'

const sealer = createSealer('a secret of the house, long enough')
const site: SmsHouse = {
  sealer,
  language: 'ind',
  zone: 'Asia/Jakarta',
  line: '0751-000100',
  emergencyKey: '1',
  statusKey: '4',
  ticketKind: 'pengaduan',
  twoWayText: false,
}
const begin = Date.parse('2026-11-21T08:00:00Z')
const danger = /Keadaan bahaya\? Telepon 0751-000100, tekan 1\./

const { database, wakes } = await sharedDatabase(t)
await database.pool.query(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true)`)

const line = async (house: SmsHouse = site) => {
  const app = Fastify()
  app.register(async (scope) => {
    await scope.register(carrierOnly, { tokens, publicUrl })
    await scope.register(smsRoutes, { database, house, clock: () => begin })
  })
  await app.ready()
  t.teardown(() => app.close())
  const post = async (url: string, form: Record<string, string>) => {
    const reply = await app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': sign(tokens[0] ?? '', publicUrl + url, form),
      },
    })
    return { code: reply.statusCode, body: reply.body }
  }
  let number = 0
  const text = async (Body: string, more: Record<string, string> = {}) => {
    number += 1
    const MessageSid = `SM${house.twoWayText}${house.language}${number}`
    const { body } = await post('/twilio/sms', {
      MessageSid,
      From: '+6281200000001',
      To: '+62751000100',
      Body,
      ...more,
    })
    t.same(checkTwiml(body), [])
    return body
  }
  return { app, post, text }
}
const { post, text, app } = await line()

const codeIn = (body: string): string => /\b([1-9]\d{7})\b/.exec(body)?.[1] ?? ''

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

t.test('a question about a ticket is answered with stage and agency, and with nothing about a person', async (t) => {
  const code = codeIn(await text('Pohon tumbang di depan rumah Bu Ani'))
  for (const question of [`STATUS ${code}`, `status${code}`, `cek ${code.slice(0, 4)} ${code.slice(4)}`]) {
    const body = await text(question, { From: '+6281299999999' })
    t.match(body, 'sudah diterima')
    t.match(body, 'Dinas Kominfo')
    t.match(body, '21 November 2026')
    t.match(body, danger)
    t.notMatch(body, 'Ani')
    t.notMatch(body, '62812')
  }
  t.match(await text(`STATUS ${codeOf(9_999_999)}`), 'tidak kami temukan')
  t.match(await text('STATUS'), 'delapan angka')
})

t.test('a text that no agency could act on opens no ticket and is answered', async (t) => {
  const count = async () => (await database.pool.query('select from tickets')).rows.length
  const before = await count()
  t.match(await text(''), 'Pesan Anda kosong')
  t.match(await text('INFO'), 'STATUS dan nomor tiket')
  t.match(await text('Promo pulsa!', { From: 'PROMO' }), 'tanpa nomor telepon')
  for (const body of [await text(''), await text('STOP')]) t.match(body, danger)
  t.equal(await count(), before)
})

t.test('words from a withheld number are a ticket all the same', async (t) => {
  const body = await text('Banjir di Sicincin', { From: 'anonymous' })
  t.match(body, 'catat nomor ini')
  t.match(await findTicket(database, codeIn(body)), { citizenId: null, description: 'Banjir di Sicincin' })
})

t.test('where texts go both ways, an answer may ask for one', async (t) => {
  const both = await line({ ...site, twoWayText: true })
  const body = await both.text('Jembatan rusak')
  t.match(body, `balas STATUS ${codeIn(body)}`)
})

t.test('the other language says the same', async (t) => {
  const english = await line({ ...site, language: 'eng' })
  const body = await english.text('Broken bridge in Sicincin')
  t.match(body, 'Your report is recorded')
  t.match(body, 'In danger? Call 0751-000100, press 1.')
})

t.test('a text that nobody signed is not read', async (t) => {
  const reply = await app.inject({ method: 'POST', url: '/twilio/sms', payload: { MessageSid: 'SMx', Body: 'x' } })
  t.equal(reply.statusCode, 403)
})

t.test('a text that a dialogue wanted', async (t) => {
  let now = begin
  const scene = async (t: Parameters<typeof wire>[0], answer: () => Reply) => {
    await database.pool.query(`delete from messages where direction = 'out'`)
    wakes.length = 0
    const { carrier, asked } = await wire(t, answer)
    const jobs = textJobs({
      database,
      carrier,
      urls,
      sender: { from: '+62751000100' },
      sealer,
      mayText: (number) => number.startsWith('+62'),
      clock: () => now,
      jitter: () => 0,
      log: { error: () => {} },
    })
    const row = async () => {
      const { rows } = await database.pool.query<{
        id: string
        state: string
        status: string | null
        outcome: unknown
        body: string
      }>(`select id, state, status, outcome, body from messages where direction = 'out'`)
      return rows
    }
    return { jobs, asked, row }
  }
  const { log } = readableLog()
  const want = async (address = '+6281200000001', twoWayText = false) => {
    await database.transact(async (tx) => {
      const caller = { kind: address.startsWith('+') ? 'number' : 'sip', address, canBeTexted: true } as const
      const { citizenId } = await know(tx, { caller }, sealer, { now, actor: 'citizen' })
      publish(
        tx,
        { topic: 'text.wanted', payload: { callSid: 'CA1', citizenId, body: 'Nomor tiket Anda 12345674.' } },
        { now, actor: 'citizen' },
      )
    })
    await relayFacts(database, textFacts({ ...site, twoWayText }), { now, log })
  }

  t.test('is a row, and sent by one request, whoever brings it', async (t) => {
    const { jobs, asked, row } = await scene(t, () => ({ status: 201, body: { sid: 'SMout1', status: 'queued' } }))
    await want()
    const id = (await row())[0]?.id ?? ''
    t.ok(wakes.some((wake) => wake.queue === 'texts' && wake.id === id))
    await Promise.all([jobs.execute(id), jobs.sweep(), jobs.execute(id)])
    t.match(asked, [{ method: 'POST', path: '/Messages.json', form: { To: '+6281200000001', From: '+62751000100' } }])
    t.equal(asked.length, 1)
    t.equal(asked[0]?.form.Body, 'Nomor tiket Anda 12345674. SMS ini tidak dapat dibalas. Telepon 0751-000100.')
    t.match(asked[0]?.form.StatusCallback, `text=${id}`)
    t.match(await row(), [{ state: 'done' }])
  })

  t.test('told twice is sent once', async (t) => {
    const { row } = await scene(t, () => null)
    await want()
    await database.pool.query(
      'update outbox set handled_at = null where id = (select max(id) from outbox where topic = $1)',
      ['text.wanted'],
    )
    t.equal(await relayFacts(database, textFacts(site), { now, log }), 1)
    t.equal((await row()).length, 1)
  })

  for (const code of [21610, 21614]) {
    t.test(`refused with ${code} is settled as not deliverable`, async (t) => {
      const { jobs, asked, row } = await scene(t, () => ({ status: 400, body: { code, message: 'no' } }))
      await want()
      await jobs.sweep()
      now += 600_000
      await jobs.sweep()
      t.equal(asked.length, 1)
      t.match(await row(), [{ state: 'failed', outcome: { why: 'not_deliverable', code } }])
    })
  }

  t.test('to who has no number, or one outside the region, is not needed', async (t) => {
    const { jobs, asked, row } = await scene(t, () => null)
    await want('sip:warga@ims.example')
    await want('+8821234567890')
    await jobs.sweep()
    t.equal(asked.length, 0)
    t.match(await row(), [{ state: 'unneeded' }, { state: 'unneeded' }])
  })

  t.test('that was too much at once is sent later', async (t) => {
    let times = 0
    const { jobs, asked, row } = await scene(t, () => {
      times += 1
      return times === 1
        ? { status: 429, body: { code: 20429, message: 'slow' } }
        : { status: 201, body: { sid: 'SMout2' } }
    })
    await want()
    await jobs.sweep()
    await jobs.sweep()
    t.equal(asked.length, 1)
    now += 2_000
    await jobs.sweep()
    t.match(await row(), [{ state: 'done' }])
  })

  t.test('of which no answer came is not sent again when its callback says that it went', async (t) => {
    const { jobs, asked, row } = await scene(t, () => null)
    await want()
    await jobs.sweep()
    const id = (await row())[0]?.id ?? ''
    t.equal((await post(`/twilio/sms/status?text=${id}`, { MessageSid: 'SMout3', MessageStatus: 'sent' })).code, 204)
    now += 120_000
    await jobs.sweep()
    t.equal(asked.length, 1)
    await post(`/twilio/sms/status?text=${id}`, { MessageSid: 'SMout3', MessageStatus: 'delivered' })
    await post(`/twilio/sms/status?text=${id}`, { MessageSid: 'SMout3', MessageStatus: 'queued' })
    t.match(await row(), [{ state: 'done', status: 'delivered' }], 'and its status goes forward only')
  })

  t.test('of which neither answer nor callback came is sent again after a minute', async (t) => {
    const { jobs, asked } = await scene(t, () => null)
    await want()
    await jobs.sweep()
    now += 59_000
    await jobs.sweep()
    t.equal(asked.length, 1)
    now += 2_000
    await jobs.sweep()
    t.equal(asked.length, 2)
  })
})
