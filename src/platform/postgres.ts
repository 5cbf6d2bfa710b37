import type { Duplex } from 'node:stream'
import pg from 'pg'
import { asTrouble } from './database-trouble.ts'

/**
 * One prepared SQL statement. `name` is its prepared name (unique in the house, `room.verb`), `Row` what it gives, `changes` the tables
 * that its text writes. Stores export theirs as `statements`, so that a test can prepare every one of them.
 */
export type Statement<Row> = {
  readonly name: string
  readonly text: string
  readonly changes: readonly string[]
  readonly row?: Row
}

const writing = /\b(?:insert\s+into|delete\s+from|update)\s+(?!(?:of|set|skip|nowait)\b)([a-z_]+)/gi
const tablesChangedBy = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(writing)].flatMap(([, table]) => table?.toLowerCase() ?? [])),
]

export const statement = <Row = never>(name: string, text: string): Statement<Row> => ({
  name,
  text,
  changes: tablesChangedBy(text),
})

/** What should happen soon after the commit. The queue turns it into a job; a janitor replaces it when the queue is down. */
export type Wake = {
  readonly queue: string
  /** What the job is about: a row's id. Jobs carry ids, never data. */
  readonly id: string
  readonly delayMilliseconds?: number
  /** Somebody waits for it this moment: it goes to the queue before the others of its transaction. */
  readonly isUrgent?: boolean
}

/** A transaction (or, for reads, the pool). Statements are sent at once and pipelined on one connection. */
export type Tx = {
  run<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<readonly Row[]>
  /** A write whose rows nobody needs: sent at once, awaited at the commit, which fails if it failed. */
  post(statement: Statement<unknown>, values: readonly unknown[]): void
  /** Wakes are handed to the queue after the commit, and dropped by a rollback. */
  wake(wake: Wake): void
}

export type Reader = Pick<Tx, 'run'>

export type Database = Reader & {
  readonly pool: pg.Pool
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type DatabaseOptions = {
  readonly url: string
  readonly connections: number
  /** Milliseconds after which Postgres gives a statement up; far below the carrier's 15 s. */
  readonly statementTimeout: number
  readonly connectionTimeout: number
  /** Called after each commit with what it asked for; must not throw and is not awaited. */
  readonly onWake: (wakes: readonly Wake[]) => void
  /** Called after each commit with the tables that it wrote; must not throw and is not awaited. */
  readonly onChange?: (tables: Iterable<string>) => void
  readonly onIdleError: (error: Error) => void
}

// Type parsers belong to the pool, never to the process: bigint identities fit a double for centuries, dates stay Date.
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

type Sender = { query(query: pg.Submittable): unknown; readonly connection?: { readonly stream: Duplex } }

/** Statements of one tick leave in one packet: a system call costs as much as the statement itself. */
function gather(stream: Duplex | undefined): void {
  if (stream === undefined || stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/**
 * One statement on a connection. A query object is made from its text and named afterwards, because a configuration object is
 * copied property by property (`cloneQueryConfig`), which cost a tenth of a turn's processor time.
 */
function send(client: Sender, { name, text }: Statement<unknown>, values: readonly unknown[]): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(text, values as unknown[]) as pg.Query & NamedQuery
    if (name !== '') query.name = name
    query.callback = (error, result) => (error ? reject(asTrouble(error)) : resolve(result))
    gather(client.connection?.stream)
    client.query(query)
  })
}

type NamedQuery = { name?: string; callback: (error: Error | null, result: pg.QueryResult) => void }

const begin = statement('', 'begin')
const commit = statement('', 'commit')
const rollback = statement('', 'rollback')

/** What a transaction asks for, to be done once it is committed. */
type Afterwards = { readonly wakes: Wake[]; readonly changed: Set<string> }

async function runWork<T>(
  client: pg.PoolClient,
  work: (tx: Tx) => Promise<T>,
  { wakes, changed }: Afterwards,
): Promise<T> {
  const posted: Promise<unknown>[] = []
  const asked: Promise<unknown>[] = []
  const begun = send(client, begin, [])
  begun.catch(() => {}) // awaited below; an error of the connection must not also surface as unhandled
  const tx: Tx = {
    run: async <Row>(statement: Statement<Row>, values: readonly unknown[]) => {
      for (const table of statement.changes) changed.add(table)
      const sent = send(client, statement, values)
      asked.push(sent)
      return (await sent).rows as Row[]
    },
    post: (statement, values) => {
      for (const table of statement.changes) changed.add(table)
      const sent = send(client, statement, values)
      sent.catch(() => {})
      posted.push(sent)
    },
    wake: (wake) => {
      wakes.push(wake)
    },
  }
  try {
    const result = await work(tx)
    const committed = send(client, commit, [])
    committed.catch(() => {})
    await Promise.all([begun, ...posted])
    // A commit of an aborted transaction answers ROLLBACK without an error: that must never pass for success.
    const { command } = await committed
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back by Postgres')
    return result
  } catch (error) {
    throw await firstCause(error, [begun, ...asked, ...posted])
  }
}

/** in_failed_sql_transaction: what every statement hears that was sent after the one that failed. */
const aborted = '25P02'
const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code

/** Of a pipeline that failed: the error that began it, which another statement may have had than the one that was heard of first. */
async function firstCause(error: unknown, sent: readonly Promise<unknown>[]): Promise<unknown> {
  if (codeOf(error) !== aborted) return error
  for (const outcome of await Promise.allSettled(sent))
    if (outcome.status === 'rejected' && codeOf(outcome.reason) !== aborted) return outcome.reason
  return error
}

/** deadlock_detected: nothing of the transaction has happened. */
const deadlock = '40P01'
const mostTries = 3

/** How much later than its time-out a statement's end may reach us. */
const answerMilliseconds = 800

/** Opens a pool in pipeline mode: `begin` travels with the first statement, the last writes with `commit`. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: options.connectionTimeout,
    statement_timeout: options.statementTimeout,
    // A server that hangs (a frozen machine, a lost network) keeps no time for us: then the connection is given up.
    query_timeout: options.statementTimeout + answerMilliseconds,
    // A quiet night must not meet the first call with a cold pool.
    idleTimeoutMillis: 600_000,
    idle_in_transaction_session_timeout: options.statementTimeout * 2,
    application_name: 'sahut',
    types: parsers,
    pipeline: true,
  } as pg.PoolConfig)
  pool.on('error', options.onIdleError)
  // One that Postgres ends while it is lent out, between two statements, has nobody else to tell: the next statement fails, and the pool throws it away.
  pool.on('connect', (client) => void client.on('error', () => {}))

  const connect = () =>
    pool.connect().catch((error: unknown) => {
      throw asTrouble(error)
    })

  /** Two who wait for each other are told apart by Postgres, which ends one of them: that one begins anew. */
  async function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await transactOnce(work)
      } catch (error) {
        if (codeOf(error) !== deadlock || tries >= mostTries) throw error
      }
    }
  }

  async function transactOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await connect()
    const afterwards: Afterwards = { wakes: [], changed: new Set() }
    let broken: Error | undefined
    try {
      const result = await runWork(client, work, afterwards)
      if (afterwards.wakes.length > 0) options.onWake(afterwards.wakes)
      if (afterwards.changed.size > 0) options.onChange?.(afterwards.changed)
      return result
    } catch (error) {
      await send(client, rollback, []).catch((failure: Error) => {
        broken = failure
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    pool,
    transact,
    run: async <Row>(statement: Statement<Row>, values: readonly unknown[]) => {
      const client = await connect()
      let broken: Error | undefined
      try {
        const { rows } = await send(client, statement, values)
        if (statement.changes.length > 0) options.onChange?.(statement.changes)
        return rows as Row[]
      } catch (error) {
        // What the server refused leaves the connection whole; anything else does not.
        if (!(error instanceof pg.DatabaseError)) broken = error as Error
        throw error
      } finally {
        client.release(broken)
      }
    },
    close: () => pool.end(),
  }
}
