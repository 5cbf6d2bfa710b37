/** Which rung is next. Data in, data out. */

import type { Target } from '../flow/verbs.ts'

export type Rung = {
  readonly name: string
  readonly target: Target
  /** `key`: a duty phone must press 1. `talk`: a control room is bridged on answer and acknowledged by talking. */
  readonly accepts: 'key' | 'talk'
  readonly ringSeconds: number
  /** For `talk`: so many seconds of conversation acknowledge. */
  readonly talkSeconds: number
}

export type Ladder = {
  readonly kind: string
  readonly label: string
  readonly rungs: readonly Rung[]
  /** Ladder calls that may run to one rung at the same time, so that pranks cannot flood a control room. */
  readonly maxCallsPerTarget: number
}

export type Climb =
  /** Ring this rung now, as this place; look again at `nextAt`. */
  | {
      readonly step: 'ring'
      readonly rung: Rung
      readonly place: number
      readonly nextAt: number
      readonly isNewRound: boolean
    }
  /** Every rung has as many ladder calls as it may: look again at `nextAt`. */
  | { readonly step: 'rest'; readonly nextAt: number }

/** Between one round of the ladder and the next. */
export const roundRestMilliseconds = 5_000

/**
 * The next step of a ladder of which `climbed` places have begun. A rung that already has its number of calls is passed
 * over, so that a wave of pranks cannot flood one control room. The ladder has no end: exhausted, it starts again.
 */
export function climb(ladder: Ladder, climbed: number, live: Readonly<Record<string, number>>, now: number): Climb {
  const count = ladder.rungs.length
  for (let ahead = 0; ahead < count; ahead += 1) {
    const place = climbed + ahead
    const rung = ladder.rungs[place % count]
    if (rung === undefined || (live[rung.name] ?? 0) >= ladder.maxCallsPerTarget) continue
    const endsRound = (place + 1) % count === 0
    const nextAt = now + rung.ringSeconds * 1000 + (endsRound ? roundRestMilliseconds : 0)
    return { step: 'ring', rung, place, nextAt, isNewRound: place > 0 && place % count === 0 }
  }
  return { step: 'rest', nextAt: now + roundRestMilliseconds }
}
