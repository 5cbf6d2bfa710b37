/** Which tables have changed, told by every process after its commits and heard by those that show them. */

import pg from 'pg'
import type { Logger } from './log.ts'
import { type Reader, statement } from './postgres.ts'

const channel = 'changes'
const gatherMilliseconds = 30
const reopenMilliseconds = 1_000

export const statements = {
  tell: statement('platform.tell_changes', `select pg_notify('${channel}', $1)`),
}

export type ChangeTeller = {
  /** For `openDatabase`. */
  readonly onChange: (tables: Iterable<string>) => void
  /** Until it is given, and while telling fails, nothing is told: what shows changes also reads again by itself. */
  readonly through: (reader: Reader) => void
}

/**
 * Tells outside of the transactions that changed something, of many commits in one statement: a notification inside would make all
 * commits of the database follow each other.
 */
export function createChangeTeller(): ChangeTeller {
  const pending = new Set<string>()
  let reader: Reader | undefined
  let isDue = false
  const tell = (): void => {
    isDue = false
    const tables = [...pending].join(' ')
    pending.clear()
    reader?.run(statements.tell, [tables]).catch(() => {})
  }
  return {
    through: (given) => {
      reader = given
    },
    onChange: (tables) => {
      for (const table of tables) pending.add(table)
      if (isDue) return
      isDue = true
      setTimeout(tell, gatherMilliseconds).unref()
    },
  }
}

/** What a listener hears: these tables changed; the line to the database is lost; or it is back, and anything may have changed. */
export type Change =
  | { readonly kind: 'changed'; readonly tables: readonly string[] }
  | { readonly kind: 'lost' }
  | { readonly kind: 'back' }

export type ChangeListener = { readonly close: () => Promise<void> }

/** Hears what all processes tell, on a connection of its own, which is opened again for as long as it takes. */
export function hearChanges(
  { url, log }: { readonly url: string; readonly log: Logger },
  onChange: (change: Change) => void,
): ChangeListener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const lose = (lost: pg.Client, err?: Error): void => {
    if (lost !== client || isClosed) return
    client = undefined
    log.warn({ err }, 'The console no longer hears of changes; it connects again')
    onChange({ kind: 'lost' })
    lost.end().catch(() => {})
    timer = setTimeout(open, reopenMilliseconds)
  }

  function open(): void {
    const opened = new pg.Client({
      connectionString: url,
      application_name: 'sahut live',
      keepAlive: true,
      connectionTimeoutMillis: 3_000,
    })
    client = opened
    opened.on('error', (error) => lose(opened, error))
    opened.on('end', () => lose(opened))
    opened.on('notification', ({ payload = '' }) => onChange({ kind: 'changed', tables: payload.split(' ') }))
    opened
      .connect()
      .then(() => opened.query(`listen ${channel}`))
      .then(
        () => onChange({ kind: 'back' }),
        (error: Error) => lose(opened, error),
      )
  }

  open()
  return {
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
