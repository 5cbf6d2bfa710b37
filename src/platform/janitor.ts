import pg from 'pg'
import { gathered } from './gathered.ts'
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

/** All locks lie on one connection beside the pool: sweeps that each held one of the pool's would starve each other of the rest. */
function openLocks(database: Database, log: Logger): pg.Pool {
  const locks = new pg.Pool({
    ...database.pool.options,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'sahut sweeps',
  })
  locks.on('error', (err) => log.warn({ err }, "The sweeps' connection was lost; the next sweep opens it again"))
  return locks
}

const take = {
  name: 'sweeps.take',
  text: 'select pg_try_advisory_lock(hashtextextended(name, 0)) as answer from unnest($1::text[]) name',
}
const give = {
  name: 'sweeps.give',
  text: 'select pg_advisory_unlock(hashtextextended(name, 0)) as answer from unnest($1::text[]) name',
}

/** One lock a sweep. Those that begin at once ask together: a quiet house would else do little but take and give back locks. */
function openLockKeeper(locks: pg.Pool) {
  const ask = (statement: typeof take) => async (names: readonly string[]) => {
    const values = [names.map((name) => `sahut sweep ${name}`)]
    return (await locks.query<{ answer: boolean }>({ ...statement, values })).rows.map(({ answer }) => answer)
  }
  const takes = gathered(ask(take))
  const gives = gathered(ask(give))

  /** Runs `work` when no other process holds the lock of that name. */
  return async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
    if (!(await takes(name))) return false
    try {
      await work()
    } finally {
      // Of a connection that was lost the lock is gone as well.
      await gives(name)
    }
    return true
  }
}

/** Starts every sweep on its own timer: never overlapping itself, in one process at a time, an error never ends it. */
export function startJanitor({ database, sweeps, log, onFailure }: JanitorOptions): Janitor {
  const running = new Map<string, Promise<boolean>>()
  const timers: NodeJS.Timeout[] = []
  const locks = openLocks(database, log)
  const underLock = openLockKeeper(locks)
  let isClosing = false

  async function attempt(sweep: Sweep): Promise<boolean> {
    try {
      return await underLock(sweep.name, sweep.run)
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
      await locks.end()
    },
  }
}
