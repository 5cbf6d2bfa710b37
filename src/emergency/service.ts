/** An emergency from raised to acknowledged, closed or dropped. */

import { endLeg, note } from '../conversations/service.ts'
import type { DispatchHouse, EmergencyHooks } from '../dispatch/hooks.ts'
import { beginWait } from '../dispatch/wait-service.ts'
import * as audit from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import { type Emergency, firstClimbAt, operatorFirstMilliseconds } from './emergency.ts'
import { beginRound } from './ladder-store.ts'
import * as emergencies from './store.ts'

export type Raising = {
  readonly callSid: string
  readonly kind: string
  /** The ladder's kind in the site's files. */
  readonly ladder: string
  readonly lane: string
  readonly arrivedAt: number
  /** ISO 639-3: what the caller speaks, as far as it is known. */
  readonly language?: string
}

/**
 * Raises an emergency: into its lane before all others, free operators ring, and the ladder starts at once when none does
 * or after 15 seconds otherwise. A second key on the same call finds the emergency that stands.
 */
export async function raiseEmergency(
  tx: Tx,
  house: DispatchHouse,
  raising: Raising,
  context: Context,
): Promise<{ readonly emergencyId: string; readonly waitId: string }> {
  const { callSid, kind, ladder, lane, arrivedAt, language } = raising
  const emergency = await emergencies.raise(tx, { id: newId(), callSid, kind, ladder }, context.now)
  const { waitId, ringing } = await beginWait(
    tx,
    house,
    { callSid, lane, emergencyId: emergency.id, arrivedAt, ...(language === undefined ? {} : { language }) },
    context,
  )
  if (emergency.state === 'raised' && emergency.climbAt === null) {
    note(tx, { callSid, kind: 'emergency.raised', facts: { kind, ringing } }, context)
    if (emergency.climbed > 0) beginRound(tx, emergency.id)
    scheduleClimb(tx, emergency, firstClimbAt(context.now, ringing), context)
  }
  return { emergencyId: emergency.id, waitId }
}

/** The ladder's next look, kept in the row; the wake only hastens what the sweep does anyway. */
export function scheduleClimb(
  tx: Tx,
  emergency: Emergency,
  at: number,
  context: Context,
  climbed = emergency.climbed,
): void {
  emergencies.climbAt(tx, emergency.id, at, climbed)
  tx.wake({ queue: 'climb', id: emergency.id, delayMilliseconds: Math.max(0, at - context.now) })
}

/** Rungs that still ring are let go; whoever is already talking stays. */
export async function withdrawRinging(
  tx: Tx,
  emergencyId: string,
  exceptAttempt: string | null,
  context: Context,
): Promise<void> {
  for (const attempt of await attempts.live(tx, emergencyId)) {
    if (attempt.id === exceptAttempt || attempt.state !== 'ringing') continue
    await attempts.move(tx, attempt.id, 'withdrawn', ['ringing'], context.now)
    if (attempt.legId !== null) await endLeg(tx, attempt.legId, context)
  }
}

/** A human has it. The ladder rests. */
export async function acknowledge(
  tx: Tx,
  acknowledging: { readonly emergencyId: string; readonly by: string; readonly attemptId: string | null },
  context: Context,
): Promise<void> {
  const { emergencyId, by, attemptId } = acknowledging
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency?.state !== 'raised') return
  emergencies.move(tx, emergency.id, 'acknowledged', { by, reason: null, climbAt: null }, context.now)
  note(tx, { callSid: emergency.callSid, kind: 'emergency.acknowledged', facts: { by } }, context)
  await withdrawRinging(tx, emergency.id, attemptId, context)
}

/**
 * With nobody free the ladder waits only so long, in milliseconds, for the word of an operator who has finished the conversation and
 * whose star key is heard after the citizen's return.
 */
const lostWordMilliseconds = 3_000

/** What dispatch tells of operators. */
export const emergencyHooks: Pick<EmergencyHooks, 'answered' | 'lost'> = {
  answered: (tx, { emergencyId, by }, context) => acknowledge(tx, { emergencyId, by, attemptId: null }, context),
  // An operator who was lost may not have told anyone: the emergency stands again, and the ladder with it.
  lost: async (tx, { emergencyId, ringing }, context) => {
    const emergency = await emergencies.lock(tx, emergencyId)
    if (emergency?.state !== 'acknowledged') return
    const delayMilliseconds = ringing > 0 ? operatorFirstMilliseconds : lostWordMilliseconds
    const climbAt = context.now + delayMilliseconds
    emergencies.move(tx, emergency.id, 'raised', { by: emergency.settledBy, reason: null, climbAt }, context.now)
    note(tx, { callSid: emergency.callSid, kind: 'emergency.stands_again', facts: {} }, context)
    tx.wake({ queue: 'climb', id: emergency.id, delayMilliseconds })
  },
}

export type Closed =
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'unknown' }
  /** Somebody was faster, or it has been closed for long. */
  | { readonly outcome: 'closed_already' }

/**
 * A person closes it, with a reason that stays in the record and in the audit: the ladder rests, and rungs that still ring are
 * let go. Whoever is talking goes on; a caller who waits keeps the place in line. Pressing the key again raises it anew.
 */
export async function closeEmergency(
  tx: Tx,
  closing: { readonly emergencyId: string; readonly reason: string },
  context: Context,
): Promise<Closed> {
  const { emergencyId, reason } = closing
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency === null) return { outcome: 'unknown' }
  if (emergency.state === 'closed') return { outcome: 'closed_already' }
  emergencies.move(tx, emergency.id, 'closed', { by: context.actor, reason, climbAt: null }, context.now)
  note(tx, { callSid: emergency.callSid, kind: 'emergency.closed', facts: { reason, by: context.actor } }, context)
  const audited = { was: emergency.state, reason }
  audit.record(tx, { action: 'emergency.closed', subject: `emergency:${emergency.id}`, facts: audited }, context)
  await withdrawRinging(tx, emergency.id, null, context)
  return { outcome: 'closed' }
}

/**
 * The call is over. Unacknowledged, the emergency is dropped: somebody must call back. So it is when somebody accepted a caller who was
 * gone (`neverMet`). A caller who hung up a moment after the conversation with whoever had acknowledged it has finished: the two only hung
 * up one after the other.
 */
export async function endEmergency(
  tx: Tx,
  ending: { readonly callSid: string; readonly hadFinished: boolean; readonly neverMet?: boolean },
  context: Context,
): Promise<'dropped' | 'none'> {
  const { callSid, hadFinished, neverMet = false } = ending
  const emergency = await emergencies.lockByCall(tx, callSid)
  if (emergency === null) return 'none'
  await withdrawRinging(tx, emergency.id, null, context)
  if (emergency.state !== 'raised' && !(emergency.state === 'acknowledged' && neverMet)) return 'none'
  const by = emergency.settledBy
  if (hadFinished && !neverMet && by !== null) {
    emergencies.move(tx, emergency.id, 'acknowledged', { by, reason: null, climbAt: null }, context.now)
    return 'none'
  }
  emergencies.move(tx, emergency.id, 'dropped', { by: null, reason: null, climbAt: null }, context.now)
  note(tx, { callSid, kind: 'emergency.dropped', facts: {} }, context)
  return 'dropped'
}
