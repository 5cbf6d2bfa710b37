import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Wake } from './postgres.ts'
import type { WakeQueue, WakeWorker } from './queue-engine.ts'
import { openOnPostgres } from './queue-on-postgres.ts'
import { openOnRedis } from './queue-on-redis.ts'

export type QueueHealth = {
  readonly engine: 'postgres' | 'redis'
  readonly isReachable: boolean
  /** Wakes that the engine did not take since the start; the sweeps did their work. */
  readonly lostWakes: number
}

export type Queues = {
  /**
   * Hands wakes to the engine: returns at once, never throws; what fails is counted and logged, and left to the sweeps. An urgent one is also
   * processed at once where this process works at its queue.
   */
  readonly wake: (wakes: readonly Wake[]) => void
  /** Runs `processor` for every wake of a queue. It may run twice and late: it reads the rows and does what is due. */
  readonly work: (queue: string, processor: (id: string) => Promise<void>, options: { concurrency: number }) => void
  readonly health: () => Promise<QueueHealth>
  /** How long the oldest wake of these queues has waited to be begun, in seconds; 0 when none does. Fails when the engine is down. */
  readonly oldestSeconds: (queues: readonly string[]) => Promise<number>
  /** Takes no more wakes, waits a while for running processors, closes the connections. Ends also when the engine is down. */
  readonly close: () => Promise<void>
}

export type QueueOptionsOfOurs = {
  /** Absent: BullMQ runs on the database. */
  readonly redisUrl?: string | undefined
  readonly databaseUrl: string
  readonly log: Logger
  /** Counts wakes that were lost. */
  readonly onLostWake?: (queue: string) => void
}

/** A webhook has 1.5 s in all; what does not answer by then is down (measured: a frozen Redis answers never). */
const failFastMilliseconds = 800

/** A worker that died holds an id for at most this long; the sweeps act meanwhile. */
const lockDuration = 10_000

/** Delayed wakes of one id that fall into the same slot are one job. */
const slotMilliseconds = 50

const logEveryMilliseconds = 10_000

/** How long closing waits for running processors: a REST call may take five seconds, and Docker kills after ten. */
const drainMilliseconds = 8_000
const unreachableMilliseconds = 2_000

/**
 * BullMQ ignores a job whose id still exists, even while it runs and has read its rows already: a wake would be lost.
 * So an immediate wake is de-duplicated with `keepLastIfActive`, which runs it once more after the running one.
 * A delayed wake has an id of its own by the moment it is due, and never stands in the way of an immediate one.
 */
const toJobOptions = ({ id, delayMilliseconds = 0 }: Wake) =>
  delayMilliseconds > 0
    ? { delay: delayMilliseconds, jobId: toDelayedId(id, Date.now() + delayMilliseconds) }
    : { deduplication: { id, keepLastIfActive: true } }

/** BullMQ forbids a colon in an id of ours. */
const toDelayedId = (id: string, due: number) => `${id.replaceAll(':', '.')}-at-${Math.floor(due / slotMilliseconds)}`

/** Says each kind of trouble at once and then at most every ten seconds: an engine that is down repeats itself. */
function sparingly(log: Logger) {
  const said = new Map<string, { until: number; unsaid: number }>()
  return (message: string, facts: Record<string, unknown>) => {
    const last = said.get(message)
    if (last && performance.now() < last.until) {
      last.unsaid += 1
      return
    }
    log.warn({ ...facts, unsaid: last?.unsaid ?? 0 }, message)
    said.set(message, { until: performance.now() + logEveryMilliseconds, unsaid: 0 })
  }
}

/** Wakes of one id for which nobody waits at this moment are added at most so often. */
const patienceMilliseconds = 20

const isUrgent = (wake: Wake) => wake.isUrgent === true

/** A queue's processor in this process. */
type Hand = { readonly processor: (id: string) => Promise<void>; readonly most: number; busy: number }

/** Opens BullMQ on Redis or on the database. Throws a StartProblem when Redis may lose or evict jobs. */
export async function openQueues({ redisUrl, databaseUrl, log, onLostWake }: QueueOptionsOfOurs): Promise<Queues> {
  const sayTrouble = sparingly(log)
  let isClosing = false
  const onTrouble = (error: Error) => {
    // Connections that end while we let go of them are no trouble.
    if (!isClosing) sayTrouble('The queue is in trouble; the sweeps do its work', { err: error })
  }
  const engine = redisUrl
    ? await openOnRedis(redisUrl, failFastMilliseconds, onTrouble)
    : await openOnPostgres(databaseUrl, failFastMilliseconds, onTrouble)
  const queues = new Map<string, Promise<WakeQueue>>()
  const workers: WakeWorker[] = []
  const hands = new Map<string, Hand>()
  const adding = new Set<Promise<void>>()
  let lostWakes = 0

  const queueOf = (name: string): Promise<WakeQueue> => {
    const known = queues.get(name)
    if (known) return known
    const opened = engine.queue(name)
    // One that could not be opened is opened again by the next wake.
    opened.catch(() => queues.delete(name))
    queues.set(name, opened)
    return opened
  }

  const add = async (wake: Wake): Promise<void> => {
    try {
      if (isClosing) throw new Error('The queue is closing')
      await (await queueOf(wake.queue)).add('wake', { id: wake.id }, toJobOptions(wake))
    } catch (err) {
      lostWakes += 1
      onLostWake?.(wake.queue)
      sayTrouble('A wake was not taken; the sweep does its work', { err, queue: wake.queue })
    }
  }

  /** What comes while the same wake is being added, or has just been, is one more. */
  const patiently = new Map<string, { isWantedAgain: boolean }>()
  const addPatiently = async (wake: Wake): Promise<void> => {
    if (wake.delayMilliseconds !== undefined) return add(wake)
    const key = `${wake.queue} ${wake.id}`
    const known = patiently.get(key)
    if (known !== undefined) {
      known.isWantedAgain = true
      return
    }
    const adding = { isWantedAgain: true }
    patiently.set(key, adding)
    while (adding.isWantedAgain) {
      adding.isWantedAgain = false
      await add(wake)
      if (!isClosing) await sleep(patienceMilliseconds, undefined, { ref: false })
    }
    patiently.delete(key)
  }

  const letGo = async () => {
    await Promise.all(workers.map((worker) => worker.close()))
    await Promise.all(adding)
    const opened = await Promise.allSettled(queues.values())
    await Promise.allSettled(opened.map((queue) => (queue.status === 'fulfilled' ? queue.value.close() : undefined)))
  }

  const close = async () => {
    isClosing = true
    // BullMQ waits for ever for a connection that is not there (6.7.0); what still runs loses nothing, since its rows are swept.
    const isReachable = await engine.ping().then(
      () => true,
      () => false,
    )
    const limit = new AbortController()
    const released = letGo().catch(onTrouble)
    const patience = isReachable ? drainMilliseconds : unreachableMilliseconds
    await Promise.race([released, sleep(patience, null, { signal: limit.signal }).catch(() => {})])
    limit.abort()
    await engine.close()
  }

  /** Whoever works at a queue does what is urgent at once, as far as hands are free; its job finds it done, or does it. */
  const doAtOnce = ({ queue, id }: Wake): void => {
    const hand = hands.get(queue)
    if (hand === undefined || hand.busy >= hand.most || isClosing) return
    hand.busy += 1
    const done = hand
      .processor(id)
      .catch((err) => sayTrouble('What was urgent failed at first; its job tries again', { err, queue }))
      .finally(() => {
        hand.busy -= 1
        adding.delete(done)
      })
    adding.add(done)
  }

  return {
    wake: (wakes) => {
      const [urgent, patient] = [wakes.filter(isUrgent), wakes.filter((wake) => !isUrgent(wake))]
      urgent.forEach(doAtOnce)
      const added = Promise.all(urgent.map(add)).then(async () => {
        await Promise.all(patient.map(addPatiently))
      })
      adding.add(added)
      void added.then(() => adding.delete(added))
    },
    work: (name, processor, { concurrency }) => {
      hands.set(name, { processor, most: concurrency, busy: 0 })
      const worker = engine.worker(
        name,
        ({ data }) => processor(data.id),
        { concurrency, lockDuration, stalledInterval: lockDuration / 2 },
        (id, err) => log.error({ err, queue: name, id }, 'A job failed; the sweep tries again'),
      )
      workers.push(worker)
    },
    health: async () => ({
      engine: engine.name,
      isReachable: await engine.ping().then(
        () => true,
        () => false,
      ),
      lostWakes,
    }),
    oldestSeconds: async (names) => {
      const oldest = await Promise.all(names.map(async (name) => (await queueOf(name)).getWaiting(0, 0)))
      const earliest = Math.min(...oldest.flat().map(({ timestamp }) => timestamp))
      return Number.isFinite(earliest) ? Math.max(0, Date.now() - earliest) / 1_000 : 0
    },
    close,
  }
}
