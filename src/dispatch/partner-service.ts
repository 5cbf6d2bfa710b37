/** How a partner of the emergency ladder gets the caller: through the same claim as an operator. */

import { moveCall, openConversation } from '../conversations/service.ts'
import { admitThird } from '../conversations/third-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { beginCalling } from './callback-call-service.ts'
import type { DispatchHouse } from './hooks.ts'
import { oneLess } from './shared-service.ts'
import { putBack, withdrawOpen } from './wait-service.ts'
import * as waits from './wait-store.ts'

/** Locks the caller's wait: whoever decides about a caller takes this first. */
export async function lockCaller(tx: Tx, callSid: string): Promise<void> {
  await waits.lockByCall(tx, callSid)
}

export type PartnerJoin =
  | {
      readonly outcome: 'joined'
      readonly conversationId: string
      readonly shared: boolean
      /** The caller had hung up and is being called back: the partner waits for the citizen. */
      readonly isCalling: boolean
    }
  | { readonly outcome: 'taken' }

/**
 * Joins a partner with the caller. One who has not acknowledged (a control room, bridged on answer) leaves the caller
 * open to operators and to the next rung, who then join as a third.
 */
export async function joinPartner(
  tx: Tx,
  joining: { readonly callSid: string; readonly acknowledged: boolean; readonly legId?: string },
  context: Context,
): Promise<PartnerJoin> {
  const wait = await waits.lockByCall(tx, joining.callSid)
  if (wait === null) return { outcome: 'taken' }
  if (wait.state === 'waiting') {
    const conversationId = await openConversation(tx, { citizenCallSid: wait.callSid }, context)
    await waits.claim(tx, wait.id, conversationId, !joining.acknowledged, context.now)
    if (joining.acknowledged) await withdrawOpen(tx, wait.id, context)
    await moveCall(tx, { callSid: wait.callSid, why: 'partner joined' }, context)
    const taken = { waitId: wait.id, offerId: null, partnerLegId: joining.legId ?? null }
    const isCalling = await beginCalling(tx, taken, context)
    // Nobody else is rung for a citizen who is not on the line: one who answers is enough.
    if (isCalling) await settlePartner(tx, wait.callSid, context)
    return { outcome: 'joined', conversationId, shared: false, isCalling }
  }
  if (wait.state !== 'joined' || !(wait.openToMore || wait.openToPartners) || wait.conversationId === null)
    return { outcome: 'taken' }
  await admitThird(tx, wait.conversationId, context)
  waits.share(tx, wait.id, true)
  if (joining.acknowledged) await settlePartner(tx, wait.callSid, context)
  return { outcome: 'joined', conversationId: wait.conversationId, shared: true, isCalling: false }
}

/** The partner has acknowledged: nobody else is rung for this caller. */
export async function settlePartner(tx: Tx, callSid: string, context: Context): Promise<void> {
  const wait = await waits.lockByCall(tx, callSid)
  if (wait === null) return
  waits.closeToMore(tx, wait.id)
  if (wait.openToPartners) waits.openToPartners(tx, wait.id, false)
  else await withdrawOpen(tx, wait.id, context)
}

/**
 * An operator wants a partner of the ladder in the conversation: who of them accepts joins as a third. `over` when nobody talks with the
 * caller; `expected` when one is expected already.
 */
export async function expectPartner(tx: Tx, callSid: string): Promise<'over' | 'expected' | 'expected_now'> {
  const wait = await waits.lockByCall(tx, callSid)
  if (wait?.state !== 'joined') return 'over'
  if (wait.openToPartners) return 'expected'
  waits.openToPartners(tx, wait.id, true)
  return 'expected_now'
}

/** From now on the caller's wait is an emergency's. */
export const becomeEmergency = (tx: Tx, callSid: string, emergencyId: string): void =>
  waits.nameEmergency(tx, callSid, emergencyId)

/** A partner's leg is over. A caller who was alone with it goes back to the front of the lane; others go on with the caller. */
export async function partnerGone(
  tx: Tx,
  house: DispatchHouse,
  gone: { readonly callSid: string; readonly conversationId: string; readonly legId: string },
  context: Context,
): Promise<void> {
  const wait = await waits.lockByCall(tx, gone.callSid)
  if (wait?.conversationId !== gone.conversationId) return
  if (wait.shared) return oneLess(tx, wait, gone.legId, context)
  if (wait.state === 'joined') await putBack(tx, house, wait, context)
}
