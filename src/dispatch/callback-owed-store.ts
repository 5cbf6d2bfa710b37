/** Callbacks that nobody asked for: owed to somebody whose call for help ended before a human had it. */
import { statement, type Tx } from '../platform/postgres.ts'
import type { Callback, CallbackKind } from './callback.ts'
import { type CallbackRow, columns, toCallback } from './callback-row.ts'

export const statements = {
  /** One callback a call: what was promised in it, or owed before, becomes this. Lane and language are the wait's; a lane that the site lacks is its most urgent one. */
  owe: statement<CallbackRow>(
    'dispatch.owe_callback',
    `insert into callbacks (id, call_sid, citizen_id, kind, emergency_id, lane, language, state, asked_at, since, due_at, arrived_at)
     select $1, c.call_sid, $3, $4, $5, coalesce(w.lane, 'darurat'), coalesce(w.language, ''), 'resting', $6, $6, $7, c.arrived_at
       from calls c left join waits w on w.call_sid = c.call_sid where c.call_sid = $2
     on conflict (call_sid) do update set
       citizen_id = excluded.citizen_id, kind = excluded.kind, emergency_id = excluded.emergency_id, lane = excluded.lane,
       language = excluded.language, state = 'resting', asked_at = excluded.asked_at, since = excluded.since, due_at = excluded.due_at,
       attempts = 0, offer_id = null, leg_id = null, partner_leg_id = null, joined = null, returned_at = null, met_at = null,
       outcome = null, closed_at = null
     returning ${columns}`,
  ),
  meet: statement(
    'dispatch.callback_met_partner',
    `update callbacks set met_at = $2 where partner_leg_id = $1 and state = 'talking' and met_at is null`,
  ),
}

export type Owed = {
  readonly id: string
  readonly callSid: string
  readonly citizenId: string
  readonly kind: Exclude<CallbackKind, 'promise'>
  readonly emergencyId: string
  readonly dueAt: number
}

/** Null for a call that nobody knows. */
export async function owe(tx: Tx, owed: Owed, now: number): Promise<Callback | null> {
  const { id, callSid, citizenId, kind, emergencyId, dueAt } = owed
  const values = [id, callSid, citizenId, kind, emergencyId, new Date(now), new Date(dueAt)]
  const [row] = await tx.run(statements.owe, values)
  return row === undefined ? null : toCallback(row)
}

export function meet(tx: Tx, partnerLegId: string, now: number): void {
  tx.post(statements.meet, [partnerLegId, new Date(now)])
}
