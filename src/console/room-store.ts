import { severityNow } from '../dispatch/aging.ts'
import type { PresenceState } from '../dispatch/presence.ts'
import type { SeverityClass } from '../emergency/severity.ts'
import { type Reader, statement } from '../platform/postgres.ts'

type RoomOperatorRow = {
  readonly staff_id: string
  readonly name: string
  readonly state: PresenceState
  readonly since: Date
  readonly until: Date | null
  readonly then_state: string | null
  readonly device: string | null
  readonly missed: number
  readonly call_sid: string | null
  readonly lane: string | null
  readonly emergency: string | null
  readonly citizen_id: string | null
  readonly is_callback: boolean | null
}

type RoomWaitRow = {
  readonly call_sid: string
  readonly lane: string
  readonly arrived_at: Date
  readonly returns: number
  readonly emergency: string | null
  readonly citizen_id: string | null
  readonly is_callback: boolean
  readonly ringing: number
}

type RoomLaneRow = {
  readonly lane: string
  readonly entered: number
  readonly within: number
  readonly abandoned_today: number
}

type RoomEmergencyRow = {
  readonly id: string
  readonly call_sid: string
  readonly kind: string
  readonly class: SeverityClass
  readonly silent: boolean
  readonly state: 'raised' | 'acknowledged' | 'dropped'
  readonly raised_at: Date
  readonly settled_at: Date | null
  readonly citizen_id: string | null
  readonly exhausted_at: Date | null
  readonly is_known: boolean
}

type RoomWrittenRow = { readonly code: string; readonly raised_at: Date }

type RoomCallbackRow = { readonly state: string; readonly count: number; readonly oldest: Date }

/** Whoever asked for confidence is nobody to a page that everybody sees. */
const known = (calls: string, tickets: string) =>
  `case when coalesce(${tickets}.privacy, 'open') = 'open' then ${calls}.citizen_id end as citizen_id`

/** A dropped one is done with when its caller was found, or was looked for to the end. */
const unfinished = (emergency: string) =>
  `not exists (select from recoveries r where r.emergency_id = ${emergency}.id and r.state = 'closed')`

/** Of an emergency: its ladder was climbed in vain, and a duty officer has said to know of it. */
const alarming = `e.exhausted_at,
       exists (select from duty_alerts a where a.emergency_id = e.id and a.acknowledged_at is not null) as is_known`

export const statements = {
  operators: statement<RoomOperatorRow>(
    'console.room_operators',
    `select o.staff_id, s.name, o.state, o.since, o.until, o.then_state, o.device ->> 'kind' as device, o.missed,
       w.call_sid, w.lane, e.kind as emergency, ${known('c', 't')},
       exists (select from callbacks b where b.wait_id = w.id and b.state <> 'asked') as is_callback
     from operators o join staff s on s.id = o.staff_id
     left join offers f on f.staff_id = o.staff_id and f.state in ('open', 'accepted')
     left join waits w on w.id = f.wait_id
     left join calls c on c.call_sid = w.call_sid
     left join tickets t on t.contact = w.call_sid
     left join emergencies e on e.call_sid = w.call_sid
     where s.disabled_at is null order by s.name, o.staff_id`,
  ),
  // The order in which they are offered: src/dispatch/wait-store.ts.
  waiting: statement<RoomWaitRow>(
    'console.room_waiting',
    `select w.call_sid, w.lane, w.arrived_at, w.returns, e.kind as emergency, ${known('c', 't')},
       exists (select from callbacks b where b.wait_id = w.id and b.state = 'waiting') as is_callback,
       (select count(*)::int from offers f where f.wait_id = w.id and f.state = 'open') as ringing
     from waits w join calls c on c.call_sid = w.call_sid
     left join tickets t on t.contact = w.call_sid
     left join emergencies e on e.id = w.emergency_id
     where w.state = 'waiting' and w.heartbeat_at > $1
     order by (w.emergency_id is not null) desc, w.priority desc, ${severityNow('w', '$2')} desc, w.returns desc, w.arrived_at, w.id
     limit 300`,
  ),
  // Of all who came to a lane within the hour, those whom a human had within the promise; who gave up counts against it, and so does who
  // waits longer already. The clock runs from the first ring.
  lanes: statement<RoomLaneRow>(
    'console.room_lanes',
    `select lane.id as lane,
       (count(*) filter (where w.arrived_at >= $3 and (w.joined_at is not null or w.state <> 'waiting'
         or w.arrived_at <= $4::timestamptz - make_interval(secs => lane.seconds))))::int as entered,
       (count(*) filter (where w.arrived_at >= $3 and w.joined_at <= w.arrived_at + make_interval(secs => lane.seconds)))::int as within,
       (count(*) filter (where w.arrived_at >= $5 and w.state = 'left'))::int as abandoned_today
     from unnest($1::text[], $2::integer[]) as lane (id, seconds)
     left join waits w on w.lane = lane.id and w.arrived_at >= least($3::timestamptz, $5::timestamptz)
     group by lane.id`,
  ),
  emergencies: statement<RoomEmergencyRow>(
    'console.room_emergencies',
    `select e.id, e.call_sid, e.kind, e.class, e.silent, e.state, e.raised_at, e.settled_at, ${known('c', 't')}, ${alarming}
     from emergencies e join calls c on c.call_sid = e.call_sid left join tickets t on t.contact = e.call_sid
     where e.state = 'raised' or (e.state = 'dropped' and ${unfinished('e')})
     union all
     select e.id, e.call_sid, e.kind, e.class, e.silent, e.state, e.raised_at, e.settled_at, ${known('c', 't')}, ${alarming}
     from calls c join emergencies e on e.call_sid = c.call_sid left join tickets t on t.contact = e.call_sid
     where c.ended_at is null and e.state = 'acknowledged'
     order by raised_at limit 100`,
  ),
  // Who has taken its ticket up has seen to it.
  written: statement<RoomWrittenRow>(
    'console.room_written',
    `select t.code, x.raised_at from text_emergencies x join tickets t on t.id = x.ticket_id
     where x.settled_at is null and t.stage = 'received' order by x.raised_at limit 100`,
  ),
  callbacks: statement<RoomCallbackRow>(
    'console.room_callbacks',
    `select state, count(*)::int as count, min(arrived_at) as oldest from callbacks
     where state not in ('asked', 'closed') group by state`,
  ),
}

export const selectOperators = (reader: Reader) => reader.run(statements.operators, [])

export const selectWaiting = (reader: Reader, freshSince: number, now: number) =>
  reader.run(statements.waiting, [new Date(freshSince), new Date(now)])

/** Times in milliseconds since 1970. */
export type LaneSpan = { readonly hourAgo: number; readonly now: number; readonly dayBegan: number }

export const selectLanes = (
  reader: Reader,
  lanes: readonly { readonly id: string; readonly answerSeconds: number }[],
  { hourAgo, now, dayBegan }: LaneSpan,
) =>
  reader.run(statements.lanes, [
    lanes.map(({ id }) => id),
    lanes.map(({ answerSeconds }) => answerSeconds),
    new Date(hourAgo),
    new Date(now),
    new Date(dayBegan),
  ])

export const selectEmergencies = (reader: Reader) => reader.run(statements.emergencies, [])

export const selectWritten = (reader: Reader) => reader.run(statements.written, [])

export const selectCallbacks = (reader: Reader) => reader.run(statements.callbacks, [])
