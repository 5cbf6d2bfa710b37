/** How dropped calls for help end. */

import type { Reader } from '../platform/postgres.ts'
import { selectMeasure } from './recovery-store.ts'

/** What became of the calls for help that were dropped from `from` to before `until` (milliseconds since 1970). */
export async function measureRecoveries(reader: Reader, { from, until }: { from: number; until: number }) {
  const row = await selectMeasure(reader, { from, until })
  const { dropped, unfinished, first_try_p50: p50, first_try_p90: p90, ...ended } = row
  return {
    dropped,
    unfinished,
    /** Spoken with, by us calling or by them calling again. */
    recovered: ended.reached + ended.called_again,
    unreached: ended.texted + ended.unreachable + ended.unattended + ended.undecided,
    closed: ended.closed,
    outcomes: ended,
    /** Seconds from the drop to the first ring of the citizen's phone, of those that were rung; null when none was. */
    firstTrySeconds: { p50, p90 },
  }
}
