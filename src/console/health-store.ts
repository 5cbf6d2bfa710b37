/** What the tables tell of the carrier: how its last answers were, and when it last asked. */
import { type Reader, statement } from '../platform/postgres.ts'
import type { CarrierTraces } from './health.ts'

type TraceRow = {
  last_at: Date | null
  last_done: boolean | null
  done: number
  failed: number
  heard_at: Date | null
}

export const statements = {
  // Calls that go on are few and have an index; of those that are over the newest has heard the carrier last, or nearly so.
  traces: statement<TraceRow>(
    'console.carrier_traces',
    `select last.settled_at as last_at, last.state = 'done' as last_done,
       (select count(*)::int from carrier_commands where settled_at > $1 and state = 'done') as done,
       (select count(*)::int from carrier_commands where settled_at > $1 and state = 'failed') as failed,
       greatest(
         (select max(heard_at) from calls where ended_at is null and not is_probe),
         (select heard_at from calls where not is_probe order by arrived_at desc, call_sid desc limit 1),
         (select max(heard_at) from legs where ended_at is null and answered_at is not null)) as heard_at
     from (select 1) as here left join lateral (
       select settled_at, state from carrier_commands where state in ('done', 'failed') and settled_at is not null
       order by settled_at desc limit 1) as last on true`,
  ),
}

export async function carrierTraces(reader: Reader, since: number): Promise<CarrierTraces> {
  const [row] = await reader.run(statements.traces, [new Date(since)])
  return {
    last: row?.last_at == null ? null : { at: row.last_at.getTime(), done: row.last_done === true },
    done: row?.done ?? 0,
    failed: row?.failed ?? 0,
    heardAt: row?.heard_at?.getTime() ?? null,
  }
}
