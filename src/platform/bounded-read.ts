import { type Reader, statement, type Tx } from './postgres.ts'

/**
 * A read that may fail, or take too long, without taking its transaction with it.
 *
 * It runs on the transaction's own connection behind a savepoint, and not on another connection of the pool: a turn that holds one connection
 * and waits for a second one can stand in a ring with the others until all have given up. The savepoint also gives back the
 * statement's time-out that the transaction had.
 */
export type Bounded<T> = { readonly outcome: 'read'; readonly value: T } | { readonly outcome: 'late' | 'failed' }

export const statements = {
  limit: statement('platform.limit_statement', `select set_config('statement_timeout', $1, true)`),
}

// Names of a savepoint cannot be parameters, and commands like these cannot be prepared.
const savepoint = statement('', 'savepoint bounded_read')
const giveBack = statement('', 'rollback to savepoint bounded_read')
const release = statement('', 'release savepoint bounded_read')

/** query_canceled: what Postgres answers to a statement that took longer than its time-out. */
const canceled = '57014'

/** `milliseconds`: for each statement of the read, at least 1. What the read writes is taken back. */
export async function boundedRead<T>(
  tx: Tx,
  milliseconds: number,
  read: (reader: Reader) => Promise<T>,
): Promise<Bounded<T>> {
  tx.post(savepoint, [])
  tx.post(statements.limit, [`${Math.max(1, Math.round(milliseconds))}ms`])
  const bounded = await read(tx).then(
    (value): Bounded<T> => ({ outcome: 'read', value }),
    (error: { code?: unknown } | null): Bounded<T> => ({ outcome: error?.code === canceled ? 'late' : 'failed' }),
  )
  // Should the connection itself be gone, these fail too, and the commit with them.
  tx.post(giveBack, [])
  tx.post(release, [])
  return bounded
}
