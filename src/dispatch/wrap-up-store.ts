import { statement, type Tx } from '../platform/postgres.ts'
import type { Disposition } from './disposition.ts'
import type { PresenceState } from './presence.ts'

export const statements = {
  /** Whoever had it may say it again, differently. */
  tell: statement(
    'dispatch.tell_disposition',
    `insert into dispositions (offer_id, staff_id, call_sid, disposition, note, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (offer_id) do update set disposition = excluded.disposition, note = excluded.note, at = excluded.at`,
  ),
  callOf: statement<{ call_sid: string }>(
    'dispatch.call_of_offer',
    'select waits.call_sid from offers join waits on waits.id = offers.wait_id where offers.id = $1',
  ),
  extend: statement<{ until: Date }>(
    'dispatch.extend_wrap_up',
    `update operators set until = greatest(until, least($2::timestamptz, since + $3 * interval '1 second'))
     where staff_id = $1 and state = 'wrap_up' returning until`,
  ),
  end: statement<{ state: PresenceState }>(
    'dispatch.end_wrap_up',
    `update operators set state = coalesce(then_state, 'free'), since = $2, until = null, then_state = null, free_since = $2
     where staff_id = $1 and state = 'wrap_up' returning state`,
  ),
}

export type Told = {
  readonly offerId: string
  readonly staffId: string
  readonly callSid: string
  readonly disposition: Disposition
  readonly note: string | null
}

export function tell(tx: Tx, { offerId, staffId, callSid, disposition, note }: Told, now: number): void {
  tx.post(statements.tell, [offerId, staffId, callSid, disposition, note, new Date(now)])
}

export const callOf = async (tx: Tx, offerId: string): Promise<string | null> =>
  (await tx.run(statements.callOf, [offerId]))[0]?.call_sid ?? null

/** Until when it lasts now; null for somebody who is not writing. */
export async function extend(tx: Tx, staffId: string, until: number, mostSeconds: number): Promise<number | null> {
  const [row] = await tx.run(statements.extend, [staffId, new Date(until), mostSeconds])
  return row?.until.getTime() ?? null
}

/** Null for somebody who is not writing. */
export const end = async (tx: Tx, staffId: string, now: number): Promise<PresenceState | null> =>
  (await tx.run(statements.end, [staffId, new Date(now)]))[0]?.state ?? null
