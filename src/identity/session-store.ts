import { createHash } from 'node:crypto'
import type { SessionStore } from '@fastify/session'
import type { Session } from 'fastify'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Reader, statement } from '../platform/postgres.ts'

declare module 'fastify' {
  interface Session {
    /** Who is signed in. */
    staffId?: string
  }
}

export const statements = {
  get: statement<{ data: Session }>(
    'identity.get_session',
    'select data from staff_sessions where key = $1 and expires_at > $2',
  ),
  set: statement(
    'identity.set_session',
    `insert into staff_sessions (key, staff_id, data, expires_at) values ($1, $2, $3, $4)
     on conflict (key) do update set staff_id = excluded.staff_id, data = excluded.data, expires_at = excluded.expires_at`,
  ),
  destroy: statement('identity.destroy_session', 'delete from staff_sessions where key = $1'),
}

/** A shift and its hand-over; then the person signs in again. */
export const sessionMilliseconds = 12 * 60 * 60 * 1000

const keyOf = (sessionId: string) => createHash('sha256').update(sessionId).digest('hex')

/** Sessions of @fastify/session in Postgres. A session id stands nowhere: only its hash does. */
export function createSessionStore(database: Database, clock: Clock): SessionStore {
  const settle = (work: Promise<unknown>, callback: (error?: unknown) => void) =>
    void work.then(
      () => callback(),
      (error: unknown) => callback(error),
    )
  return {
    get(sessionId, callback) {
      readSession(database, sessionId, clock()).then(
        (session) => callback(null, session),
        (error: unknown) => callback(error),
      )
    },
    set(sessionId, session, callback) {
      const expires = session.cookie.expires ?? new Date(clock() + sessionMilliseconds)
      const values = [keyOf(sessionId), session.staffId ?? null, JSON.stringify(session), expires]
      settle(database.run(statements.set, values), callback)
    },
    destroy(sessionId, callback) {
      settle(database.run(statements.destroy, [keyOf(sessionId)]), callback)
    },
  }
}

/** Who has this session; null when it has ended. */
export async function sessionHolder(reader: Reader, sessionId: string, now: number): Promise<string | null> {
  return (await readSession(reader, sessionId, now))?.staffId ?? null
}

async function readSession(reader: Reader, sessionId: string, now: number): Promise<Session | null> {
  const [row] = await reader.run(statements.get, [keyOf(sessionId), new Date(now)])
  return row?.data ?? null
}
