/**
 * How much of a nuisance a number has been lately, and what friction that brings: a later place in the lane, then one spoken question before
 * it, and nothing more. It expires by itself, never blocks, and emergencies know nothing of it. Data in, data out.
 */

/** `call`: it rang at all. `silent`: somebody was there and said nothing, which may be somebody who cannot speak. */
export type NuisanceKind = 'prank' | 'abusive' | 'silent' | 'call'

export type NuisanceFact = {
  readonly kind: NuisanceKind
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A fact fades evenly and is gone after a day: as long as Bontang's 112 blocks a number for pranks, who are never blocked here. */
export const lastsMilliseconds = 24 * 3_600_000

const weights: Readonly<Record<Exclude<NuisanceKind, 'call'>, number>> = { prank: 3, abusive: 2, silent: 0 }

/** So many calls a day are nobody's nuisance: who waits for help calls again. Pranks call more than ten times (Gresik). */
export const freeCalls = 8
const callWeight = 0.5
/** Calling often alone never asks for more than a later place. */
const mostForCalls = 3

/** 1 at the moment itself, 0 a day later. */
function freshness({ at }: NuisanceFact, now: number): number {
  const age = now - at
  return age < 0 || age >= lastsMilliseconds ? 0 : 1 - age / lastsMilliseconds
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)

/** From 0 upwards. `liftedAt`: a person has taken back what lies before; null for never. */
export function score(facts: readonly NuisanceFact[], liftedAt: number | null, now: number): number {
  const counting = facts.filter(({ at }) => liftedAt === null || at > liftedAt)
  const told = counting.map((fact) => (fact.kind === 'call' ? 0 : weights[fact.kind] * freshness(fact, now)))
  const calls = counting.filter(({ kind }) => kind === 'call').map((fact) => freshness(fact, now))
  const beyond = calls.toSorted((a, b) => b - a).slice(freeCalls)
  return sum(told) + Math.min(mostForCalls, callWeight * sum(beyond))
}

/** `later`: others go first for a while. `asked`: and one question is asked before the lane. */
export const frictions = ['none', 'later', 'asked'] as const
export type Friction = (typeof frictions)[number]

const laterFrom = 2
const askedFrom = 5

export function frictionOf(scored: number): Friction {
  if (scored >= askedFrom) return 'asked'
  return scored >= laterFrom ? 'later' : 'none'
}

/** Callers who arrive up to so many seconds later go first; so nobody waits behind others for ever. */
export const letsPassSeconds: Readonly<Record<Friction, number>> = { none: 0, later: 120, asked: 300 }

/** When nothing is left of it, in milliseconds since 1970; null when nothing counts now. */
export function expiresAt(facts: readonly NuisanceFact[], liftedAt: number | null, now: number): number | null {
  if (score(facts, liftedAt, now) <= 0) return null
  const told = facts.filter(({ kind, at }) => kind !== 'silent' && (liftedAt === null || at > liftedAt) && at <= now)
  return told.length === 0 ? null : Math.max(...told.map(({ at }) => at)) + lastsMilliseconds
}

/** A disposition's place here; null for one that is nobody's nuisance. */
export const nuisanceIn = (disposition: string): Exclude<NuisanceKind, 'call'> | null =>
  Object.hasOwn(weights, disposition) ? (disposition as Exclude<NuisanceKind, 'call'>) : null
