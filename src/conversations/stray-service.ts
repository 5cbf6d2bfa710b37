/**
 * After a request that timed out, more than one call may ring for one leg. One of them is the leg, the others are strays: kept by
 * their SIDs, so that they stop ringing as soon as nobody needs them, and those of which we hear too late at once.
 */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { CallStatus } from '../telephony/call-status.ts'
import { hasEnded } from './call.ts'
import { selectCall } from './call-store.ts'
import type { Leg } from './leg.ts'
import { order } from './order-service.ts'
import { hearStray, markEnding, markEndingOf } from './stray-store.ts'

/** The carrier speaks of a call that was made for this leg and is not the leg. */
export async function reportStray(
  tx: Tx,
  leg: Leg,
  { legSid, status }: { readonly legSid: string; readonly status: CallStatus },
  context: Context,
): Promise<void> {
  if (hasEnded(status)) {
    await hearStray(tx, { legSid, legId: leg.id, state: 'over' }, context.now)
    return
  }
  // Whoever has answered asks for a document, which says that it was taken, or that this is the leg after all.
  if (status !== 'in-progress' && (await isNeedless(tx, leg))) await endStray(tx, leg, legSid, context)
  else await hearStray(tx, { legSid, legId: leg.id, state: 'ringing' }, context.now)
}

async function isNeedless(tx: Tx, leg: Leg): Promise<boolean> {
  if (leg.answeredAt !== null || leg.endWantedAt !== null) return true
  const call = await selectCall(tx, leg.citizenCallSid)
  // A leg that was placed after the call was over is about something else: the citizen is called back.
  return call?.endedAt != null && call.endedAt >= leg.placedAt
}

/** Hangs up one call that is not the leg. Asking twice asks the carrier once. */
export async function endStray(tx: Tx, leg: Leg, legSid: string, context: Context): Promise<void> {
  if (await hearStray(tx, { legSid, legId: leg.id, state: 'ending' }, context.now))
    orderEnd(tx, legSid, leg.citizenCallSid, context)
}

/** Hangs up every call that rings for the leg, apart from `kept`, the one that was answered. */
export async function endStrays(tx: Tx, leg: Leg, kept: string | null, context: Context): Promise<void> {
  for (const legSid of await markEnding(tx, leg.id, kept, context.now))
    orderEnd(tx, legSid, leg.citizenCallSid, context)
}

/** The citizen's call is over: nothing rings for it any more. */
export async function endStraysOf(tx: Tx, citizenCallSid: string, context: Context): Promise<void> {
  for (const legSid of await markEndingOf(tx, citizenCallSid, context.now))
    orderEnd(tx, legSid, citizenCallSid, context)
}

function orderEnd(tx: Tx, legSid: string, citizenCallSid: string, context: Context): void {
  order(tx, { kind: 'end_call', payload: { why: 'second_leg_of_one_command', sid: legSid } }, citizenCallSid, context)
}
