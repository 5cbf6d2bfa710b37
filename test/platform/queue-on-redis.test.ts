import { spawnSync } from 'node:child_process'
import t from 'tap'
import { openQueues } from '../../src/platform/queue.ts'
import { StartProblem } from '../../src/platform/start-problem.ts'
import { readableLog } from '../support/log.ts'
import { noRedis, startRedis } from '../support/redis.ts'

const skip = spawnSync('redis-server', ['--version']).status === 0 ? false : noRedis
const databaseUrl = 'postgres://nobody@127.0.0.1:1/none'

t.test('a Redis that may lose jobs is refused at the start, with every reason', { skip }, async (t) => {
  const redis = await startRedis({ appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' })
  t.teardown(() => redis?.stop())
  const opening = openQueues({ redisUrl: redis?.url, databaseUrl, log: readableLog().log })
  const problem = await opening.then(
    () => undefined,
    (error: Error) => error,
  )
  t.ok(problem instanceof StartProblem)
  t.match(problem?.message, /appendonly yes/)
  t.match(problem?.message, /noeviction" \(it is allkeys-lru\)/)
})

t.test('a Redis that freezes costs a wake less than a second and its caller nothing', { skip }, async (t) => {
  const redis = await startRedis()
  t.teardown(() => redis?.stop())
  const { log, lines } = readableLog()
  const { promise: lost, resolve: onLostWake } = Promise.withResolvers<string>()
  const queues = await openQueues({ redisUrl: redis?.url, databaseUrl, log, onLostWake })
  const { promise: done, resolve: onDone } = Promise.withResolvers<string>()
  queues.work('frozen', async (id) => onDone(id), { concurrency: 1 })
  redis?.freeze()
  const asked = performance.now()
  t.equal(queues.wake([{ queue: 'frozen', id: 'one' }]), undefined)
  t.ok(performance.now() - asked < 50, 'the caller goes on at once')
  t.equal(await lost, 'frozen')
  t.ok(performance.now() - asked < 1_500, 'the wake is given up')
  t.match(
    lines.find(({ queue }) => queue === 'frozen'),
    { level: 'warn' },
  )
  redis?.thaw()
  const again = setInterval(() => queues.wake([{ queue: 'frozen', id: 'two' }]), 50)
  t.match(await done, /one|two/, 'and work goes on when it is back')
  clearInterval(again)
  await queues.close()
})

t.test('without a Redis the program starts, and says so', { skip }, async (t) => {
  const redis = await startRedis()
  await redis?.stop()
  const { log, lines } = readableLog()
  const { promise: lost, resolve: onLostWake } = Promise.withResolvers<string>()
  const queues = await openQueues({ redisUrl: redis?.url, databaseUrl, log, onLostWake })
  t.match(lines[0], { level: 'warn' })
  t.equal((await queues.health()).isReachable, false)
  t.equal(queues.wake([{ queue: 'nowhere', id: 'one' }]), undefined)
  t.equal(await lost, 'nowhere')
  t.equal((await queues.health()).lostWakes, 1)
  queues.work('nowhere', async () => {}, { concurrency: 1 })
  const asked = performance.now()
  await queues.close()
  t.ok(performance.now() - asked < 5_000, 'and it ends when it is asked to, although its workers never reached Redis')
})
