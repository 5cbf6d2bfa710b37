/** A conversation of more than two (the citizen, an operator, 119): who goes on when somebody leaves. */

import type { Leg } from '../conversations/leg.ts'
import { endLeg, legsOf, note } from '../conversations/service.ts'
import { endWithNext, joinedLegs } from '../conversations/third-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Wait } from './wait.ts'
import * as waits from './wait-store.ts'

/** Who has left so recently may have ended the conference for all by leaving: the carrier is told with some delay that nobody does. */
const companyMilliseconds = 10_000

/** A citizen who was called back is on a leg as well. */
const isOurs = ({ purpose }: Leg): boolean => purpose !== 'callback'

/**
 * Somebody else of ours is or was a moment ago in the operator's conversation, so that it may be their leaving that has brought
 * the operator back, and not the star key.
 */
export async function hadCompany(tx: Tx, callSid: string, legId: string | null, { now }: Context): Promise<boolean> {
  const others = (await legsOf(tx, callSid)).filter((leg) => isOurs(leg) && leg.id !== legId)
  return others.some(
    ({ metAt, answer, endedAt }) =>
      (metAt !== null || answer?.at(-1)?.verb === 'join') && (endedAt === null || now - endedAt < companyMilliseconds),
  )
}

/**
 * One of ours leaves a shared conversation. With one of ours left it is a conversation of two like any other; whom the citizen
 * has left before is let go.
 */
export async function oneLess(tx: Tx, wait: Wait, leavingLegId: string | null, context: Context): Promise<void> {
  const others = (await joinedLegs(tx, wait.callSid)).filter((leg) => isOurs(leg) && leg.id !== leavingLegId)
  const [last] = others
  if (last === undefined || others.length > 1) return
  if (wait.state === 'finished') return endLeg(tx, last.id, context)
  if (wait.state !== 'joined' || wait.conversationId === null) return
  waits.share(tx, wait.id, false)
  await endWithNext(tx, wait.conversationId, leavingLegId, context)
}

/**
 * The citizen leaves a shared conversation. The others may have to agree what happens next, so they go on: until one of them
 * leaves, or the janitor of `conversations` ends it.
 */
export async function leaveToOthers(tx: Tx, wait: Wait, context: Context): Promise<void> {
  if (!wait.shared || wait.conversationId === null) return
  const others = (await joinedLegs(tx, wait.callSid)).filter(isOurs)
  if (others.length > 1) {
    await endWithNext(tx, wait.conversationId, null, context)
    note(tx, { callSid: wait.callSid, kind: 'conversation.goes_on', facts: { legs: others.length } }, context)
    return
  }
  for (const { id } of others) await endLeg(tx, id, context)
}
