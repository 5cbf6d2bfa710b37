/** A conversation of more than two (the citizen, an operator, 119): who goes on when somebody leaves. */

import { isDismissed, isInConversation, type Leg } from '../conversations/leg.ts'
import { endLeg, legsOf, note } from '../conversations/service.ts'
import { endWithNext } from '../conversations/third-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Wait } from './wait.ts'
import * as waits from './wait-store.ts'

/** Who has left so recently may have ended the conference for all by leaving: the carrier is told with some delay that nobody does. */
export const companyMilliseconds = 10_000

/** Our legs of this call, but for the one that is just leaving. A citizen who was called back is on a leg as well. */
const oursOf = async (tx: Tx, callSid: string, leavingLegId: string | null): Promise<readonly Leg[]> =>
  (await legsOf(tx, callSid)).filter(({ id, purpose }) => purpose !== 'callback' && id !== leavingLegId)

/**
 * Somebody else of ours is or was a moment ago in the operator's conversation, so that it may be their leaving that has brought
 * the operator back, and not the star key.
 */
export async function hadCompany(tx: Tx, callSid: string, legId: string | null, { now }: Context): Promise<boolean> {
  return (await oursOf(tx, callSid, legId)).some(
    ({ metAt, answer, endedAt }) =>
      (metAt !== null || answer?.at(-1)?.verb === 'join') && (endedAt === null || now - endedAt < companyMilliseconds),
  )
}

/** One of ours leaves a shared conversation. With one of ours left it is a conversation of two like any other. */
export async function oneLess(tx: Tx, wait: Wait, leavingLegId: string | null, context: Context): Promise<void> {
  if (wait.state === 'finished') return endLastTwo(tx, wait, leavingLegId, context)
  const others = (await oursOf(tx, wait.callSid, leavingLegId)).filter(isInConversation)
  if (others.length !== 1 || wait.state !== 'joined' || wait.conversationId === null) return
  waits.share(tx, wait.id, false)
  await endWithNext(tx, wait.conversationId, leavingLegId, context)
}

/** The citizen has left before, and now one of the last two does: neither is needed any more, whichever is heard of first. */
async function endLastTwo(tx: Tx, { callSid }: Wait, leavingLegId: string | null, context: Context): Promise<void> {
  const isThere = (leg: Leg) =>
    isInConversation(leg) || (leg.endedAt === null && leg.metAt !== null && isDismissed(leg.answer))
  const others = (await oursOf(tx, callSid, leavingLegId)).filter(isThere)
  if (others.length !== 1) return
  if (leavingLegId !== null) await endLeg(tx, leavingLegId, context)
  for (const { id } of others) await endLeg(tx, id, context)
}

/**
 * The citizen leaves a shared conversation. The others may have to agree what happens next, so they go on: until one of them
 * leaves, or the janitor of `conversations` ends it.
 */
export async function leaveToOthers(tx: Tx, wait: Wait, context: Context): Promise<void> {
  if (!wait.shared || wait.conversationId === null) return
  const others = (await oursOf(tx, wait.callSid, null)).filter(isInConversation)
  if (others.length > 1) {
    await endWithNext(tx, wait.conversationId, null, context)
    note(tx, { callSid: wait.callSid, kind: 'conversation.goes_on', facts: { legs: others.length } }, context)
    return
  }
  for (const { id } of others) await endLeg(tx, id, context)
}
