/** The baseline of the hand-over: BullMQ by itself, from `add` to the processor, on the same engine, in a process of its own. */

import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { percentile } from './load.ts'

const [engine = 'postgres', url = '', rounds = '100'] = process.argv.slice(2)

async function open(): Promise<{ queue: Queue; worker: (run: (id: string) => void) => Worker }> {
  const work = (run: (id: string) => void) => async (job: { data: { id: string } }) => run(job.data.id)
  if (engine === 'redis') {
    const connect = () => new Redis(url, { maxRetriesPerRequest: null })
    return {
      queue: new Queue('bare', { connection: connect() }),
      worker: (run) => new Worker('bare', work(run), { connection: connect(), concurrency: 20 }),
    }
  }
  const connection = new pg.Pool({ connectionString: url, options: '-c search_path=bullmq', max: 10 }) as never
  return {
    queue: new Queue('bare', { connection }, createPostgresBackend as never) as unknown as Queue,
    worker: (run) =>
      new Worker(
        'bare',
        work(run),
        { connection, concurrency: 20 },
        createPostgresBackend as never,
      ) as unknown as Worker,
  }
}

const { queue, worker } = await open()
let arrived: () => void = () => {}
const running = worker(() => arrived())
await running.waitUntilReady()
const milliseconds: number[] = []
for (let round = 0; round < Number(rounds); round += 1) {
  const { promise, resolve } = Promise.withResolvers<void>()
  arrived = resolve
  const begun = performance.now()
  await queue.add('wake', { id: String(round) }, { removeOnComplete: true })
  await promise
  milliseconds.push(performance.now() - begun)
  await new Promise((done) => setTimeout(done, 20))
}
const settled = milliseconds.slice(Math.floor(milliseconds.length / 10))
process.send?.({ p50: percentile(settled, 0.5), p99: percentile(settled, 0.99) })
await running.close()
await queue.close()
process.exit(0)
