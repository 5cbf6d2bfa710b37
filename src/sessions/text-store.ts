import { statement, type Tx } from '../platform/postgres.ts'
import type { Dialogue } from './dialogue.ts'

export const statements = {
  // Two texts of one citizen at once are one after the other, also before there is a row to lock.
  guard: statement('sessions.text_guard', 'select pg_advisory_xact_lock(hashtextextended($1, 0))'),
  touched: statement<{ updated_at: Date }>('sessions.text_touched', 'select updated_at from sessions where id = $1'),
  put: statement(
    'sessions.text_put',
    `insert into sessions (id, revision, state, turn, epoch, verbs, last_token, caller, wait_id, ticket_id, updated_at)
     values ($1, $2, $3, $4, 0, $5, $6, $7, null, $8, $9)
     on conflict (id) do update set revision = excluded.revision, state = excluded.state, turn = excluded.turn, verbs = excluded.verbs,
       last_token = excluded.last_token, caller = excluded.caller, ticket_id = excluded.ticket_id, updated_at = excluded.updated_at`,
  ),
}

/** Nobody else takes a turn of this dialogue until the transaction ends. */
export async function guard(tx: Tx, id: string): Promise<void> {
  await tx.run(statements.guard, [id])
}

/** When the dialogue was last written, in milliseconds since 1970; null when there is none. */
export async function touchedAt(tx: Tx, id: string): Promise<number | null> {
  return (await tx.run(statements.touched, [id]))[0]?.updated_at.getTime() ?? null
}

/** One row a citizen and line: a new dialogue takes the place of the old one. */
export function put(tx: Tx, dialogue: Dialogue, now: number): void {
  const { id, revision, state, turn, verbs, lastToken, caller, ticketId } = dialogue
  tx.post(statements.put, [
    id,
    revision,
    JSON.stringify(state),
    turn,
    JSON.stringify(verbs),
    lastToken,
    JSON.stringify(caller),
    ticketId,
    new Date(now),
  ])
}
