import { type Reader, statement } from '../platform/postgres.ts'
import type { FoundCall } from './call-search-store.ts'

/** One call with what the other rooms know of it; its outcome as soon as the log has it. */
const selected = `select calls.call_sid, calls.line, calls.citizen_id, status, calls.node, calls.lane, calls.arrived_at, calls.ended_at,
    duration_seconds, call_log.outcome, call_log.answered_seconds, tickets.topic, tickets.district, tickets.code as ticket_code, tickets.privacy as ticket_privacy, emergencies.kind as emergency_kind, emergencies.state as emergency_state,
    served.name as operator
  from calls
  left join call_log on call_log.call_sid = calls.call_sid
  left join tickets on tickets.contact = calls.call_sid
  left join emergencies on emergencies.call_sid = calls.call_sid
  left join lateral (
    select staff.name from waits
      join offers on offers.wait_id = waits.id and offers.state in ('accepted', 'ended')
      join staff on staff.id = offers.staff_id
    where waits.call_sid = calls.call_sid order by offers.offered_at desc limit 1
  ) as served on true`

export const statements = {
  find: statement<FoundCall>('console.find_call', `${selected} where calls.call_sid = $1`),
  // Whom a leg rang: the operator of its offer, or the rung of its attempt.
  about: statement<{ about: string; who: string }>(
    'console.legs_about',
    `select offers.id as about, staff.name as who from offers join staff on staff.id = offers.staff_id
       where offers.id = any($1::uuid[])
     union all select id, rung from rung_attempts where id = any($1::uuid[])`,
  ),
}

export async function findCall(reader: Reader, callSid: string): Promise<FoundCall | null> {
  return (await reader.run(statements.find, [callSid]))[0] ?? null
}

/** By what a leg is about, the name of whom it rang. */
export async function rungNames(reader: Reader, abouts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (abouts.length === 0) return new Map()
  return new Map((await reader.run(statements.about, [abouts])).map(({ about, who }) => [about, who]))
}
