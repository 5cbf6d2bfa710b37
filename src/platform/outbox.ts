import type { Context } from './context.ts'
import type { Logger } from './log.ts'
import type { Database, Tx } from './postgres.ts'
import { statement } from './postgres.ts'

/** Something that became true in one room and that rooms to its right want to hear. */
export type Fact = { readonly topic: string; readonly payload: Readonly<Record<string, unknown>> }

export type StoredFact = Fact & { readonly id: number; readonly at: Date; readonly attempts: number }

/** Runs in the transaction that marks the fact as handled. May run again after a crash: it is idempotent. */
export type FactHandler = (tx: Tx, fact: StoredFact, context: Context) => Promise<void>

export type FactHandlers = Readonly<Record<string, readonly FactHandler[]>>

/** The queue whose wakes mean: look into the outbox. All carry the same id, so that a burst is one job. */
export const outboxQueue = 'outbox'
export const outboxWakeId = 'facts'

export const statements = {
  publish: statement(
    'outbox.publish',
    'insert into outbox (topic, payload, at, not_before) values ($1, $2, to_timestamp($3 / 1000.0), to_timestamp($3 / 1000.0))',
  ),
  // One fact a transaction: a handler that fails takes back its own fact's work and nobody else's.
  take: statement<StoredFact>(
    'outbox.take',
    `select id, topic, payload, at, attempts from outbox
     where handled_at is null and not_before <= to_timestamp($1 / 1000.0)
     order by not_before, id limit 1 for update skip locked`,
  ),
  handled: statement('outbox.handled', 'update outbox set handled_at = to_timestamp($2 / 1000.0) where id = $1'),
  // Counted against the attempts that were seen, so that another relay's later attempt is not counted twice.
  failed: statement(
    'outbox.failed',
    `update outbox set attempts = attempts + 1, not_before = to_timestamp($3 / 1000.0)
     where id = $1 and attempts = $2 and handled_at is null`,
  ),
  prune: statement<{ id: number }>(
    'outbox.prune',
    `delete from outbox where id in
       (select id from outbox where handled_at < to_timestamp($1 / 1000.0) order by id limit 1000) returning id`,
  ),
  oldest: statement<{ seconds: number }>(
    'outbox.oldest',
    `select coalesce(extract(epoch from to_timestamp($1 / 1000.0) - min(at)), 0)::float8 as seconds
     from outbox where handled_at is null`,
  ),
}

/** Records a fact in the transaction that made it true; after the commit the relay is woken. */
export function publish(tx: Tx, { topic, payload }: Fact, { now }: Context): void {
  tx.post(statements.publish, [topic, JSON.stringify(payload), now])
  tx.wake({ queue: outboxQueue, id: outboxWakeId })
}

const attemptsUntilAlarm = 5

/** 1 s, 2 s, 4 s ... ten minutes. */
const pauseMilliseconds = (attempts: number) => Math.min(1_000 * 2 ** attempts, 600_000)

class Failed extends Error {
  readonly fact: StoredFact
  constructor(fact: StoredFact, cause: unknown) {
    super('A handler of a fact failed', { cause })
    this.fact = fact
  }
}

async function takeOne(database: Database, handlers: FactHandlers, now: number): Promise<boolean> {
  let taken: StoredFact | undefined
  try {
    await database.transact(async (tx) => {
      const [fact] = await tx.run(statements.take, [now])
      if (!fact) return
      taken = fact
      for (const handle of handlers[fact.topic] ?? []) await handle(tx, fact, { now, actor: 'system' })
      tx.post(statements.handled, [fact.id, now])
    })
  } catch (cause) {
    // Without a fact the database itself failed: nothing to set aside.
    throw taken ? new Failed(taken, cause) : cause
  }
  return taken !== undefined
}

/**
 * Hands due facts to their handlers, each in a transaction of its own, until none is due. A failing fact is set aside
 * for a while (doubling, at most ten minutes) and never blocks the ones behind it. Several relays may run at once.
 * Gives how many were handled.
 */
export async function relayFacts(
  database: Database,
  handlers: FactHandlers,
  { now, log }: { readonly now: number; readonly log: Logger },
): Promise<number> {
  let handled = 0
  for (;;) {
    try {
      if (!(await takeOne(database, handlers, now))) return handled
      handled += 1
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const { id, topic, attempts } = error.fact
      await database.run(statements.failed, [id, attempts, now + pauseMilliseconds(attempts)])
      const level = attempts + 1 >= attemptsUntilAlarm ? 'error' : 'warn'
      log[level]({ err: error.cause, factId: id, topic, attempts: attempts + 1 }, 'A fact could not be handed on')
    }
  }
}

const keptMilliseconds = 7 * 24 * 3_600_000

/** Deletes facts that were handled a week ago; gives how many. */
export const pruneFacts = async (database: Database, now: number): Promise<number> =>
  (await database.run(statements.prune, [now - keptMilliseconds])).length

/** How long the oldest fact has been waiting, in seconds: for the health page. */
export const oldestFactSeconds = async (database: Database, now: number): Promise<number> =>
  (await database.run(statements.oldest, [now]))[0]?.seconds ?? 0
