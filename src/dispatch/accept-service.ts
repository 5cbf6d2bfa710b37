/** The claim of a caller by an operator, and the end of their conversation. */

import { isDismissed, type Leg } from '../conversations/leg.ts'
import { moveCall, note, openConversation } from '../conversations/service.ts'
import { admitThird } from '../conversations/third-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { beginCalling } from './callback-call-service.ts'
import { tellRecalled } from './callback-line-service.ts'
import type { DispatchHouse } from './hooks.ts'
import { wakeMatch } from './match-service.ts'
import { canStillAccept, colleague, isFor, type Offer } from './offer.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import { type Miss, restSeconds } from './presence.ts'
import { hadCompany, oneLess } from './shared-service.ts'
import { heartbeatFreshMilliseconds, type Wait } from './wait.ts'
import { endAccepted, putBack, withdraw, withdrawOpen } from './wait-service.ts'
import * as waits from './wait-store.ts'

export type Accepted =
  | {
      readonly outcome: 'joined'
      readonly conversationId: string
      readonly callSid: string
      readonly isEmergency: boolean
      /** Someone of ours is inside already, so this leg's leaving must not end the conference. */
      readonly shared: boolean
      /** The caller had hung up and is being called back: the operator waits for the citizen. */
      readonly isCalling: boolean
    }
  | { readonly outcome: 'taken' }

const isClaimable = (wait: Wait | null, offer: Offer): wait is Wait => wait !== null && isFor(wait, offer)

/** The caller whom this accept is for: an emergency that waits goes before the caller that was offered. */
async function lockCaller(tx: Tx, offer: Offer, now: number): Promise<Wait | null> {
  const urgent = await waits.mostUrgent(tx, now - heartbeatFreshMilliseconds)
  if (urgent !== null && urgent !== offer.waitId) {
    const offered = await waits.lock(tx, offer.waitId)
    if (offered?.emergencyId === null) {
      const instead = await waits.lock(tx, urgent)
      if (instead?.state === 'waiting') {
        offers.retarget(tx, offer.id, urgent)
        wakeMatch(tx)
        return instead
      }
    }
    return offered
  }
  return waits.lock(tx, offer.waitId)
}

/**
 * An operator accepts. One conditional statement decides between two who press at once; the other hears that the call
 * was taken. A late accept is honoured if the citizen still waits.
 */
export async function accept(tx: Tx, house: DispatchHouse, offerId: string, context: Context): Promise<Accepted> {
  const offer = await offers.find(tx, offerId)
  if (offer === null || !canStillAccept(offer)) return { outcome: 'taken' }
  const wait = await lockCaller(tx, offer, context.now)
  if (!isClaimable(wait, offer)) {
    await withdraw(tx, { ...offer, legId: null }, context)
    return { outcome: 'taken' }
  }
  const other = await offers.liveOf(tx, offer.staffId)
  if (other !== null && other.id !== offer.id) {
    // A late accept while the next offer rings the same operator: that ring is taken back; a talk is not.
    if (other.state === 'accepted') return { outcome: 'taken' }
    await withdraw(tx, other, context)
  }
  if ((await offers.settle(tx, offer.id, 'accepted', context.now)) === null) return { outcome: 'taken' }
  operators.talk(tx, offer.staffId, context.now)
  const shared = wait.state === 'joined'
  const conversationId = await enter(tx, wait, context)
  const isCalling = !shared && (await beginCalling(tx, { waitId: wait.id, offerId: offer.id }, context))
  await withdrawOpen(tx, wait.id, context)
  note(tx, { callSid: wait.callSid, kind: 'operator.joined', facts: { staffId: offer.staffId, shared } }, context)
  // A colleague who joins somebody of ours says nothing of the emergency: 119 may be on the way.
  if (wait.emergencyId !== null && !(shared && offer.reason === colleague)) {
    await house.emergencies.answered(tx, { emergencyId: wait.emergencyId, by: `staff:${offer.staffId}` }, context)
    if (isCalling) await tellRecalled(tx, house, wait, { what: 'calling' }, context)
  }
  const isEmergency = wait.emergencyId !== null
  return { outcome: 'joined', conversationId, callSid: wait.callSid, isEmergency, shared, isCalling }
}

async function enter(tx: Tx, wait: Wait, context: Context): Promise<string> {
  if (wait.state === 'joined' && wait.conversationId !== null) {
    await admitThird(tx, wait.conversationId, context)
    waits.share(tx, wait.id, true)
    waits.closeToMore(tx, wait.id)
    return wait.conversationId
  }
  const conversationId = await openConversation(tx, { citizenCallSid: wait.callSid }, context)
  await waits.claim(tx, wait.id, conversationId, false, context.now)
  await moveCall(tx, { callSid: wait.callSid, why: 'operator joined' }, context)
  return conversationId
}

/** A ring that nobody took. The lease may still be used; the operator rests a little, the caller is offered on. */
export async function miss(tx: Tx, offerId: string, how: Miss, context: Context): Promise<void> {
  const found = await offers.find(tx, offerId)
  if (found === null) return
  const wait = await waits.lock(tx, found.waitId)
  const offer = await offers.settle(tx, offerId, how === 'declined' ? 'declined' : 'missed', context.now)
  if (offer === null || wait === null) return
  const { missed } = await operators.missesOf(tx, offer.staffId)
  const rest = restSeconds(missed + 1, how)
  operators.rest(tx, offer.staffId, context.now, context.now + rest * 1000)
  note(tx, { callSid: wait.callSid, kind: 'operator.missed', facts: { staffId: offer.staffId, how } }, context)
  wakeMatch(tx)
  wakeMatch(tx, rest * 1000)
}

/**
 * The operator ended the conversation as it should end: with the star key, or because the citizen left first.
 * The citizen's own return may have come before and put the caller back into line: that is taken back. With 119 in it until a
 * moment ago nobody knows whether it was the star key, 119's leaving or the citizen's: the citizen's own word decides, which is on its way
 * (the return, the end of the call, or the conference's news that they stand alone), and who has come back is rather brought to
 * somebody once more than hung up on. Who said so on the page (`isMeant`) is believed.
 */
export async function finishConversation(
  tx: Tx,
  house: DispatchHouse,
  { offerId, isMeant }: { readonly offerId: string; readonly isMeant: boolean },
  context: Context,
): Promise<void> {
  const offer = await offers.find(tx, offerId)
  if (offer === null) return
  const wait = await waits.lock(tx, offer.waitId)
  const settled = await endAccepted(tx, offerId, context)
  if (wait?.shared) return leaveShared(tx, wait, settled, context)
  if (wait === null) return
  const cameBack = wait.state === 'waiting' && wait.returns > 0
  // A late word of an operator whom another has followed says nothing of the present conversation.
  if (!cameBack && !(settled !== null && wait.state === 'joined')) return
  if (!isMeant && (await hadCompany(tx, wait.callSid, offer.legId, context))) return
  if (cameBack && wait.emergencyId !== null) {
    await house.emergencies.answered(tx, { emergencyId: wait.emergencyId, by: `staff:${offer.staffId}` }, context)
  }
  waits.settle(tx, wait.id, 'finished', context.now)
  await withdrawOpen(tx, wait.id, context)
  note(tx, { callSid: wait.callSid, kind: 'conversation.finished', facts: { staffId: offer.staffId } }, context)
}

/** The operator's leg is gone without a word: the citizen, if still on the line, goes to the front of the lane. */
export async function loseOperator(tx: Tx, house: DispatchHouse, leg: Leg, context: Context): Promise<void> {
  const offer = await offers.find(tx, leg.about)
  if (offer === null) return
  const wait = await waits.lock(tx, offer.waitId)
  const settled = await endAccepted(tx, offer.id, context)
  const endsNow = settled !== null
  if (wait?.shared) return leaveShared(tx, wait, settled, context)
  // Who was given last words was not lost.
  const wasLost = endsNow || (!isDismissed(leg.answer) && wait !== null && isEndedByReturn(offer, wait))
  if (wait === null || !wasLost) return
  if (endsNow && wait.state !== 'joined') return
  note(tx, { callSid: wait.callSid, kind: 'operator.lost', facts: { staffId: offer.staffId } }, context)
  if (endsNow) await putBack(tx, house, wait, context)
}

/** The operator was one of several: the others go on, and the citizen with them, if there still is one. */
async function leaveShared(tx: Tx, wait: Wait, settled: Offer | null, context: Context): Promise<void> {
  if (settled === null) return
  if (wait.state === 'finished')
    note(tx, { callSid: wait.callSid, kind: 'conversation.finished', facts: { staffId: settled.staffId } }, context)
  await oneLess(tx, wait, settled.legId, context)
}

/** The citizen came back from the broken conversation before we heard of the operator's end: the caller is in line already. */
function isEndedByReturn(offer: Offer, wait: Wait): boolean {
  const wasAccepted = offer.state === 'accepted' || offer.state === 'ended'
  return wasAccepted && wait.returns > 0 && wait.state !== 'finished'
}
