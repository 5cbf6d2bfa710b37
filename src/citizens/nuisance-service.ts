/** Nuisance as other rooms see it: told of a call, asked of a number, lifted by a person. */

import * as audit from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import {
  expiresAt,
  type Friction,
  freeCalls,
  frictionOf,
  lastsMilliseconds,
  type NuisanceFact,
  nuisanceIn,
  score,
} from './nuisance.ts'
import * as store from './nuisance-store.ts'
import { find } from './store.ts'

/** How a conversation ended, in the words of who had it; said again, the last word counts. */
export function tellNuisance(
  tx: Tx,
  told: { readonly callSid: string; readonly citizenId: string | null; readonly disposition: string },
  { now, actor }: Context,
): void {
  const { callSid, citizenId, disposition } = told
  const kind = nuisanceIn(disposition)
  if (kind === null || citizenId === null) store.untell(tx, callSid)
  else store.tell(tx, { callSid, citizenId, kind, by: actor }, now)
}

export type Nuisance = {
  readonly citizenId: string
  readonly friction: Friction
  readonly score: number
  /** When nothing is left of it; null when nothing counts. Milliseconds since 1970, as all times here. */
  readonly expiresAt: number | null
  /** Of the last day, by kind. */
  readonly counts: Readonly<Record<NuisanceFact['kind'], number>>
  readonly lifted: { readonly at: number; readonly by: string; readonly reason: string } | null
}

/** What these numbers have done within the last day, and what it brings. */
async function nuisances(reader: Reader, citizenIds: readonly string[], now: number): Promise<readonly Nuisance[]> {
  if (citizenIds.length === 0) return []
  const [facts, lifts] = await Promise.all([
    store.facts(reader, citizenIds, now - lastsMilliseconds),
    store.lifts(reader, citizenIds),
  ])
  const lifted = new Map(lifts.map((lift) => [lift.citizen_id, lift]))
  const byCitizen = Map.groupBy(facts, ({ citizen_id }) => citizen_id)
  return citizenIds.map((citizenId) => {
    const of = (byCitizen.get(citizenId) ?? []).map(({ kind, at }) => ({ kind, at: at.getTime() }))
    const lift = lifted.get(citizenId)
    const liftedAt = lift?.at.getTime() ?? null
    const scored = score(of, liftedAt, now)
    const count = (kind: NuisanceFact['kind']) => of.filter((fact) => fact.kind === kind).length
    return {
      citizenId,
      friction: frictionOf(scored),
      score: scored,
      expiresAt: expiresAt(of, liftedAt, now),
      counts: { prank: count('prank'), abusive: count('abusive'), silent: count('silent'), call: count('call') },
      lifted: lift === undefined ? null : { at: lift.at.getTime(), by: lift.lifted_by, reason: lift.reason },
    }
  })
}

export async function nuisanceOf(reader: Reader, citizenId: string, now: number): Promise<Nuisance> {
  const [nuisance] = await nuisances(reader, [citizenId], now)
  if (nuisance === undefined) throw new Error('A number without a nuisance has none, but an answer')
  return nuisance
}

/** Numbers that meet friction now, the heaviest first; then those from which it was lifted within the day. */
export async function listNuisances(reader: Reader, now: number): Promise<readonly Nuisance[]> {
  const suspects = await store.suspects(reader, now - lastsMilliseconds, freeCalls)
  const all = await nuisances(reader, suspects, now)
  const wasLifted = ({ lifted }: Nuisance) => lifted !== null && now - lifted.at < lastsMilliseconds
  return all
    .filter((one) => one.friction !== 'none' || wasLifted(one))
    .toSorted((a, b) => b.score - a.score || a.citizenId.localeCompare(b.citizenId))
}

/** A person takes back what lies before, with a reason that stays in the audit. What the number does from now on counts anew. */
export async function liftNuisance(
  tx: Tx,
  lifting: { readonly citizenId: string; readonly reason: string },
  context: Context,
): Promise<'lifted' | 'unknown' | 'reason_wanted'> {
  const { citizenId } = lifting
  const reason = lifting.reason.trim()
  if (reason === '') return 'reason_wanted'
  if ((await find(tx, [citizenId])).length === 0) return 'unknown'
  const before = await nuisanceOf(tx, citizenId, context.now)
  store.lift(tx, { id: newId(), citizenId, by: context.actor, reason }, context.now)
  const facts = { reason, friction: before.friction, score: Math.round(before.score * 10) / 10 }
  audit.record(tx, { action: 'nuisance.lifted', subject: `citizen:${citizenId}`, facts }, context)
  return 'lifted'
}
