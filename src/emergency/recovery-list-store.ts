import { type Reader, statement } from '../platform/postgres.ts'
import type { RecoveryOutcome, RecoveryState } from './recovery.ts'

export type ListedRow = {
  readonly id: string
  readonly emergency_id: string
  readonly call_sid: string
  readonly citizen_id: string | null
  readonly kind: string
  readonly silent: boolean
  readonly dropped_at: Date
  readonly state: RecoveryState
  readonly since: Date
  readonly first_try_at: Date | null
  readonly tries: number
  readonly outcome: RecoveryOutcome | null
  readonly merged_into: string | null
  readonly closed_at: Date | null
  readonly closed_by: string | null
  readonly reason: string | null
  readonly callback: string | null
  readonly due_at: Date | null
  readonly taken_by: string | null
  readonly rung: string | null
  readonly pressed: readonly string[]
}

export const statements = {
  list: statement<ListedRow>(
    'emergency.recoveries',
    `select r.id, r.emergency_id, r.call_sid, r.citizen_id, e.kind, r.silent, r.dropped_at, r.state, r.since, r.first_try_at, r.tries,
       r.outcome, r.merged_into, r.closed_at, r.closed_by, r.reason,
       case when r.state = 'open' then b.state end as callback, case when r.state = 'open' then b.due_at end as due_at,
       case when b.state in ('calling', 'talking') then o.staff_id end as taken_by,
       case when b.state in ('calling', 'talking') then a.rung end as rung,
       coalesce((select array_agg(coalesce(v.facts ->> 'digits', v.facts ->> 'value') order by v.id) from call_events v
          where v.call_sid = r.call_sid and v.kind in ('choice.made', 'answer.given') and not v.ignored), '{}') as pressed
     from recoveries r join emergencies e on e.id = r.emergency_id
     left join callbacks b on b.id = r.callback_id
     left join offers o on o.id = b.offer_id
     left join rung_attempts a on a.leg_id = b.partner_leg_id
     where (r.dropped_at, r.id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
       and ($3::boolean is null or (r.state <> 'closed') = $3)
     order by r.dropped_at desc, r.id desc limit $4`,
  ),
  late: statement<{ id: string; state: RecoveryState; since: Date; dropped_at: Date; first_try_at: Date | null }>(
    'emergency.unfinished_for_alarm',
    `select id, state, since, dropped_at, first_try_at from recoveries where state <> 'closed' order by dropped_at limit 1000`,
  ),
}

export type ListPage = {
  /** The last one of the page before. */
  readonly before: { readonly droppedAt: number; readonly id: string } | null
  /** Only those without an outcome, or only those with one. */
  readonly open: boolean | null
  readonly limit: number
}

export const list = (reader: Reader, { before, open, limit }: ListPage) =>
  reader.run(statements.list, [before === null ? null : new Date(before.droppedAt), before?.id ?? null, open, limit])

export const unfinishedForAlarm = (reader: Reader) => reader.run(statements.late, [])
