/** What it is about becomes known while the ladder climbs already. */

import { note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import * as ladders from './ladder-store.ts'
import { scheduleClimb } from './service.ts'
import * as emergencies from './store.ts'

export type Refined = 'refined' | 'same' | 'unknown'

/**
 * Keeps the kind of an emergency and the ladder for it. Phones that ring go on ringing; a ladder that has begun begins at once with
 * the first rung of the other one that is not ringing already, and one that still gives an operator the first seconds keeps its time.
 * Whoever holds the caller's wait has locked it before (order: wait, then emergency).
 */
export async function refineEmergency(
  tx: Tx,
  refining: { readonly emergencyId: string; readonly kind: string; readonly ladder: string },
  context: Context,
): Promise<Refined> {
  const { emergencyId, kind, ladder } = refining
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency === null) return 'unknown'
  if (emergency.kind === kind && emergency.ladder === ladder) return 'same'
  ladders.refine(tx, emergency.id, kind, ladder)
  const facts = { kind, ladder, was: emergency.kind }
  note(tx, { callSid: emergency.callSid, kind: 'emergency.refined', facts }, context)
  const climbs = emergency.state === 'raised' && emergency.climbed > 0 && emergency.ladder !== ladder
  if (climbs) scheduleClimb(tx, emergency, context.now, context)
  return 'refined'
}
