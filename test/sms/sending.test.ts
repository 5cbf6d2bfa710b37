import t from 'tap'
import { know } from '../../src/citizens/service.ts'
import { publish, relayFacts } from '../../src/platform/outbox.ts'
import { textJobs } from '../../src/sms/jobs.ts'
import { textFacts } from '../../src/sms/service.ts'
import { urls } from '../conversations/support/house.ts'
import { type Reply, wire } from '../conversations/support/wire.ts'
import { readableLog } from '../support/log.ts'
import { begin, openLine, site, textDatabase } from './line.ts'

const { database, wakes } = await textDatabase(t)
const { post } = await openLine(t, database)

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
      sealer: site.sealer,
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
      const { citizenId } = await know(tx, { caller }, site.sealer, { now, actor: 'citizen' })
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
