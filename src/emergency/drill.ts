/** A drill: the marked rungs of a ladder are rung one after the other, and told that it is one. Never an emergency. Pure. */

import type { Target } from '../flow/verbs.ts'
import { addressOf, type DutyTest } from './duty-test.ts'
import type { Ladder } from './ladder.ts'

export type DrillState = 'running' | 'finished' | 'stopped'

export type DrillRung = { readonly name: string; readonly target: Target; readonly ringSeconds: number }

/** Moments in milliseconds since 1970. */
export type Drill = {
  readonly id: string
  /** The ladder's kind. */
  readonly ladder: string
  /** As they were when it began. */
  readonly rungs: readonly DrillRung[]
  /** `staff:<id>`. */
  readonly askedBy: string
  readonly askedAt: number
  readonly state: DrillState
  /** Of a stopped one. */
  readonly why: 'emergency' | 'person' | null
  readonly endedAt: number | null
}

/** The rungs that are marked, each phone once. */
export function drillRungs({ rungs }: Pick<Ladder, 'rungs'>): readonly DrillRung[] {
  const marked = rungs.flatMap(({ name, target, ringSeconds, isDrilled }): readonly DrillRung[] =>
    isDrilled !== true || target.kind === 'operators' ? [] : [{ name, target, ringSeconds }],
  )
  return marked.filter(
    (rung, index) => marked.findIndex(({ target }) => addressOf(target) === addressOf(rung.target)) === index,
  )
}

/** Whoever sits at a duty phone is not drilled all night. */
export const drillRestMilliseconds = 10 * 60_000

export type DrillStanding = {
  readonly isRunning: boolean
  /** An emergency stands that nobody has acknowledged, or a rung rings or talks for one. */
  readonly isNeeded: boolean
  /** When this ladder was last drilled; null: never. */
  readonly lastAt: number | null
}

export type DrillAdmission =
  | { readonly outcome: 'admitted' }
  | { readonly outcome: 'nothing_marked' }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'needed' }
  | { readonly outcome: 'too_often'; readonly retryAfterSeconds: number }

export function admitDrill(
  rungs: readonly DrillRung[],
  { isRunning, isNeeded, lastAt }: DrillStanding,
  now: number,
): DrillAdmission {
  if (rungs.length === 0) return { outcome: 'nothing_marked' }
  if (isNeeded) return { outcome: 'needed' }
  if (isRunning) return { outcome: 'running' }
  const until = lastAt === null ? 0 : lastAt + drillRestMilliseconds
  return until > now
    ? { outcome: 'too_often', retryAfterSeconds: Math.ceil((until - now) / 1000) }
    : { outcome: 'admitted' }
}

export type DrillStep =
  | { readonly step: 'ring'; readonly rung: DrillRung }
  /** A phone of it rings or talks, or the next one is being tried by somebody. */
  | { readonly step: 'rest' }
  | { readonly step: 'finish' }

/** What comes next. `tests`: those of this drill. `busy`: addresses of phones that are being tried, by whomever. */
export function nextDrillStep(
  { rungs }: Pick<Drill, 'rungs'>,
  tests: readonly Pick<DutyTest, 'rung' | 'settledAt'>[],
  busy: ReadonlySet<string>,
): DrillStep {
  if (tests.some(({ settledAt }) => settledAt === null)) return { step: 'rest' }
  const rung = rungs.find(({ name }) => !tests.some((test) => test.rung === name))
  if (rung === undefined) return { step: 'finish' }
  return busy.has(addressOf(rung.target)) ? { step: 'rest' } : { step: 'ring', rung }
}

/** The longest ring, the sentences, and the carrier's own question after a silent call; then nobody will tell how a test ended. */
const testOverdueMilliseconds = 5 * 60_000

/** Tests whose end nobody has told: they are settled as failed, so that the phone may be tried again and a drill goes on. */
export const overdueTests = <Test extends Pick<DutyTest, 'askedAt' | 'settledAt'>>(
  tests: readonly Test[],
  now: number,
): readonly Test[] =>
  tests.filter(({ askedAt, settledAt }) => settledAt === null && askedAt + testOverdueMilliseconds <= now)

const day = 24 * 60 * 60_000

export type OverdueDrill = { readonly ladder: string; readonly since: number | null }

/** Ladders with marked rungs whose last finished drill is longer ago than the site says; `since` when that became so, null: never drilled. */
export function overdueDrills(
  ladders: readonly string[],
  lastFinished: ReadonlyMap<string, number>,
  everyDays: number | null,
  now: number,
): readonly OverdueDrill[] {
  if (everyDays === null) return []
  return ladders.flatMap((ladder): readonly OverdueDrill[] => {
    const last = lastFinished.get(ladder)
    if (last === undefined) return [{ ladder, since: null }]
    const due = last + everyDays * day
    return due > now ? [] : [{ ladder, since: due }]
  })
}
