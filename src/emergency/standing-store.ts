import { type Reader, statement } from '../platform/postgres.ts'
import type { EmergencyState } from './emergency.ts'
import type { AttemptState } from './rung.ts'

type StandingRow = {
  readonly id: string
  readonly call_sid: string
  readonly kind: string
  readonly ladder: string
  readonly state: EmergencyState
  readonly raised_at: Date
  readonly climb_at: Date | null
  readonly settled_at: Date | null
  readonly settled_by: string | null
  readonly citizen_id: string | null
  readonly ended_at: Date | null
  readonly exhausted: number
}

type RungRow = {
  readonly emergency_id: string
  readonly rung: string
  readonly rings: number
  readonly state: AttemptState
  readonly started_at: Date
  readonly talking_since: Date | null
  readonly settled_at: Date | null
}

const columns = `e.id, e.call_sid, e.kind, e.ladder, e.state, e.raised_at, e.climb_at, e.settled_at, e.settled_by,
    c.citizen_id, c.ended_at, e.exhausted`

export const statements = {
  // Two small indexes instead of one look at every emergency that ever was: the standing ones, and those of calls that go on.
  standing: statement<StandingRow>(
    'emergency.standing',
    `select ${columns} from emergencies e join calls c on c.call_sid = e.call_sid
       where e.state = 'raised' or (e.state = 'dropped'
         and not exists (select from recoveries r where r.emergency_id = e.id and r.state = 'closed'))
     union all
     select ${columns} from calls c join emergencies e on e.call_sid = c.call_sid
       where c.ended_at is null and e.state = 'acknowledged'
     order by raised_at desc, id desc limit $1`,
  ),
  /** The last attempt at each rung, and how many there were: a ladder that nobody answers goes round for as long as the call. */
  rungs: statement<RungRow>(
    'emergency.standing_rungs',
    `select distinct on (emergency_id, rung) emergency_id, rung,
       count(*) over (partition by emergency_id, rung)::int as rings, state, started_at, talking_since, settled_at
     from rung_attempts where emergency_id = any($1::uuid[]) order by emergency_id, rung, place desc`,
  ),
}

export const selectStanding = (reader: Reader, limit: number) => reader.run(statements.standing, [limit])

export const selectRungs = (reader: Reader, emergencyIds: readonly string[]) =>
  reader.run(statements.rungs, [emergencyIds])
