import t from 'tap'
import { type FactHandler, oldestFactSeconds, pruneFacts, publish, relayFacts } from '../../src/platform/outbox.ts'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'

const now = Date.parse('2026-03-02T03:00:00Z')
const context = { now, actor: 'system' }
const seconds = (count: number) => count * 1_000

t.test('facts reach their handlers', async (t) => {
  const woken: string[] = []
  const database = await testDatabase(t, { onWake: (wakes) => woken.push(...wakes.map(({ queue }) => queue)) })
  const { log, lines } = readableLog()
  const heard: string[] = []
  const hear =
    (who: string): FactHandler =>
    async (_tx, fact) =>
      void heard.push(`${who} ${fact.topic} ${JSON.stringify(fact.payload)}`)
  const tell = (topic: string, payload = {}, at = now) =>
    database.transact(async (tx) => publish(tx, { topic, payload }, { ...context, now: at }))

  t.test('each once, every handler of the topic, in order', async (t) => {
    await tell('ticket.opened', { ticketId: 'a' })
    await tell('ticket.closed', { ticketId: 'a' })
    await tell('nobody.listens')
    t.same(woken, ['outbox', 'outbox', 'outbox'], 'each wakes the relay')
    const handlers = { 'ticket.opened': [hear('sms'), hear('push')], 'ticket.closed': [hear('sms')] }
    t.equal(await relayFacts(database, handlers, { now, log }), 3)
    t.equal(await relayFacts(database, handlers, { now, log }), 0)
    t.same(heard.splice(0), [
      'sms ticket.opened {"ticketId":"a"}',
      'push ticket.opened {"ticketId":"a"}',
      'sms ticket.closed {"ticketId":"a"}',
    ])
  })

  t.test('not before it is committed', async (t) => {
    await t.rejects(
      database.transact(async (tx) => {
        publish(tx, { topic: 'ticket.opened', payload: {} }, context)
        throw new Error('no')
      }),
    )
    t.equal(await relayFacts(database, {}, { now, log }), 0)
  })

  t.test('a failing one is taken back whole, set aside, and blocks nobody', async (t) => {
    const note = statement(
      'test.note',
      "insert into outbox (topic, payload, at, not_before) values ('trace', '{}', now(), 'infinity')",
    )
    let isBroken = true
    const fragile: FactHandler = async (tx) => {
      tx.post(note, [])
      if (isBroken) throw new Error('gateway of 0812-3456-7890 is down')
    }
    const handlers = { 'sms.wanted': [fragile], 'ticket.opened': [hear('push')] }
    await tell('sms.wanted')
    await tell('ticket.opened')
    t.equal(await relayFacts(database, handlers, { now, log }), 1)
    t.same(heard.splice(0), ['push ticket.opened {}'])
    t.match(lines.at(-1), { level: 'warn', topic: 'sms.wanted', attempts: 1 })
    t.notMatch(JSON.stringify(lines), /3456/)
    const traces = async () => (await database.pool.query("select from outbox where topic = 'trace'")).rowCount
    t.equal(await traces(), 0)

    t.equal(await relayFacts(database, handlers, { now: now + 999, log }), 0, 'it waits a second')
    t.equal(await oldestFactSeconds(database, now + seconds(60)), 60)
    let at = now
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      at += seconds(600)
      await relayFacts(database, handlers, { now: at, log })
    }
    t.match(lines.at(-1), { level: 'error', attempts: 5 }, 'the fifth failure calls a person')
    isBroken = false
    t.equal(await relayFacts(database, handlers, { now: at + seconds(600), log }), 1)
    t.equal(await traces(), 1)
  })

  t.test('two relays at once share the facts and take none twice', async (t) => {
    const taken: number[] = []
    const slow: FactHandler = async (tx, { id }) => {
      await tx.run(statement('test.sleep', 'select pg_sleep(0.002)'), [])
      taken.push(id)
    }
    for (let count = 0; count < 40; count += 1) await tell('many')
    const relay = () => relayFacts(database, { many: [slow] }, { now, log })
    const counts = await Promise.all([relay(), relay(), relay()])
    t.equal(
      counts.reduce((sum, count) => sum + count),
      40,
    )
    t.equal(new Set(taken).size, 40)
    t.ok(counts.filter((count) => count > 0).length > 1, `more than one worked (${counts})`)
  })

  t.test('handled ones are deleted after a week', async (t) => {
    t.equal(await pruneFacts(database, now + seconds(3_600)), 0)
    t.ok((await pruneFacts(database, now + 8 * 24 * seconds(3_600))) > 40)
    t.equal(await pruneFacts(database, now + 8 * 24 * seconds(3_600)), 0)
  })
})
