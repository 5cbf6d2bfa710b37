import { type Reader, statement } from '../platform/postgres.ts'

export const statements = {
  /** Rings for a call that were ordered lately: how many the carrier took, and of the others how often it was asked and since when. */
  rings: statement<{ taken: number; tries: number; since: Date | null }>(
    'conversations.rings_of_call',
    `select count(*) filter (where state = 'done')::int as taken,
       coalesce(max(attempts) filter (where state <> 'done'), 0)::int as tries,
       min(created_at) filter (where state <> 'done') as since
     from carrier_commands
     where call_sid = $1 and kind = 'place_leg' and payload ->> 'purpose' = 'rung' and created_at > $2
       and state in ('due', 'taken', 'failed', 'done') and coalesce(outcome ->> 'attempt', '') <> 'refused'`,
  ),
}

export type Rings = {
  readonly taken: number
  readonly tries: number
  /** Milliseconds since 1970; null when none is outstanding. */
  readonly since: number | null
}

export async function selectRings(reader: Reader, callSid: string, createdSince: number): Promise<Rings> {
  const [row] = await reader.run(statements.rings, [callSid, new Date(createdSince)])
  return { taken: row?.taken ?? 0, tries: row?.tries ?? 0, since: row?.since?.getTime() ?? null }
}
