/** Thousands of callers who have all just heard the first menu: copies of one real call, made in the database. */

import type pg from 'pg'
import { send } from './load.ts'
import { callSidOf, webhook } from './webhooks.ts'

/** Lets one real call come in and press `keys`, then copies its rows. Gives the copies' CallSids. */
export async function manyCallers(
  pool: pg.Pool,
  port: number,
  publicUrl: string,
  run: string,
  count: number,
  keys: readonly string[] = [],
): Promise<readonly string[]> {
  const original = callSidOf(`${run} original`)
  const arrived = await send(port, webhook(publicUrl, '/twilio/voice', original))
  if (arrived.status !== 200) throw new Error(`The first call was answered with ${arrived.status}`)
  for (const [index, Digits] of keys.entries()) {
    await send(port, webhook(publicUrl, `/twilio/voice/turn?turn=${index + 1}&epoch=0`, original, { Digits }))
  }
  const sids = Array.from({ length: count }, (_, index) => callSidOf(`${run} ${index}`))
  await pool.query(
    `insert into calls (call_sid, line, citizen_id, caller_kind, status, status_rank, node, lane, arrived_at, heard_at)
     select sid, line, citizen_id, caller_kind, status, status_rank, node, lane, arrived_at, heard_at
     from calls, unnest($2::text[]) sid where call_sid = $1`,
    [original, sids],
  )
  await pool.query(
    `insert into sessions (id, revision, state, turn, epoch, verbs, last_token, caller, ticket_id, updated_at)
     select sid, revision, state, turn, epoch, verbs, last_token, caller, ticket_id, updated_at
     from sessions, unnest($2::text[]) sid where id = $1`,
    [original, sids],
  )
  await pool.query('vacuum analyze calls, sessions')
  return sids
}
