/** What a number that was used for pranks lately meets before and in a lane. Never in an emergency's. */

import { type Friction, letsPassSeconds } from '../citizens/nuisance.ts'
import { nuisanceOf } from '../citizens/nuisance-service.ts'
import { note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { findIncidents } from '../tickets/incident-service.ts'

type About = Parameters<typeof findIncidents>[1]

/** `why`: what cancelled a friction that the score alone would bring. */
export type Met = { readonly level: Friction; readonly score: number; readonly why: 'incident' | null }

/** Nothing for a number that nobody knows, and nothing while something goes on nearby that many call about. */
export async function frictionFor(tx: Tx, citizenId: string | null, about: About, context: Context): Promise<Met> {
  if (citizenId === null) return { level: 'none', score: 0, why: null }
  const { friction, score } = await nuisanceOf(tx, citizenId, context.now)
  if (friction === 'none') return { level: 'none', score, why: null }
  const nearby = await findIncidents(tx, about, context)
  return nearby.length === 0 ? { level: friction, score, why: null } : { level: 'none', score, why: 'incident' }
}

/** So many seconds the caller lets others pass; every friction, and every one that was cancelled, stands in the timeline. */
export async function letPass(
  tx: Tx,
  { callSid, citizenId, about }: { readonly callSid: string; readonly citizenId: string | null; readonly about: About },
  context: Context,
): Promise<number> {
  const { level, score, why } = await frictionFor(tx, citizenId, about, context)
  const seconds = letsPassSeconds[level]
  const facts = { score: Math.round(score * 10) / 10 }
  if (why !== null) note(tx, { callSid, kind: 'friction.cancelled', facts: { ...facts, why } }, context)
  else if (seconds > 0) note(tx, { callSid, kind: 'friction.later', facts: { ...facts, level, seconds } }, context)
  return seconds
}
