import pg from 'pg'
import { troubleOf } from './database-trouble.ts'

/**
 * Whether the database can be asked at all: so that of many callers only the first waits for its time-out. It opens when a probe on
 * a connection of its own fails, or when several webhooks in a row were late; while it is open, the probe alone goes on asking.
 */
export type DatabaseGate = {
  /** The database is away: whoever needs it should not ask. */
  readonly isAway: () => boolean
  /** An attempt failed. Looks at the database, at most a second, and says what was the matter; null: another kind of error. */
  readonly failed: (error: unknown) => Promise<'away' | 'slow' | null>
  /** An attempt has taken longer than a caller can wait. */
  readonly late: () => void
  /** An attempt has succeeded in time. */
  readonly done: () => void
  readonly close: () => Promise<void>
}

export type GateOptions = {
  /** Throws, or takes too long, while the database cannot be asked. */
  readonly probe: () => Promise<unknown>
  readonly onAway?: () => void
  readonly onBack?: () => void
  readonly probeMilliseconds?: number
  readonly everyMilliseconds?: number
}

/** So many late or given up in a row, with none in time between them, are no accident of one row's lock. */
const mostLate = 5
/** A timer that is later than this was kept by our own work. */
const lagMilliseconds = 250
/** After lateness alone the next caller tries again this long afterwards. */
const restMilliseconds = 5_000

export function openGate(options: GateOptions): DatabaseGate {
  const { probe, probeMilliseconds = 1_000, everyMilliseconds = 500 } = options
  let isProbeFailing = false
  let slowUntil = 0
  let lateInARow = 0
  let probing: Promise<boolean> | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const away = () => isProbeFailing || slowUntil > performance.now()

  async function isAnswered(): Promise<boolean> {
    let patience: NodeJS.Timeout | undefined
    const lateness = new Promise<false>((resolve) => {
      const wait = (again: number) => {
        const due = performance.now() + probeMilliseconds
        // A process that had no time to listen waits once more: its own load is no absence of the database.
        const look = () => (again > 0 && performance.now() - due > lagMilliseconds ? wait(again - 1) : resolve(false))
        patience = setTimeout(look, probeMilliseconds)
      }
      wait(2)
    })
    const asked = (async () => probe())().then(
      () => true,
      () => false,
    )
    return Promise.race([asked, lateness]).finally(() => clearTimeout(patience))
  }

  async function look(): Promise<boolean> {
    const wasAway = isProbeFailing
    isProbeFailing = !(await isAnswered())
    if (isProbeFailing && !isClosed) timer = setTimeout(() => void lookOnce(), everyMilliseconds)
    if (isProbeFailing && !wasAway) options.onAway?.()
    if (!isProbeFailing && wasAway) {
      lateInARow = 0
      slowUntil = 0
      options.onBack?.()
    }
    return !isProbeFailing
  }

  /** Everyone who fails in the same moment shares one look. */
  function lookOnce(): Promise<boolean> {
    probing ??= look().finally(() => {
      probing = undefined
    })
    return probing
  }

  const late = (): void => {
    lateInARow += 1
    if (lateInARow >= mostLate) slowUntil = performance.now() + restMilliseconds
    if (!isProbeFailing) void lookOnce()
  }

  return {
    isAway: away,
    late,
    done: () => {
      lateInARow = 0
    },
    failed: async (error) => {
      const trouble = troubleOf(error)
      if (trouble === null) return null
      if (trouble === 'slow') late()
      else if (!isProbeFailing) await lookOnce()
      return away() ? 'away' : 'slow'
    },
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await probing
      clearTimeout(timer)
    },
  }
}

/** Asks Postgres for nothing on a connection of its own, made anew each time: what calls need as well. */
export const probeOf = (url: string, milliseconds: number) => async (): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: milliseconds,
    query_timeout: milliseconds,
    application_name: 'sahut probe',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    // A frozen server would be waited for.
    void client.end().catch(() => {})
    ;(client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy()
  }
}
