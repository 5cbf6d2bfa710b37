import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { measureBacklog, queueNames } from '../../src/backlog.ts'
import { heartbeatFreshMilliseconds } from '../../src/dispatch/wait.ts'
import { newId } from '../../src/platform/id.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { publish } from '../../src/platform/outbox.ts'
import { openQueues } from '../../src/platform/queue.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'

const noon = Date.UTC(2026, 10, 21, 5)
const before = (seconds: number) => new Date(noon - seconds * 1_000)

const database = await testDatabase(t)
const queues = await openQueues({ databaseUrl: database.url, log: readableLog().log })
t.teardown(() => queues.close())
const metrics = openMetrics()
let now = noon
const lags = measureBacklog(metrics, { database, queues, clock: () => now })

async function read(): Promise<Record<string, number>> {
  const values = await Promise.all(lags.map(async (lag) => [lag.name, await lag.read()] as const))
  return Object.fromEntries(values)
}
const measureOf = async (name: string): Promise<string | undefined> =>
  (await metrics.registry.metrics()).split('\n').find((line) => line.startsWith(`${name} `))

const command = (state: string, due: Date) =>
  database.pool.query(
    `insert into carrier_commands (id, kind, payload, state, not_before, created_at) values ($1, 'end_call', '{}', $2, $3, $3)`,
    [newId(), state, due],
  )
const text = (state: string, due: Date) =>
  database.pool.query(
    `insert into messages (id, direction, body, cause, state, not_before, at) values ($1, 'out', 'x', $4, $2, $3, $3)`,
    [newId(), state, due, newId()],
  )
async function waits(callSid: string, state: string, began: Date, heartbeat: Date | 'infinity') {
  await database.pool.query(
    `insert into calls (call_sid, line, caller_kind, status, status_rank, arrived_at, heard_at) values ($1, 'x', 'withheld', 'in-progress', 1, $2, $2)`,
    [callSid, before(9_000)],
  )
  await database.pool.query(
    `insert into waits (id, call_sid, lane, priority, state, arrived_at, began_at, heartbeat_at, offer_after)
     values ($1, $2, 'umum', 0, $3, $4, $5, $6, $5)`,
    [newId(), callSid, state, before(9_000), began, heartbeat],
  )
}

t.test('with nothing to do nothing is late', async (t) => {
  t.same(await read(), { callers: 0, commands: 0, texts: 0, facts: 0, jobs: 0 })
  t.equal(await measureOf('sahut_waiting_callers'), 'sahut_waiting_callers 0')
})

t.test('the oldest of what is due counts, and neither what is done nor what is for later', async (t) => {
  for (const add of [command, text]) {
    await add('due', before(20))
    await add('taken', before(30))
    await add('done', before(500))
    await add('due', before(-60))
  }
  await database.transact(async (tx) => {
    publish(tx, { topic: 'x.happened', payload: {} }, { now: before(70).getTime(), actor: 'system' })
  })
  t.match(await read(), { commands: 30, texts: 30, facts: 70 })
  t.equal(await measureOf('sahut_oldest_command_seconds'), 'sahut_oldest_command_seconds 30')
  t.equal(await measureOf('sahut_oldest_text_seconds'), 'sahut_oldest_text_seconds 30')
  t.equal(await measureOf('sahut_oldest_fact_seconds'), 'sahut_oldest_fact_seconds 70')
  now = noon + 5_000
  t.match(await read(), { commands: 35, texts: 35, facts: 75 })
  now = noon
})

t.test('a caller waits from the beginning of the wait, and only while on the line', async (t) => {
  await waits('CA1', 'waiting', before(40), before(3))
  await waits('CA2', 'waiting', before(90), before(3))
  await waits('CA3', 'waiting', before(300), before(heartbeatFreshMilliseconds / 1_000 + 1))
  await waits('CA4', 'waiting', before(400), 'infinity')
  await waits('CA5', 'joined', before(500), before(3))
  t.match(await read(), { callers: 90 })
  t.equal(await measureOf('sahut_longest_wait_seconds'), 'sahut_longest_wait_seconds 90')
  t.equal(await measureOf('sahut_waiting_callers'), 'sahut_waiting_callers 2')
})

t.test('every queue that a worker works is looked at', async (t) => {
  const worker = readFileSync(join(import.meta.dirname, '../../src/worker.ts'), 'utf8')
  const worked = [...worker.matchAll(/queues\.work\('([^']+)'/g)].map(([, name]) => name)
  t.ok(worked.length > 3)
  t.same(worked.toSorted(), [...queueNames].toSorted())
})

t.test('a measure that cannot be taken takes no other with it', async (t) => {
  await database.pool.query('alter table carrier_commands rename to gone')
  t.equal(await measureOf('sahut_oldest_command_seconds'), 'sahut_oldest_command_seconds Nan')
  t.equal(await measureOf('sahut_oldest_text_seconds'), 'sahut_oldest_text_seconds 30')
})
