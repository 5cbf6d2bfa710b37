/** Who is rung next. Data in, data out. */

import type { Target } from '../flow/verbs.ts'
import { addressOf } from './duty-test.ts'

/** A phone, or whoever of ours is signed in for a lane. */
export type RungTarget = Target | { readonly kind: 'operators'; readonly lane: string }

export type Rung = {
  readonly name: string
  readonly target: RungTarget
  /** `key`: a duty phone must press 1. `talk`: a control room is bridged on answer and acknowledged by talking. */
  readonly accepts: 'key' | 'talk'
  readonly ringSeconds: number
  /** For `talk`: so many seconds of conversation acknowledge. */
  readonly talkSeconds: number
  /** Rung when the ladder is drilled; absent: it is not. */
  readonly isDrilled?: boolean
}

/** A duty officer, who is texted while the phones ring. The number in E.164. */
export type Officer = { readonly name: string; readonly number: string }

export type Ladder = {
  readonly kind: string
  readonly label: string
  readonly rungs: readonly Rung[]
  /** So many rungs ring together. */
  readonly atOnce: number
  /** Ladder calls that may run to one phone at the same time, so that pranks cannot flood a control room. */
  readonly maxCallsPerTarget: number
  readonly texts: readonly Officer[]
}

/** As the site's files say it: with other rungs during the hours of a calendar. Its own rungs are those of all other hours. */
export type LadderPlan = Ladder & {
  readonly variants: readonly { readonly during: string; readonly rungs: readonly Rung[] }[]
}

/** The ladder of this moment: of several variants that are open, the first. */
export function presentLadder({ variants, ...ladder }: LadderPlan, isOpen: (calendar: string) => boolean): Ladder {
  const open = variants.find(({ during }) => isOpen(during))
  return open === undefined ? ladder : { ...ladder, rungs: open.rungs }
}

/** Every rung that a ladder has at any hour, each name once. */
export const everyRung = ({ rungs, variants }: LadderPlan): readonly Rung[] =>
  [...rungs, ...variants.flatMap((variant) => variant.rungs)].filter(
    (rung, index, all) => all.findIndex(({ name }) => name === rung.name) === index,
  )

/** Where it rings, whichever of the site's names it goes by; of a group its lane. */
export const rungAddress = (target: RungTarget): string =>
  target.kind === 'operators' ? `operators:${target.lane}` : addressOf(target)

/** How far one emergency's ladder is. Addresses as `rungAddress` gives them; times in milliseconds since 1970. */
export type Progress = {
  /** Rung since the present round began, whatever came of it. */
  readonly begun: ReadonlySet<string>
  /** What rings or talks for this emergency now, of whichever round. */
  readonly live: readonly {
    readonly address: string
    readonly state: 'ringing' | 'talking' | 'accepted'
    readonly ringUntil: number
    readonly isOfRound: boolean
  }[]
  /** Ladder calls of all emergencies together, by address. */
  readonly running: Readonly<Record<string, number>>
}

export type Climb =
  /** Ring these now; look again at `nextAt`. */
  | { readonly step: 'ring'; readonly rungs: readonly Rung[]; readonly nextAt: number }
  /** Enough phones ring, somebody talks, or every phone has as many ladder calls as it may: look again at `nextAt`. */
  | { readonly step: 'rest'; readonly nextAt: number }
  /** Everybody of this round was rung in vain: it starts again at `nextAt`. */
  | { readonly step: 'exhausted'; readonly nextAt: number }

/** Between one round of the ladder and the next. */
export const roundRestMilliseconds = 5_000
/** A phone whose ring is over for so long without a word from the carrier may be rung again: a lost word must not keep it silent. */
export const silentMilliseconds = 30_000

/**
 * The next step of a ladder: as many rungs as may ring together, in their order. Nobody is rung who rings or talks for this emergency
 * already, however slow the seconds that acknowledge are; a phone that has its number of calls is passed over, so that a wave of pranks
 * cannot flood one control room. What has been rung is remembered by its address and not by its place, so that the ladder may change
 * (the kind becomes known, the office closes) while it climbs. It has no end: exhausted, it starts again.
 */
export function climb(ladder: Ladder, { begun, live, running }: Progress, now: number): Climb {
  const isHeard = ({ state, ringUntil }: Progress['live'][number]) =>
    state !== 'ringing' || ringUntil + silentMilliseconds > now
  const busy = new Set(live.filter(isHeard).map(({ address }) => address))
  const ringing = live.filter(({ state, isOfRound, ringUntil }) => state === 'ringing' && isOfRound && ringUntil > now)
  const open = ladder.rungs.filter(({ target }) => {
    const address = rungAddress(target)
    return !begun.has(address) && !busy.has(address) && (running[address] ?? 0) < ladder.maxCallsPerTarget
  })
  const rungs = open.slice(0, Math.max(0, ladder.atOnce - ringing.length))
  const ends = [
    ...ringing.map(({ ringUntil }) => ringUntil),
    ...rungs.map(({ ringSeconds }) => now + ringSeconds * 1000),
  ]
  if (rungs.length > 0) return { step: 'ring', rungs, nextAt: Math.min(...ends) }
  if (ringing.length > 0) return { step: 'rest', nextAt: Math.min(...ends) }
  const nextAt = now + roundRestMilliseconds
  const talks = live.some(({ state }) => state !== 'ringing')
  return { step: begun.size === 0 || talks ? 'rest' : 'exhausted', nextAt }
}
