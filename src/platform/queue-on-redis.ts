import { Queue, Worker } from 'bullmq'
import { Cluster, Redis } from 'ioredis'
import { jobDefaults, type QueueEngine, type WakeJob, type WakeQueue } from './queue-engine.ts'
import { StartProblem } from './start-problem.ts'

/** Hash tag: in a cluster all keys of a queue must lie in one slot. */
const prefix = '{sahut}'

/** BullMQ's default backs off to 20 s; after an outage a caller should not wait for that. */
const retryStrategy = () => 250

/** How a connection bears an outage. BullMQ wants unlimited retries; what must not wait has a time-out instead. */
type Manner = {
  readonly maxRetriesPerRequest: null
  readonly enableOfflineQueue?: boolean
  readonly commandTimeout?: number
}

/**
 * `redis://` and `rediss://` as usual, `redis+sentinel://one:26379,two:26379/name-of-the-primary`,
 * `redis+cluster://one:6379,two:6379`. User and password before an @ hold for all of them.
 */
export function connectRedis(url: string, options: Manner): Redis | Cluster {
  const several = /^redis\+(sentinel|cluster):\/\/(?:([^:@]*):([^@]*)@)?([^/]+)(?:\/(.*))?$/.exec(url)
  if (!several) return new Redis(url, { ...options, retryStrategy })
  const [, kind, username, password, hosts = '', name = ''] = several
  const nodes = hosts.split(',').map((host) => {
    const [hostname = '', port] = host.split(':')
    return { host: hostname, port: Number(port ?? (kind === 'sentinel' ? 26379 : 6379)) }
  })
  const account = {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
  }
  if (kind === 'sentinel') {
    const sentinel = { sentinels: nodes, name, sentinelRetryStrategy: retryStrategy, retryStrategy }
    return new Redis({ ...options, ...account, ...sentinel })
  }
  const { enableOfflineQueue = true, ...ofEachNode } = options
  return new Cluster(nodes, {
    redisOptions: { ...ofEachNode, ...account },
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
  })
}

const settingOf = (answer: unknown) => (Array.isArray(answer) ? String(answer[1]) : undefined)

/** What Redis may do to jobs with these settings, in plain sentences. */
async function findDangers(client: Redis | Cluster): Promise<readonly string[]> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client]
  const dangers = new Set<string>()
  for (const node of nodes) {
    // A managed Redis may forbid CONFIG; then its operator answers for the settings.
    const read = async (name: string) => settingOf(await node.config('GET', name).catch(() => undefined))
    if ((await read('appendonly')) === 'no') {
      dangers.add('Redis keeps no append-only file and loses jobs when it stops: set "appendonly yes".')
    }
    const policy = await read('maxmemory-policy')
    if (policy !== undefined && policy !== 'noeviction') {
      dangers.add(
        `Redis may throw jobs away when memory is short: set "maxmemory-policy noeviction" (it is ${policy}).`,
      )
    }
  }
  return [...dangers]
}

async function untilReady(client: Redis | Cluster, milliseconds: number): Promise<boolean> {
  if (client.status === 'ready') return true
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds)
    client.once('ready', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

/** BullMQ on Redis, Sentinel or Cluster. A Redis that is down does not stop the start: calls go on without the queue. */
export async function openOnRedis(
  url: string,
  failFastMilliseconds: number,
  onTrouble: (error: Error) => void,
): Promise<QueueEngine> {
  const producers = connectRedis(url, {
    enableOfflineQueue: false,
    commandTimeout: failFastMilliseconds,
    maxRetriesPerRequest: null,
  })
  producers.on('error', onTrouble)
  let workers: Redis | Cluster | undefined
  const workersConnection = () => {
    if (!workers) {
      workers = connectRedis(url, { maxRetriesPerRequest: null })
      workers.on('error', onTrouble)
    }
    return workers
  }
  if (await untilReady(producers, 2_000)) {
    const dangers = await findDangers(producers)
    if (dangers.length > 0) {
      producers.disconnect()
      throw new StartProblem(`${dangers.join(' ')} (REDIS_URL)`)
    }
  } else onTrouble(new Error('Redis at REDIS_URL does not answer: calls go on, the sweeps do the work of the queue'))
  return {
    name: 'redis',
    queue: async (name) => {
      if (producers.status !== 'ready') throw new Error('Redis is not connected')
      const options = { connection: producers, prefix, skipWaitingForReady: true, defaultJobOptions: jobDefaults }
      const queue = new Queue<WakeJob['data'], void, string>(name, options)
      queue.on('error', onTrouble)
      try {
        // A Queue whose first look at Redis failed never recovers (bullmq 6.7.0): it is thrown away, the next wake opens another.
        await queue.waitUntilReady()
      } catch (error) {
        void queue.close().catch(() => {})
        throw error
      }
      return queue as WakeQueue
    },
    worker: (name, processor, settings, onFailure) => {
      const options = { ...settings, prefix, connection: workersConnection() }
      const worker = new Worker<WakeJob['data'], void, string>(name, processor, options)
      worker.on('error', onTrouble).on('failed', (job, error) => onFailure(job?.data.id, error))
      return worker
    },
    ping: async () => {
      await producers.ping()
    },
    close: async () => {
      producers.disconnect()
      workers?.disconnect()
    },
  }
}
