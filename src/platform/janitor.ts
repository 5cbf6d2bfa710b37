import type { Logger } from './log.ts'
import type { Database } from './postgres.ts'

/** Work that is done again and again whether or not the queue runs: it finds in the rows what is due. */
export type Sweep = {
  readonly name: string
  readonly everyMilliseconds: number
  readonly run: () => Promise<unknown>
}

export type Janitor = {
  /** Runs a sweep now, unless it is running here or in another process. Gives whether it ran. */
  readonly sweep: (name: string) => Promise<boolean>
  /** Starts no more sweeps and waits for the running ones. */
  readonly close: () => Promise<void>
}

export type JanitorOptions = {
  readonly database: Database
  readonly sweeps: readonly Sweep[]
  readonly log: Logger
  readonly onFailure?: (sweep: string) => void
}

/** Runs `work` when no other process holds the lock of that name; the lock lies on a connection of its own. */
async function underLock(database: Database, name: string, work: () => Promise<unknown>): Promise<boolean> {
  const client = await database.pool.connect()
  let broken = true
  try {
    const key = `sahut sweep ${name}`
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [key])
    if (rows[0]?.mine === true) {
      try {
        await work()
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
      }
    }
    broken = false
    return rows[0]?.mine === true
  } finally {
    // A connection that failed is thrown away, and its lock with it.
    client.release(broken)
  }
}

/** Starts every sweep on its own timer: never overlapping itself, in one process at a time, an error never ends it. */
export function startJanitor({ database, sweeps, log, onFailure }: JanitorOptions): Janitor {
  const running = new Map<string, Promise<boolean>>()
  const timers: NodeJS.Timeout[] = []
  let isClosing = false

  async function attempt(sweep: Sweep): Promise<boolean> {
    try {
      return await underLock(database, sweep.name, sweep.run)
    } catch (err) {
      onFailure?.(sweep.name)
      log.warn({ err, sweep: sweep.name }, 'A sweep failed; the next one tries again')
      return false
    }
  }

  function start(sweep: Sweep): Promise<boolean> {
    if (isClosing || running.has(sweep.name)) return Promise.resolve(false)
    const run = attempt(sweep).finally(() => running.delete(sweep.name))
    running.set(sweep.name, run)
    return run
  }

  for (const sweep of sweeps) timers.push(setInterval(() => void start(sweep), sweep.everyMilliseconds))

  return {
    sweep: (name) => {
      const sweep = sweeps.find((candidate) => candidate.name === name)
      if (!sweep) throw new Error(`There is no sweep called ${name}`)
      return start(sweep)
    },
    close: async () => {
      isClosing = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
