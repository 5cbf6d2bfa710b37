/** Trying a duty number: when it may be rung, and what it hears. Never an emergency. Pure. */

import type { Say, Target, Verb } from '../flow/verbs.ts'

/**
 * `calling` until somebody or something picks up; `confirmed`: a human pressed 1; `stopped`: an emergency needed the number. All but the
 * first end states, as far as the phone is concerned: an `answered` one is settled when it has hung up without a key.
 */
export type DutyTestState = 'calling' | 'answered' | 'confirmed' | 'unanswered' | 'busy' | 'failed' | 'stopped'

export type DutyTest = {
  readonly id: string
  /** What is tried, as the site's files name it. */
  readonly target: string
  readonly address: string
  /** `staff:<id>`. */
  readonly askedBy: string
  /** Milliseconds since 1970, as all that follow. */
  readonly askedAt: number
  readonly legId: string | null
  readonly state: DutyTestState
  readonly settledAt: number | null
  /** The drill that it is a part of, and the rung's name; null for a phone that is tried alone. */
  readonly drillId: string | null
  readonly rung: string | null
}

/** The phone that a target is, whichever of the site's names it goes by. */
export const addressOf = (target: Target): string => {
  switch (target.kind) {
    case 'number':
      return target.number
    case 'sip':
      return target.uri
    case 'client':
      return `client:${target.identity}`
  }
}

/** What is noted of a test call goes under this in place of a citizen's call. */
export const contactOf = (testId: string): string => `test:${testId}`

export const testRingSeconds = 30
/** Whoever sits at a duty phone is not tried awake all night. */
export const restMilliseconds = 2 * 60_000
export const mostPerHour = 30
/** A phone that presses nothing hears the sentence so often. */
export const sentencesBeforeLetGo = 3

export type Standing = {
  /** A test of this phone that is not over. */
  readonly isRunning: boolean
  /** An emergency stands whose ladder may ring this phone, or rings it now. */
  readonly isNeeded: boolean
  /** When this phone was last tried; null: never. */
  readonly lastAt: number | null
  /** Tests of the last hour, of all phones, the oldest first. */
  readonly lastHour: readonly number[]
}

export type Admission =
  | { readonly outcome: 'admitted' }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'needed' }
  | { readonly outcome: 'too_often'; readonly retryAfterSeconds: number }

export function admit({ isRunning, isNeeded, lastAt, lastHour }: Standing, now: number): Admission {
  if (isNeeded) return { outcome: 'needed' }
  if (isRunning) return { outcome: 'running' }
  const rested = lastAt === null ? 0 : lastAt + restMilliseconds
  const [oldest] = lastHour.slice(-mostPerHour)
  const room = lastHour.length < mostPerHour || oldest === undefined ? 0 : oldest + 60 * 60_000
  const until = Math.max(rested, room)
  return until > now
    ? { outcome: 'too_often', retryAfterSeconds: Math.ceil((until - now) / 1000) }
    : { outcome: 'admitted' }
}

type Kind = Pick<DutyTest, 'drillId'>

export const askVerbs = (say: Say, place: string, { drillId }: Kind): readonly Verb[] => {
  const spoken = [say(drillId === null ? 'mitra_uji' : 'mitra_latihan', { place })]
  return [{ verb: 'gather', spoken, maxDigits: 1, finishOnKey: '', timeoutSeconds: 4 }]
}

export const farewellVerbs = (say: Say, { drillId }: Kind): readonly Verb[] => [
  { verb: 'say', spoken: [say(drillId === null ? 'mitra_uji_selesai' : 'mitra_latihan_selesai')] },
  { verb: 'hangup' },
]

/** How a test stands whose phone has ended in this way. */
export function settledBy(state: DutyTestState, how: string): DutyTestState {
  if (state !== 'calling') return state
  if (how === 'busy' || how === 'failed') return how
  return 'unanswered'
}
