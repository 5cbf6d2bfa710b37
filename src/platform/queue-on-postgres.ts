import {
  createPostgresBackend,
  type JobProgress,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  Queue,
  Worker,
} from 'bullmq'
import pg from 'pg'
import { beginWhenReady } from './queue-begin.ts'
import { jobDefaults, type QueueEngine, type WakeJob } from './queue-engine.ts'

/** What workers need beyond one listener each: claims, renewals, stalled checks. */
const sharedConnections = 6

const toPool = (url: string, name: string, options: pg.PoolConfig, onTrouble: (error: Error) => void) => {
  const pool = new pg.Pool({
    connectionString: url,
    // BullMQ's statements are unqualified; a pool of ours has to point them at its schema.
    options: '-c search_path=bullmq',
    application_name: name,
    keepAlive: true,
    ...options,
  })
  pool.on('error', onTrouble)
  // Every queue and worker that shares it listens for itself.
  pool.setMaxListeners(50)
  return pool
}

/** BullMQ describes a pool more loosely than pg's types do; it is the same object. */
const toConnection = (pool: pg.Pool) => pool as unknown as PostgresConnectionOptions

/** BullMQ on its own Postgres backend: one engine for a small regency. Needs session connections (LISTEN). */
export async function openOnPostgres(
  url: string,
  failFastMilliseconds: number,
  onTrouble: (error: Error) => void,
): Promise<QueueEngine> {
  const producers = toPool(
    url,
    'sahut wake',
    { max: 4, connectionTimeoutMillis: failFastMilliseconds, query_timeout: failFastMilliseconds },
    onTrouble,
  )
  let workers: pg.Pool | undefined
  const workersPool = () => {
    workers ??= toPool(url, 'sahut work', { max: sharedConnections, connectionTimeoutMillis: 5_000 }, onTrouble)
    workers.options.max += 1 // one listener stays with each worker
    return workers
  }
  return {
    name: 'postgres',
    queue: async (name) => {
      const options = { connection: toConnection(producers), defaultJobOptions: jobDefaults }
      const queue = new Queue<
        WakeJob['data'],
        void,
        string,
        WakeJob['data'],
        void,
        string,
        PostgresQueueBackend,
        PostgresConnectionOptions
      >(name, options, createPostgresBackend)
      queue.on('error', onTrouble)
      await queue.waitUntilReady()
      return queue
    },
    worker: (name, processor, settings, onFailure) => {
      const connection = toConnection(workersPool())
      const open = () =>
        new Worker<WakeJob['data'], void, string, PostgresQueueBackend, JobProgress, PostgresConnectionOptions>(
          name,
          processor,
          { ...settings, connection, autorun: false },
          createPostgresBackend,
        )
          .on('error', onTrouble)
          .on('failed', (job, error) => onFailure(job?.data.id, error))
      return beginWhenReady(open, onTrouble)
    },
    ping: async () => {
      await producers.query('select 1')
    },
    close: async () => {
      await producers.end()
      await workers?.end()
    },
  }
}
