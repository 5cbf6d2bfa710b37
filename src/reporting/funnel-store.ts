import { type Reader, statement } from '../platform/postgres.ts'
import type { Outcome } from './funnel.ts'

/** Flow, from, until. */
export type Span = readonly [flow: string, from: Date, until: Date]

/** The calls of the span that heard the flow, whatever its revision, and the best that each got. */
const taken = `taken as (
  select calls.call_sid, calls.ended_at, case
    when bool_or(kind = 'human.reached') then 'human'
    when bool_or(kind = 'dialogue.ended' and facts ->> 'how' = 'handed_off') then 'handed_off'
    when bool_or(kind = 'callback.answered' and facts ->> 'how' = 'granted') then 'callback'
    when bool_or(kind = 'words.recorded') then 'recorded'
    when bool_or(kind = 'dialogue.ended' and facts ->> 'how' = 'goodbye') then 'goodbye'
    when calls.ended_at is not null then 'lost'
    else 'open'
  end as outcome
  from calls
  join sessions on sessions.id = calls.call_sid
  join flow_revisions on flow_revisions.revision = sessions.revision and flow_revisions.flow_id = $1
  join call_events on call_events.call_sid = calls.call_sid and not ignored
  where calls.arrived_at >= $2 and calls.arrived_at < $3 and not calls.is_probe
  group by calls.call_sid
)`

/** Every visit of a node, with where the caller went next. */
const visits = `visits as (
  select call_sid, outcome, facts ->> 'node' as node, lead(facts ->> 'node') over onward as next,
    extract(epoch from coalesce(lead(at) over onward, ended_at) - at)::float8 as seconds
  from taken join call_events using (call_sid)
  where kind = 'node.entered' and not ignored
  window onward as (partition by call_sid order by id)
)`

export const statements = {
  outcomes: statement<{ outcome: Outcome; calls: number }>(
    'reporting.funnel_outcomes',
    `with ${taken} select outcome, count(*) as calls from taken group by outcome`,
  ),
  nodes: statement<{ node: string; entered: number; lost: number; seconds: number | null }>(
    'reporting.funnel_nodes',
    `with ${taken}, ${visits}
     select node, count(distinct call_sid) as entered,
       count(distinct call_sid) filter (where next is null and outcome = 'lost') as lost,
       percentile_cont(0.5) within group (order by seconds) as seconds
     from visits group by node order by node`,
  ),
  ways: statement<{ node: string; next: string; calls: number }>(
    'reporting.funnel_ways',
    `with ${taken}, ${visits}
     select node, next, count(distinct call_sid) as calls
     from visits where next is not null group by node, next order by node, next`,
  ),
  // Rang, and was gone before the first word: no session was ever begun.
  unheard: statement<{ calls: number }>(
    'reporting.funnel_unheard',
    `select count(*) as calls from calls
     where line = any($1) and arrived_at >= $2 and arrived_at < $3 and ended_at is not null and not is_probe
       and not exists (select from sessions where sessions.id = calls.call_sid)`,
  ),
}

export const selectOutcomes = (reader: Reader, span: Span) => reader.run(statements.outcomes, span)
export const selectNodes = (reader: Reader, span: Span) => reader.run(statements.nodes, span)
export const selectWays = (reader: Reader, span: Span) => reader.run(statements.ways, span)

export async function countUnheard(reader: Reader, lines: readonly string[], [, from, until]: Span): Promise<number> {
  const [row] = await reader.run(statements.unheard, [lines, from, until])
  return row?.calls ?? 0
}
