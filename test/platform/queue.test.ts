import t, { type Test } from 'tap'
import type { Queues } from '../../src/platform/queue.ts'
import { openQueues } from '../../src/platform/queue.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'
import { noRedis } from '../support/redis.ts'

/** What an engine does not take within 0.8 s is lost, as it is in the house: a test on a machine that stood still says so soon. */
const patienceMilliseconds = 30_000

/** Counts what processors were asked to do; `reached(n)` waits for the n-th. */
function counter() {
  const ids: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  return {
    ids,
    note: (id: string) => {
      ids.push(id)
      for (const { count, resolve } of waiting) if (ids.length >= count) resolve()
    },
    reached: (count: number) =>
      new Promise<void>((resolve, reject) => {
        const tooLong = () => reject(new Error(`${ids.length} wakes were run instead of ${count}: ${ids}`))
        const patience = setTimeout(tooLong, patienceMilliseconds)
        const enough = () => {
          clearTimeout(patience)
          resolve()
        }
        waiting.push({ count, resolve: enough })
        if (ids.length >= count) enough()
      }),
  }
}

const redisUrl = process.env.TEST_REDIS_URL
const backends = [
  { name: 'Postgres', url: undefined, skip: false },
  { name: 'Redis', url: redisUrl, skip: redisUrl ? false : noRedis },
] as const

let opened = 0

async function open(t: Test, url: string | undefined): Promise<{ queues: Queues; queue: string }> {
  const database = await testDatabase(t)
  const queues = await openQueues({ redisUrl: url, databaseUrl: database.url, log: readableLog().log })
  let isOpen = true
  const close = async () => {
    if (isOpen) await queues.close()
    isOpen = false
  }
  t.teardown(close)
  opened += 1
  return { queues: { ...queues, close }, queue: `contract-${process.pid}-${opened}` }
}

for (const { name, url, skip } of backends) {
  t.test(`the queue on ${name}`, { skip }, async (t) => {
    t.test('runs every wake with its id', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      queues.work(queue, async (id) => seen.note(id), { concurrency: 4 })
      queues.wake([
        { queue, id: 'a' },
        { queue, id: 'b:with:colons' },
        { queue, id: '3' },
      ])
      await seen.reached(3)
      t.same(seen.ids.toSorted(), ['3', 'a', 'b:with:colons'])
    })

    t.test('begins an urgent wake at once where its queue is worked at', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      queues.work(queue, async (id) => seen.note(id), { concurrency: 1 })
      queues.wake([
        { queue, id: 'calm' },
        { queue, id: 'now', isUrgent: true },
        { queue: `${queue}-elsewhere`, id: 'theirs', isUrgent: true },
      ])
      t.same(seen.ids, ['now'])
      await seen.reached(3)
      t.same(seen.ids.toSorted(), ['calm', 'now', 'now'], 'its job comes as well: what is done is not done again')
    })

    t.test('runs a wake that arrives while its id runs once more afterwards, however many arrive', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
      let running = 0
      let most = 0
      const process = async (id: string) => {
        running += 1
        most = Math.max(most, running)
        seen.note(id)
        if (id === 'one') await gate
        running -= 1
      }
      queues.work(queue, process, { concurrency: 4 })
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(1)
      for (let again = 0; again < 5; again += 1) queues.wake([{ queue, id: 'one' }])
      queues.wake([{ queue, id: 'marker' }])
      await seen.reached(2)
      openGate()
      await seen.reached(3)
      queues.wake([{ queue, id: 'end' }])
      await seen.reached(4)
      t.same(seen.ids, ['one', 'marker', 'one', 'end'])
      t.equal(most, 2, 'the id never ran beside itself')
    })

    t.test('runs a wake again after its id was done', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      queues.work(queue, async (id) => seen.note(id), { concurrency: 1 })
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(1)
      queues.wake([{ queue, id: 'end' }])
      await seen.reached(2)
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(3)
      t.same(seen.ids, ['one', 'end', 'one'])
    })

    t.test('runs a delayed wake when it is due, and never lets it stand before an immediate one', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      queues.work(queue, async (id) => seen.note(id), { concurrency: 4 })
      const asked = performance.now()
      queues.wake([{ queue, id: 'one', delayMilliseconds: 1_200 }])
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(1)
      t.ok(performance.now() - asked < 1_190, 'the immediate one did not wait')
      await seen.reached(2)
      const waited = performance.now() - asked
      t.ok(waited >= 1_195 && waited < 3_800, `the delayed one came after 1200 ms (${Math.round(waited)})`)
    })

    t.test('goes on after a processor failed, and takes its id again', async (t) => {
      const { queues, queue } = await open(t, url)
      const seen = counter()
      const process = async (id: string) => {
        seen.note(id)
        if (seen.ids.length === 1) throw new Error('not now')
      }
      queues.work(queue, process, { concurrency: 1 })
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(1)
      queues.wake([{ queue, id: 'end' }])
      await seen.reached(2)
      queues.wake([{ queue, id: 'one' }])
      await seen.reached(3)
      t.same(seen.ids, ['one', 'end', 'one'])
    })

    t.test('tells how long the oldest wake has waited that nobody has begun', async (t) => {
      const { queues, queue } = await open(t, url)
      const oldest = () => queues.oldestSeconds([queue, `${queue}-empty`])
      t.equal(await oldest(), 0)
      queues.wake([{ queue, id: 'one' }])
      const asked = performance.now()
      let seconds = 0
      while (seconds === 0 && performance.now() - asked < 5_000) seconds = await oldest()
      t.ok(seconds > 0 && seconds < 5, `${seconds} seconds`)
      const seen = counter()
      queues.work(queue, async (id) => seen.note(id), { concurrency: 1 })
      await seen.reached(1)
      t.equal(await oldest(), 0)
    })

    t.test('waits for running processors when it closes, and counts later wakes as lost', async (t) => {
      const { queues, queue } = await open(t, url)
      const started = counter()
      const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
      let finished = false
      const process = async (id: string) => {
        started.note(id)
        await gate
        finished = true
      }
      queues.work(queue, process, { concurrency: 1 })
      queues.wake([{ queue, id: 'one' }])
      await started.reached(1)
      t.match(await queues.health(), { engine: name.toLowerCase(), isReachable: true, lostWakes: 0 })
      const closed = queues.close()
      queues.wake([{ queue, id: 'late' }])
      openGate()
      await closed
      t.ok(finished)
      t.equal((await queues.health()).lostWakes, 1)
    })
  })
}
