/** Where a caller is, and what happened on the way, as parts of SQL statements: ours, and the one that takes turns together. */

import { rankOf } from '../telephony/call-status.ts'

const answeredRank = rankOf('in-progress')

/** Names of columns or parameters in somebody's statement. */
type Placed = Readonly<Record<'sid' | 'node' | 'lane' | 'at', string>> & { readonly from?: string }
type Noted = Readonly<Record<'sid' | 'at' | 'entries', string>> & { readonly from?: string }

/**
 * Where the caller is, as a part of a statement: of one call by its parameters, or of many out of a table. The lane stays the last one
 * in which the caller has waited: by it the call is found afterwards. Who stands at a node hears us, so
 * the call has been answered, whether or not the carrier has said so.
 */
export const placing = ({ sid, node, lane, at, from }: Placed): string =>
  `update calls set node = ${node}, lane = coalesce(${lane}, calls.lane), heard_at = greatest(heard_at, ${at}),
     status = case when status_rank < ${answeredRank} then 'in-progress' else status end,
     status_rank = greatest(status_rank, ${answeredRank})
   ${from === undefined ? '' : `from ${from}`} where call_sid = ${sid}`

/** Entries of timelines, each call's a JSON array of `Entry` in its order, as a part of a statement. */
export const enteringTimeline = ({ sid, at, entries, from }: Noted): string =>
  `insert into call_events (call_sid, at, kind, facts, ignored)
   select ${sid}, ${at}, entry ->> 'kind', coalesce(entry -> 'facts', '{}'), coalesce((entry ->> 'ignored')::boolean, false)
   from ${from === undefined ? '' : `${from},`} jsonb_array_elements(${entries}::jsonb) with ordinality as given (entry, place)
   order by ${sid}, place`
