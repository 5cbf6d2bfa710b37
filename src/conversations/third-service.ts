/** A third in a conversation, and whose leaving ends it for the others. */

import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { selectCall } from './call-store.ts'
import { isChangeDue } from './command-store.ts'
import { citizenLabel } from './conference.ts'
import { type Conversation, saveEndsOnExit, selectConversation } from './conversation-store.ts'
import { isInConversation, type Leg } from './leg.ts'
import { selectLeg, selectLegsOf } from './leg-store.ts'
import { order } from './order-service.ts'

/** Before a third party joins: nobody's leaving ends the conference for the others any more. */
export const admitThird = (tx: Tx, conversationId: string, context: Context): Promise<void> =>
  change(tx, conversationId, false, null, context)

/** Two are left of three (`leaving` is just going): whoever leaves next ends it for the other too, so that nobody sits there alone. */
export const endWithNext = (tx: Tx, conversationId: string, leaving: string | null, context: Context): Promise<void> =>
  change(tx, conversationId, true, leaving, context)

/** The legs that have been put into a conversation with this citizen and have not come out of it. */
export const joinedLegs = async (reader: Reader, citizenCallSid: string): Promise<readonly Leg[]> =>
  (await selectLegsOf(reader, citizenCallSid)).filter(isInConversation)

async function change(
  tx: Tx,
  conversationId: string,
  endsOnExit: boolean,
  leaving: string | null,
  context: Context,
): Promise<void> {
  const conversation = await selectConversation(tx, conversationId)
  if (conversation === null || conversation.endsOnExit === endsOnExit) return
  saveEndsOnExit(tx, conversationId, endsOnExit)
  const { citizenCallSid } = conversation
  const call = await selectCall(tx, citizenCallSid)
  const inside = (await joinedLegs(tx, citizenCallSid)).flatMap(({ id, legSid }) =>
    id === leaving ? [] : (legSid ?? []),
  )
  for (const participantSid of call?.endedAt === null ? [citizenCallSid, ...inside] : inside)
    orderChange(tx, conversation, participantSid, endsOnExit, context)
}

/** Somebody has come in whose document was written before the rule changed: the carrier is told of this one again. */
export async function correctJoined(
  tx: Tx,
  conversation: Conversation,
  joined: { readonly label: string | null; readonly participantSid: string | null },
  context: Context,
): Promise<void> {
  const { endsOnExit } = conversation
  const { label, participantSid } = joined
  if (endsOnExit === null || label === null || participantSid === null) return
  const entered = label === citizenLabel ? undefined : (await selectLeg(tx, label))?.answer?.at(-1)
  if (entered?.verb === 'join' && entered.endsOnExit === endsOnExit) return
  const { id: conversationId, citizenCallSid } = conversation
  if (await isChangeDue(tx, { citizenCallSid, participantSid, conversationId })) return
  orderChange(tx, conversation, participantSid, endsOnExit, context)
}

function orderChange(
  tx: Tx,
  { id, citizenCallSid }: Conversation,
  participantSid: string,
  endsOnExit: boolean,
  context: Context,
): void {
  const payload = { conversationId: id, participantSid, endsOnExit }
  order(tx, { kind: 'update_participant', payload }, citizenCallSid, context)
}
