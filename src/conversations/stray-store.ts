import { statement, type Tx } from '../platform/postgres.ts'

/** `ending`: the carrier has been asked to end it. */
export type StrayState = 'ringing' | 'ending' | 'over'

type Row = { leg_sid: string }

export const statements = {
  // Forward only, so that what comes twice or late changes nothing. Gives a row if this was news.
  hear: statement<{ leg_sid: string }>(
    'conversations.hear_stray',
    `insert into stray_legs (leg_sid, leg_id, state, heard_at) values ($1, $2, $3, $4)
     on conflict (leg_sid) do update set state = excluded.state, heard_at = excluded.heard_at
       where stray_legs.state = 'ringing' and excluded.state <> 'ringing'
          or stray_legs.state = 'ending' and excluded.state = 'over'
     returning leg_sid`,
  ),
  // The one that was answered is the leg from now on.
  endAll: statement<Row>(
    'conversations.end_strays',
    `with found as (delete from stray_legs where leg_sid = $2)
     update stray_legs s set state = 'ending', heard_at = $3 from legs l
     where l.id = s.leg_id and s.leg_id = $1 and s.state = 'ringing' and s.leg_sid is distinct from $2
     returning s.leg_sid`,
  ),
  endAllOf: statement<Row>(
    'conversations.end_strays_of_call',
    `update stray_legs s set state = 'ending', heard_at = $2 from legs l
     where l.citizen_call_sid = $1 and s.leg_id = l.id and s.state = 'ringing' returning s.leg_sid`,
  ),
}

/** Whether this was news. */
export async function hearStray(
  tx: Tx,
  stray: { readonly legSid: string; readonly legId: string; readonly state: StrayState },
  now: number,
): Promise<boolean> {
  return (await tx.run(statements.hear, [stray.legSid, stray.legId, stray.state, new Date(now)])).length > 0
}

/** Marks every call that rings for the leg, apart from `kept`, as one to be ended. Gives their SIDs. */
export async function markEnding(tx: Tx, legId: string, kept: string | null, now: number): Promise<readonly string[]> {
  return (await tx.run(statements.endAll, [legId, kept, new Date(now)])).map((row) => row.leg_sid)
}

/** The same for every leg of a citizen's call. */
export async function markEndingOf(tx: Tx, citizenCallSid: string, now: number): Promise<readonly string[]> {
  return (await tx.run(statements.endAllOf, [citizenCallSid, new Date(now)])).map((row) => row.leg_sid)
}
