import { type Reader, statement } from '../platform/postgres.ts'
import { severityNow } from './aging.ts'
import type { Wait } from './wait.ts'

export type PlaceRow = {
  state: Wait['state']
  returns: number
  conversation_id: string | null
  shared: boolean
  ahead: number
  on_duty: number
  free: number
  talk_seconds: number | null
}

export type WaitingRow = {
  id: string
  call_sid: string
  lane: string
  priority: number
  emergency_id: string | null
  returns: number
  arrived_at: Date
  ringing: number
  offered: Readonly<Record<string, number>>
  reserving: boolean
  language: string | null
  began_at: Date
  is_callback: boolean
  severity: number
  lets_pass_seconds: number
}

/** Seconds since 1970: the arrival, and of a caller who lets others pass a while later. */
const placeInLine = (wait: string): string =>
  `extract(epoch from ${wait}.arrived_at) + case when ${wait}.emergency_id is null then ${wait}.lets_pass_seconds else 0 end`

/** Of emergencies, who is on the phone goes before who is called back; other callbacks stand in the line like anybody. */
const isOnTheLine = (wait: string): string => `(${wait}.emergency_id is null or ${wait}.heartbeat_at < 'infinity')`

export const statements = {
  /** Everything that a hold document says, in one look: the place in line, who is on duty, how long talks last. */
  place: statement<PlaceRow>(
    'dispatch.place_in_line',
    `select w.state, w.returns, w.conversation_id, w.shared,
       case when w.state <> 'waiting' then -1 else
         (select count(*)::int from waits a where a.state = 'waiting' and a.id <> w.id and a.heartbeat_at > $2
            and ((a.emergency_id is not null), ${isOnTheLine('a')}, a.priority, ${severityNow('a', '$3')}, a.returns, -(${placeInLine('a')}), a.id)
              > ((w.emergency_id is not null), ${isOnTheLine('w')}, w.priority, ${severityNow('w', '$3')}, w.returns, -(${placeInLine('w')}), w.id)) end as ahead,
       (select count(*)::int from operators where state not in ('offline', 'paused')
          or (state = 'paused' and then_state = 'free')) as on_duty,
       (select count(*)::int from operators where state = 'free') as free,
       (select avg(extract(epoch from settled_at - joined_at))::float8 from
          (select settled_at, joined_at from waits where lane = w.lane and state = 'finished' and joined_at is not null
            order by settled_at desc limit 50) recent) as talk_seconds
     from waits w where w.id = $1`,
  ),
  /** Callers who are still on the line and have fewer phones ringing than they may. */
  waiting: statement<WaitingRow>(
    'dispatch.waiting',
    `select w.id, w.call_sid, w.lane, w.priority, w.emergency_id, w.returns, w.arrived_at, w.began_at, w.language, w.severity, w.lets_pass_seconds,
       coalesce((select count(*)::int from offers o where o.wait_id = w.id and o.state = 'open'), 0) as ringing,
       coalesce((select jsonb_object_agg(staff_id, n) from (select o.staff_id, count(*)::int as n from offers o
          where o.wait_id = w.id group by o.staff_id) tried), '{}') as offered,
       w.offer_after > $2 as reserving,
       exists (select from callbacks b where b.wait_id = w.id and b.state = 'waiting') as is_callback
     from waits w
     where (w.state = 'waiting' or (w.state = 'joined' and w.open_to_more))
       and w.heartbeat_at > $1
     order by (w.emergency_id is not null) desc, ${isOnTheLine('w')} desc, w.priority desc, ${severityNow('w', '$2')} desc, w.returns desc, ${placeInLine('w')}
     limit 200`,
  ),
}

export async function place(reader: Reader, waitId: string, freshSince: number, now: number): Promise<PlaceRow | null> {
  return (await reader.run(statements.place, [waitId, new Date(freshSince), new Date(now)]))[0] ?? null
}

export function waiting(reader: Reader, freshSince: number, now: number): Promise<readonly WaitingRow[]> {
  return reader.run(statements.waiting, [new Date(freshSince), new Date(now)])
}
