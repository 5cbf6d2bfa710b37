import { type Reader, statement } from '../platform/postgres.ts'
import type { Privacy } from '../tickets/ticket.ts'
import type { Cursor } from './cursor.ts'

/** One call with what the other rooms know of it: read together, so that a list is one statement. */
export type CallListRow = {
  readonly call_sid: string
  readonly line: string
  readonly citizen_id: string | null
  readonly status: string
  readonly node: string | null
  readonly lane: string | null
  readonly arrived_at: Date
  readonly ended_at: Date | null
  readonly duration_seconds: number | null
  readonly ticket_code: string | null
  readonly ticket_privacy: Privacy | null
  readonly emergency_kind: string | null
  readonly emergency_state: string | null
  readonly operator: string | null
}

const selected = `select calls.call_sid, line, calls.citizen_id, status, calls.node, calls.lane, calls.arrived_at, calls.ended_at,
    duration_seconds, tickets.code as ticket_code, tickets.privacy as ticket_privacy, emergencies.kind as emergency_kind, emergencies.state as emergency_state,
    served.name as operator
  from calls
  left join tickets on tickets.contact = calls.call_sid
  left join emergencies on emergencies.call_sid = calls.call_sid
  left join lateral (
    select staff.name from waits
      join offers on offers.wait_id = waits.id and offers.state in ('accepted', 'ended')
      join staff on staff.id = offers.staff_id
    where waits.call_sid = calls.call_sid order by offers.offered_at desc limit 1
  ) as served on true`

export const statements = {
  list: statement<CallListRow>(
    'console.list_calls',
    `${selected}
     where ($1::text is null or calls.node = $1)
       and ($2::text is null or calls.lane = $2)
       and ($3::boolean is null or (emergencies.id is not null) = $3)
       and ($4::boolean is null or (calls.ended_at is null) = $4)
       and ($5::timestamptz is null or calls.arrived_at < $5 or (calls.arrived_at = $5 and calls.call_sid > $6))
     order by calls.arrived_at desc, calls.call_sid limit $7`,
  ),
  find: statement<CallListRow>('console.find_call', `${selected} where calls.call_sid = $1`),
  // Whom a leg rang: the operator of its offer, or the rung of its attempt.
  about: statement<{ about: string; who: string }>(
    'console.legs_about',
    `select offers.id as about, staff.name as who from offers join staff on staff.id = offers.staff_id
       where offers.id = any($1::uuid[])
     union all select id, rung from rung_attempts where id = any($1::uuid[])`,
  ),
}

export type CallFilter = {
  readonly node?: string
  readonly lane?: string
  readonly emergency?: boolean
  readonly live?: boolean
  readonly before: Cursor | null
  readonly limit: number
}

export function listCalls(reader: Reader, { node, lane, emergency, live, before, limit }: CallFilter) {
  const cursor = [before === null ? null : new Date(before.at), before?.id ?? '']
  return reader.run(statements.list, [node ?? null, lane ?? null, emergency ?? null, live ?? null, ...cursor, limit])
}

export async function findCall(reader: Reader, callSid: string): Promise<CallListRow | null> {
  return (await reader.run(statements.find, [callSid]))[0] ?? null
}

/** By what a leg is about, the name of whom it rang. */
export async function rungNames(reader: Reader, abouts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (abouts.length === 0) return new Map()
  return new Map((await reader.run(statements.about, [abouts])).map(({ about, who }) => [about, who]))
}
