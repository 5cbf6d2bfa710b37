/** Emergencies that somebody has to look at, for people who watch over them. */

import type { Reader } from '../platform/postgres.ts'
import type { EmergencyState } from './emergency.ts'
import type { AttemptState } from './rung.ts'
import { selectRungs, selectStanding } from './standing-store.ts'

/** How a rung of the ladder stands; times in milliseconds since 1970. */
export type StandingRung = {
  readonly name: string
  /** How often it was rung so far. */
  readonly rings: number
  /** What became of the last ring. */
  readonly state: AttemptState
  /** Since when it is so. */
  readonly since: number
}

export type StandingEmergency = {
  readonly id: string
  readonly callSid: string
  readonly citizenId: string | null
  readonly kind: string
  readonly ladder: string
  readonly state: EmergencyState
  readonly raisedAt: number
  /** When the ladder takes its next step; null when it rests. */
  readonly climbAt: number | null
  /** `staff:<id>` or `rung:<name>`, also while it stands again after that one was lost. */
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: number | null
  readonly callEndedAt: number | null
  /** How often everybody on its ladder was rung in vain. */
  readonly exhausted: number
  readonly rungs: readonly StandingRung[]
}

/** More than one house can look after at once; the newest are given. */
const mostShown = 200

/**
 * Newest first: those that nobody has yet, those that somebody has while the call goes on, and those whose caller was lost
 * before anyone answered, until a person closes them with a reason.
 */
export async function standingEmergencies(reader: Reader): Promise<readonly StandingEmergency[]> {
  const rows = await selectStanding(reader, mostShown)
  if (rows.length === 0) return []
  const rungs = Map.groupBy(
    await selectRungs(
      reader,
      rows.map(({ id }) => id),
    ),
    (rung) => rung.emergency_id,
  )
  return rows.map((row) => ({
    id: row.id,
    callSid: row.call_sid,
    citizenId: row.citizen_id,
    kind: row.kind,
    ladder: row.ladder,
    state: row.state,
    raisedAt: row.raised_at.getTime(),
    climbAt: row.climb_at?.getTime() ?? null,
    acknowledgedBy: row.settled_by,
    acknowledgedAt: row.state === 'acknowledged' ? (row.settled_at?.getTime() ?? null) : null,
    callEndedAt: row.ended_at?.getTime() ?? null,
    exhausted: row.exhausted,
    rungs: (rungs.get(row.id) ?? []).map((rung) => ({
      name: rung.rung,
      rings: rung.rings,
      state: rung.state,
      since: (rung.settled_at ?? rung.talking_since ?? rung.started_at).getTime(),
    })),
  }))
}
