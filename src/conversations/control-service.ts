/** Hold and mute: what a person wants of a participant, kept in rows, and ordered of the carrier. */

import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { selectCall } from './call-store.ts'
import type { Command } from './command.ts'
import { citizenLabel } from './conference.ts'
import { type ControlsNow, saveHold, saveMuted, selectControls } from './control-store.ts'
import { type Conversation, holdConversation } from './conversation-store.ts'
import { selectLeg } from './leg-store.ts'
import { order } from './order-service.ts'
import { note } from './service.ts'
import { joinedLegs } from './third-service.ts'

export type Controlled =
  | { readonly outcome: 'ordered' }
  /** It was so already. */
  | { readonly outcome: 'unchanged' }
  /** The conversation is over, or nobody of that name is in it. */
  | { readonly outcome: 'over' }

const ordered: Controlled = { outcome: 'ordered' }
const unchanged: Controlled = { outcome: 'unchanged' }
const over: Controlled = { outcome: 'over' }

/** Who is held and muted in a conversation, as it was ordered. */
export const controlsOf = (reader: Reader, conversationId: string): Promise<ControlsNow> =>
  selectControls(reader, conversationId)

/** The citizen's call, or, of one who was called back, the leg that rang. Null when the citizen is gone. */
async function citizenSid(tx: Tx, { citizenCallSid }: Conversation): Promise<string | null> {
  const call = await selectCall(tx, citizenCallSid)
  if (call?.endedAt === null) return citizenCallSid
  const calledBack = (await joinedLegs(tx, citizenCallSid)).find(({ purpose }) => purpose === 'callback')
  return calledBack?.legSid ?? null
}

/**
 * Holds the citizen, who hears that somebody will be back, or takes the citizen off hold. `by`: the operator's leg, with whose leaving
 * the hold ends, or a person.
 */
export async function holdCitizen(
  tx: Tx,
  { conversationId, on, by }: { readonly conversationId: string; readonly on: boolean; readonly by: string },
  context: Context,
): Promise<Controlled> {
  const conversation = await holdConversation(tx, conversationId)
  if (conversation === null || !conversation.isOpen) return over
  const participantSid = await citizenSid(tx, conversation)
  if (participantSid === null) return over
  if (!(await saveHold(tx, conversationId, on ? by : null, context.now))) return unchanged
  const { citizenCallSid: callSid } = conversation
  order(tx, { kind: 'update_participant', payload: { conversationId, participantSid, hold: on } }, callSid, context)
  note(tx, { callSid, kind: on ? 'citizen.held' : 'citizen.resumed', facts: { by: context.actor } }, context)
  return ordered
}

/** Nobody hears this participant any more, or again. `label`: `citizen`, or a leg's id. */
export async function muteParticipant(
  tx: Tx,
  { conversationId, label, on }: { readonly conversationId: string; readonly label: string; readonly on: boolean },
  context: Context,
): Promise<Controlled> {
  const conversation = await holdConversation(tx, conversationId)
  if (conversation === null || !conversation.isOpen) return over
  const { citizenCallSid: callSid } = conversation
  const leg = label === citizenLabel ? null : (await joinedLegs(tx, callSid)).find(({ id }) => id === label)
  const participantSid = leg === null ? await citizenSid(tx, conversation) : (leg?.legSid ?? null)
  if (participantSid === null) return over
  if (!(await saveMuted(tx, conversationId, label, on))) return unchanged
  const payload = { conversationId, participantSid, label, muted: on }
  order(tx, { kind: 'update_participant', payload }, callSid, context)
  const facts = { who: leg?.purpose ?? citizenLabel, by: context.actor }
  note(tx, { callSid, kind: on ? 'participant.muted' : 'participant.unmuted', facts }, context)
  return ordered
}

type Came = { readonly label: string | null; readonly participantSid: string | null }

/** Somebody has come in whom an order about them may have missed: the carrier is told again. */
export async function controlJoined(
  tx: Tx,
  { id, citizenCallSid }: Conversation,
  came: Came,
  context: Context,
): Promise<void> {
  const { label, participantSid } = came
  if (label === null || participantSid === null) return
  const { heldBy, muted } = await selectControls(tx, id)
  const common = { conversationId: id, participantSid }
  if (label === citizenLabel && heldBy !== null)
    order(tx, { kind: 'update_participant', payload: { ...common, hold: true } }, citizenCallSid, context)
  if (muted.includes(label))
    order(tx, { kind: 'update_participant', payload: { ...common, label, muted: true } }, citizenCallSid, context)
}

/** Who held the citizen has left, or nobody is there any more who could end the hold: the others hear the citizen again. */
export async function releaseHeld(
  tx: Tx,
  { id }: Conversation,
  left: { readonly label: string | null; readonly inside: readonly string[] },
  context: Context,
): Promise<void> {
  const { heldBy } = await selectControls(tx, id)
  if (heldBy === null || !left.inside.includes(citizenLabel)) return
  const there = await Promise.all(
    left.inside.filter((label) => label !== citizenLabel).map((label) => selectLeg(tx, label)),
  )
  const canEnd = heldBy !== left.label && there.some((leg) => leg?.purpose === 'operator')
  if (there.length > 0 && !canEnd) await holdCitizen(tx, { conversationId: id, on: false, by: heldBy }, context)
}

/** The carrier would not do it: what is shown must not say that it did. */
export async function undoControl(
  tx: Tx,
  command: Command & { kind: 'update_participant' },
  now: number,
): Promise<void> {
  const { payload } = command
  if ('hold' in payload) await saveHold(tx, payload.conversationId, payload.hold ? null : 'carrier', now)
  if ('muted' in payload) await saveMuted(tx, payload.conversationId, payload.label, !payload.muted)
}
