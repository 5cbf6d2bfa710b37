/** Recoveries as people look at them. Only reads. */

import type { Reader } from '../platform/postgres.ts'
import { lateSince, type Recovery } from './recovery.ts'
import { type ListPage, list, unfinishedForAlarm } from './recovery-list-store.ts'

export type Listed = Omit<Recovery, 'callbackId'> & {
  readonly kind: string
  readonly mergedInto: string | null
  readonly closedAt: number | null
  readonly closedBy: string | null
  readonly reason: string | null
  /** How far the calling back is, and when it goes on by itself. */
  readonly callback: string | null
  readonly dueAt: number | null
  /** `staff:<id>` or `rung:<name>`, while the phone rings or they talk. */
  readonly takenBy: string | null
  /** Keys and words, in their order. */
  readonly pressed: readonly string[]
}

/** Newest first. */
export async function listRecoveries(reader: Reader, page: ListPage): Promise<readonly Listed[]> {
  return (await list(reader, page)).map((row) => ({
    id: row.id,
    emergencyId: row.emergency_id,
    callSid: row.call_sid,
    citizenId: row.citizen_id,
    silent: row.silent,
    droppedAt: row.dropped_at.getTime(),
    state: row.state,
    since: row.since.getTime(),
    firstTryAt: row.first_try_at?.getTime() ?? null,
    tries: row.tries,
    outcome: row.outcome,
    kind: row.kind,
    mergedInto: row.merged_into,
    closedAt: row.closed_at?.getTime() ?? null,
    closedBy: row.closed_by,
    reason: row.reason,
    callback: row.callback,
    dueAt: row.due_at?.getTime() ?? null,
    takenBy: row.taken_by !== null ? `staff:${row.taken_by}` : row.rung !== null ? `rung:${row.rung}` : null,
    pressed: row.pressed,
  }))
}

/** Of each that nobody looked after in time: since when. */
export async function lateRecoveries(
  reader: Reader,
  now: number,
): Promise<readonly { readonly id: string; readonly since: number }[]> {
  return (await unfinishedForAlarm(reader)).flatMap(({ id, state, since, dropped_at, first_try_at }) => {
    const seen = {
      state,
      since: since.getTime(),
      droppedAt: dropped_at.getTime(),
      firstTryAt: first_try_at?.getTime() ?? null,
    }
    const late = lateSince(seen, now)
    return late === null ? [] : [{ id, since: late }]
  })
}
