/** A citizen's wait: into a lane, the heartbeat, out of it, and back to its front. */

import { closeConversation, endLeg, findLeg, note } from '../conversations/service.ts'
import type { WaitFacts } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import { expectedWaitSeconds } from './expected-wait.ts'
import type { DispatchHouse } from './hooks.ts'
import * as line from './line-store.ts'
import { matchWaiting, wakeMatch } from './match-service.ts'
import type { Offer } from './offer.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import { deskWrapUpSeconds, wrapUpSeconds } from './presence.ts'
import { companyMilliseconds, leaveToOthers } from './shared-service.ts'
import { heartbeatFreshMilliseconds, returnGraceMilliseconds, settledByHangup, type Wait } from './wait.ts'
import * as waits from './wait-store.ts'

export type Entering = {
  readonly callSid: string
  readonly lane: string
  readonly emergencyId: string | null
  /** When the call arrived: its place in line. */
  readonly arrivedAt: number
  /** ISO 639-3: what the caller speaks, as far as it is known. */
  readonly language?: string
  /** The caller has given no sign but an open line, or cannot speak: whoever answers is told. */
  readonly silent?: boolean
  /** Callers who arrive up to so many seconds later go first. Counts for nothing in an emergency. */
  readonly letsPassSeconds?: number
}

/**
 * Puts the caller into a lane and rings whoever is free. `ringing` says how many phones ring for this caller now, or will
 * in a moment: while another transaction is matching, those who are free are rung by the match right after it.
 */
export async function beginWait(
  tx: Tx,
  house: DispatchHouse,
  entering: Entering,
  context: Context,
): Promise<{ readonly waitId: string; readonly ringing: number }> {
  const { priority } = house.lane(entering.lane)
  const wait = await waits.begin(tx, { id: newId(), priority, ...entering }, context.now)
  await matchWaiting(tx, house, context)
  return { waitId: wait.id, ringing: await ringingFor(tx, wait.id) }
}

/** How many phones ring for this caller, or will as soon as another transaction has done its matching. */
export async function ringingFor(tx: Tx, waitId: string): Promise<number> {
  const ringing = (await offers.liveFor(tx, waitId)).length
  return ringing > 0 ? ringing : operators.howManyFree(tx)
}

/** The caller is still there; gives what a hold document says. */
export async function heartbeat(tx: Tx, waitId: string, context: Context): Promise<WaitFacts> {
  waits.beat(tx, waitId, context.now)
  const row = await line.place(tx, waitId, context.now - heartbeatFreshMilliseconds, context.now)
  if (row === null) return notWaiting
  const position = row.ahead + 1
  return {
    state: row.state,
    position,
    expectedWaitSeconds: expectedWaitSeconds(position, row.on_duty, row.free, row.talk_seconds),
    staffed: row.on_duty > 0,
    returns: row.returns,
    join:
      row.state === 'joined' && row.conversation_id !== null
        ? { conference: row.conversation_id, endsOnExit: !row.shared }
        : null,
  }
}

/** Orders the lane by how grave an emergency is (0: nothing known; greater is graver). The wait is locked before the emergency. */
export function rankWait(
  tx: Tx,
  waitId: string,
  { severity, silent }: { readonly severity: number; readonly silent: boolean },
): void {
  waits.rank(tx, waitId, severity, silent)
}

export const notWaiting: WaitFacts = {
  state: 'none',
  position: 0,
  expectedWaitSeconds: null,
  staffed: false,
  returns: 0,
  join: null,
}

/** Whether anyone is on duty, for a caller who is not in a lane yet. */
export async function lobby(tx: Tx): Promise<WaitFacts> {
  return { ...notWaiting, staffed: await operators.anyoneOnDuty(tx) }
}

/** Takes an offer back: the phone stops ringing and its operator is free for the next caller. */
export async function withdraw(tx: Tx, offer: Offer, context: Context): Promise<void> {
  const settled = await offers.settle(tx, offer.id, 'withdrawn', context.now)
  if (settled === null) return
  if (settled.legId !== null) await endLeg(tx, settled.legId, context)
  operators.release(tx, settled.staffId, context.now)
  wakeMatch(tx)
}

export async function withdrawOpen(tx: Tx, waitId: string, context: Context): Promise<void> {
  for (const offer of await offers.liveFor(tx, waitId)) {
    if (offer.state === 'open') await withdraw(tx, offer, context)
  }
}

/** The operator's conversation is over; time to write follows. */
export async function endAccepted(tx: Tx, offerId: string, context: Context): Promise<Offer | null> {
  const settled = await offers.settle(tx, offerId, 'ended', context.now)
  if (settled === null) return null
  const [phone, desk] = [wrapUpSeconds * 1000, deskWrapUpSeconds * 1000]
  operators.wrapUp(tx, settled.staffId, context.now, context.now + phone, context.now + desk)
  wakeMatch(tx, phone)
  wakeMatch(tx, desk)
  return settled
}

/** Back to the front of the lane, at once and with the original arrival: nobody is hung up on because somebody else was lost. */
export async function putBack(tx: Tx, house: DispatchHouse, wait: Wait, context: Context): Promise<void> {
  for (const offer of await offers.liveFor(tx, wait.id)) {
    if (offer.state === 'accepted') await endAccepted(tx, offer.id, context)
  }
  if (wait.conversationId !== null) await closeConversation(tx, wait.conversationId, context)
  const grace = wait.emergencyId === null ? returnGraceMilliseconds : 0
  waits.putBack(tx, wait.id, context.now, context.now + grace)
  note(tx, { callSid: wait.callSid, kind: 'wait.returned', facts: { returns: wait.returns + 1 } }, context)
  wakeMatch(tx, grace)
  if (wait.emergencyId === null) return
  await matchWaiting(tx, house, context)
  const ringing = await ringingFor(tx, wait.id)
  await house.emergencies.lost(tx, { emergencyId: wait.emergencyId, ringing }, context)
}

/** The citizen came out of a conference at the present epoch, so whoever ended it is gone. */
export async function citizenReturned(tx: Tx, house: DispatchHouse, waitId: string, context: Context): Promise<void> {
  const wait = await waits.lock(tx, waitId)
  if (wait?.state === 'joined') await putBack(tx, house, wait, context)
}

/** The citizen stands alone in a conference that the others have left. */
export async function citizenStranded(tx: Tx, house: DispatchHouse, callSid: string, context: Context): Promise<void> {
  const wait = await waits.lockByCall(tx, callSid)
  if (wait?.state === 'joined') await putBack(tx, house, wait, context)
}

/** The caller chose something else with a key; the call goes on. */
export async function leaveLane(tx: Tx, waitId: string, context: Context): Promise<void> {
  const wait = await waits.lock(tx, waitId)
  if (wait?.state !== 'waiting') return
  waits.settle(tx, wait.id, 'left', context.now)
  await withdrawOpen(tx, wait.id, context)
}

/** The call is over. Phones stop ringing; an operator who sits alone in the conference is let go. */
export async function endWait(tx: Tx, waitId: string, context: Context): Promise<Wait['state'] | null> {
  const wait = await waits.lock(tx, waitId)
  if (wait === null || wait.state === 'finished' || wait.state === 'left') return wait?.state ?? null
  const state = settledByHangup(wait, context.now)
  waits.settle(tx, wait.id, state === 'finished' ? 'finished' : 'left', context.now)
  if (wait.state === 'joined') await noteThoseBefore(tx, wait, context)
  for (const offer of await offers.liveFor(tx, wait.id)) {
    if (offer.state === 'open') {
      await withdraw(tx, offer, context)
      continue
    }
    if (wait.shared) continue
    const facts = { staffId: offer.staffId }
    note(tx, { callSid: wait.callSid, kind: 'conversation.finished', facts }, context)
    if (offer.legId !== null) {
      const leg = await findLeg(tx, offer.legId)
      if (leg !== null && leg.metAt === null) await endLeg(tx, offer.legId, context)
    }
  }
  await leaveToOthers(tx, wait, context)
  return state
}

/** Operators whose conversation the citizen has ended, and of whose return we heard before. */
async function noteThoseBefore(tx: Tx, wait: Wait, context: Context): Promise<void> {
  for (const { staffId } of await offers.endedFor(tx, wait.id, context.now - companyMilliseconds))
    note(tx, { callSid: wait.callSid, kind: 'conversation.finished', facts: { staffId } }, context)
}
