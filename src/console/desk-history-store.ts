import { type Reader, statement } from '../platform/postgres.ts'
import type { Privacy } from '../tickets/ticket.ts'

export type PastCallRow = {
  readonly call_sid: string
  readonly arrived_at: Date
  readonly ended_at: Date | null
  readonly duration_seconds: number | null
  readonly lane: string | null
  readonly node: string | null
  readonly ticket_code: string | null
  readonly privacy: Privacy | null
  readonly emergency_kind: string | null
  readonly operator: string | null
  readonly disposition: string | null
}

export type OwnTalkRow = {
  readonly offer_id: string
  readonly offered_at: Date
  readonly call_sid: string
  readonly citizen_id: string | null
  readonly lane: string
  readonly ticket_code: string | null
  readonly privacy: Privacy | null
  readonly kind: string | null
  readonly topic: string | null
  readonly disposition: string | null
}

export const statements = {
  calls: statement<PastCallRow>(
    'console.desk_past_calls',
    `select calls.call_sid, calls.arrived_at, calls.ended_at, calls.duration_seconds, calls.lane, calls.node,
       tickets.code as ticket_code, tickets.privacy, emergencies.kind as emergency_kind, told.operator, told.disposition
     from (select * from calls where citizen_id = $1 order by arrived_at desc limit $2) as calls
     left join tickets on tickets.contact = calls.call_sid
     left join emergencies on emergencies.call_sid = calls.call_sid
     left join lateral (
       select staff.name as operator, dispositions.disposition from waits
         join offers on offers.wait_id = waits.id and offers.state in ('accepted', 'ended')
         join staff on staff.id = offers.staff_id left join dispositions on dispositions.offer_id = offers.id
       where waits.call_sid = calls.call_sid order by offers.offered_at desc limit 1) as told on true
     order by calls.arrived_at desc`,
  ),
  own: statement<OwnTalkRow>(
    'console.desk_own_talks',
    `select own.id as offer_id, own.offered_at, calls.call_sid, calls.citizen_id, waits.lane, tickets.code as ticket_code, tickets.privacy,
       tickets.kind, tickets.topic, dispositions.disposition
     from (select * from offers where staff_id = $1 and state in ('accepted', 'ended') order by offered_at desc limit $2) as own
     join waits on waits.id = own.wait_id join calls on calls.call_sid = waits.call_sid
     left join tickets on tickets.contact = calls.call_sid
     left join dispositions on dispositions.offer_id = own.id
     order by own.offered_at desc`,
  ),
}

/** Conversations of one person, newest first. */
export const ownTalks = (reader: Reader, staffId: string, most: number) => reader.run(statements.own, [staffId, most])

/** Newest first. */
export const pastCalls = (reader: Reader, citizenId: string, most: number) =>
  reader.run(statements.calls, [citizenId, most])
