import { type Reader, statement } from '../platform/postgres.ts'

export type LaneRow = {
  lane: string
  waiting: number
  on_duty: number
  free: number
  talk_seconds: number | null
}

export const statements = {
  /** Every lane that is asked for, also an empty one. Who hung up and keeps the place counts like who waits on the line. */
  standing: statement<LaneRow>(
    'dispatch.lanes',
    `select lane,
       (select count(*)::int from waits w where w.lane = asked.lane and w.state = 'waiting' and w.heartbeat_at > $2) as waiting,
       (select count(*)::int from operators where state not in ('offline', 'paused')
          or (state = 'paused' and then_state = 'free')) as on_duty,
       (select count(*)::int from operators where state = 'free') as free,
       (select avg(extract(epoch from settled_at - joined_at))::float8 from
          (select settled_at, joined_at from waits w where w.lane = asked.lane and state = 'finished' and joined_at is not null
            order by settled_at desc limit 50) recent) as talk_seconds
     from unnest($1::text[]) as asked (lane)`,
  ),
}

export const standing = (reader: Reader, lanes: readonly string[], freshSince: number): Promise<readonly LaneRow[]> =>
  reader.run(statements.standing, [lanes, new Date(freshSince)])
