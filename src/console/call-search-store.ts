import { type Reader, statement } from '../platform/postgres.ts'
import type { Privacy } from '../tickets/ticket.ts'
import type { CallOutcome } from './call-outcome.ts'
import { wordsOf } from './call-words.ts'
import type { Cursor } from './cursor.ts'

/** What calls are looked for by; everything that is given must be so. Moments in milliseconds since 1970. */
export type CallFilter = {
  readonly from?: number
  /** Calls that arrived before it. */
  readonly until?: number
  readonly lane?: string
  readonly node?: string
  readonly outcome?: CallOutcome
  /** The staff id of who had the caller last. */
  readonly operator?: string
  readonly topic?: string
  readonly district?: string
  readonly emergency?: boolean
  readonly live?: boolean
  /** The citizen's id. Calls of people who asked for confidence are found by it only where `mayKnow` says so. */
  readonly caller?: string
  /** In the words of a search engine: `lampu "jalan raya" -kota`. */
  readonly q?: string
}

export type CallSearch = CallFilter & {
  /** Whose numbers the person who asks may know. */
  readonly mayKnow: readonly Privacy[]
  readonly before: Cursor | null
  readonly limit: number
}

export type FoundCall = {
  readonly call_sid: string
  readonly line: string
  readonly citizen_id: string | null
  readonly status: string
  readonly node: string | null
  readonly lane: string | null
  readonly outcome: CallOutcome | null
  readonly topic: string | null
  readonly district: string | null
  readonly arrived_at: Date
  readonly ended_at: Date | null
  readonly duration_seconds: number | null
  readonly answered_seconds: number | null
  readonly ticket_code: string | null
  readonly ticket_privacy: Privacy | null
  readonly emergency_kind: string | null
  readonly emergency_state: string | null
  readonly operator: string | null
}

/** Calls that are not in the log yet, in its columns: those that go on, and those of this second. They are few. */
const fresh = `select c.call_sid, c.arrived_at, c.citizen_id, c.lane, c.node, null::text as outcome, served.staff_id as operator_id,
    t.topic, t.district, e.kind as emergency, coalesce(t.privacy, 'open') as privacy,
    ${wordsOf(`concat_ws(' ', t.description, t.place)`)} as words, c.ended_at is null as live
  from (
    select call_sid from calls where ended_at is null and not is_probe
    union select call_sid from (select call_sid from call_log_due order by id desc limit 500) due
  ) unlogged
  join calls c using (call_sid)
  left join tickets t on t.contact = c.call_sid
  left join emergencies e on e.call_sid = c.call_sid
  left join lateral (
    select o.staff_id from waits w join offers o on o.wait_id = w.id and o.state in ('accepted', 'ended')
    where w.call_sid = c.call_sid order by o.offered_at desc limit 1
  ) served on true
  where not exists (select from call_log l where l.call_sid = c.call_sid)`

const logged = `select *, false as live from call_log`
const newestFirst = 'order by arrived_at desc, call_sid'

/** One page. The same conditions go to the log and to what is not in it yet. */
const searching = (conditions: readonly string[], limit: string): string => {
  const such = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  // Of the log no column more than an index holds.
  return `with found as (
    (select call_sid, arrived_at, null::uuid as operator_id from (${logged}) l ${such} ${newestFirst} limit ${limit})
    union all
    (select call_sid, arrived_at, operator_id from (${fresh}) l ${such} ${newestFirst} limit ${limit})
    ${newestFirst} limit ${limit}
  )
  select f.call_sid, c.line, c.citizen_id, c.status, c.node, c.lane, k.outcome, t.topic, t.district, f.arrived_at, c.ended_at,
    c.duration_seconds, k.answered_seconds, t.code as ticket_code, t.privacy as ticket_privacy,
    e.kind as emergency_kind, e.state as emergency_state, s.name as operator
  from found f
  join calls c on c.call_sid = f.call_sid
  left join call_log k on k.call_sid = f.call_sid
  left join tickets t on t.contact = f.call_sid
  left join emergencies e on e.call_sid = f.call_sid
  left join staff s on s.id = coalesce(k.operator_id, f.operator_id)
  order by f.arrived_at desc, f.call_sid`
}

const isPhrase = (q: string): boolean => /^\s*"[^"]+"\s*$/.test(q)

type Conditions = { readonly such: readonly string[]; readonly values: readonly unknown[] }

function conditionsOf({ limit, before, mayKnow, ...filter }: CallSearch): Conditions {
  const values: unknown[] = [limit]
  const value = (given: unknown, type: string) => `$${values.push(given)}::${type}`
  const { from, until, lane, node, outcome, operator, topic, district, emergency, live, caller, q } = filter
  const such = [
    from !== undefined && `arrived_at >= ${value(new Date(from), 'timestamptz')}`,
    until !== undefined && `arrived_at < ${value(new Date(until), 'timestamptz')}`,
    lane !== undefined && `lane = ${value(lane, 'text')}`,
    node !== undefined && `node = ${value(node, 'text')}`,
    outcome !== undefined && `outcome = ${value(outcome, 'text')}`,
    operator !== undefined && `operator_id = ${value(operator, 'uuid')}`,
    topic !== undefined && `topic = ${value(topic, 'text')}`,
    district !== undefined && `district = ${value(district, 'text')}`,
    emergency !== undefined && `emergency is ${emergency ? 'not null' : 'null'}`,
    live !== undefined && (live ? 'live' : 'not live'),
    caller !== undefined && `citizen_id = ${value(caller, 'uuid')} and privacy = any(${value([...mayKnow], 'text[]')})`,
    q !== undefined && `words @@ websearch_to_tsquery('indonesian', ${value(q, 'text')})`,
    // Planned as if its words stood together anywhere, a phrase would be sought through years: that they do is said once more.
    q !== undefined && isPhrase(q) && `words @@ plainto_tsquery('indonesian', ${value(q, 'text')})`,
  ].filter((condition) => condition !== false)
  if (before !== null) {
    const [at, sid] = [value(new Date(before.at), 'timestamptz'), value(before.id, 'text')]
    such.push(`arrived_at <= ${at}`, `(arrived_at < ${at} or call_sid > ${sid})`)
  }
  return { such, values }
}

/** Everything at once, so that a test can have the database look at every part. */
const everyFilter: CallSearch = {
  from: 0,
  until: 0,
  lane: '',
  node: '',
  outcome: 'menu',
  operator: '',
  topic: '',
  district: '',
  emergency: true,
  live: false,
  caller: '',
  q: '"kata kata"',
  mayKnow: [],
  before: { at: 0, id: '' },
  limit: 1,
}

export const statements = {
  search: statement<FoundCall>('console.search_calls', searching(conditionsOf(everyFilter).such, '$1')),
}

/** Without a name, so that Postgres plans each search by its values: a rare topic is not sought like a usual one. */
export function searchCalls(reader: Reader, search: CallSearch): Promise<readonly FoundCall[]> {
  const { such, values } = conditionsOf(search)
  return reader.run(statement<FoundCall>('', searching(such, '$1')), values)
}
