/** The ticket of a dialogue by text: nothing that somebody wrote is lost, and danger goes first. */

import type { Flow } from '../flow/flow.ts'
import type { FlowEvent, Need } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { fillTicket, ticketById } from '../tickets/service.ts'
import { recordingField } from './chosen.ts'
import type { Dialogue } from './dialogue.ts'
import { houseKinds } from './effects.ts'

/** A ticket keeps what was noted on it before its node is reached. */
export async function withEarlierWords(tx: Tx, { ticketId }: Dialogue, need: Need): Promise<Need> {
  if (need.need !== 'ticket' || need.fields.description === undefined || ticketId === null) return need
  const before = (await ticketById(tx, ticketId))?.description ?? ''
  return { ...need, fields: { ...need.fields, description: joined(before, need.fields.description) } }
}

/** Once in danger, always first: a topic that is chosen afterwards does not make a complaint of it. */
export async function putFirst(tx: Tx, dialogue: Dialogue, context: Context): Promise<void> {
  const { ticketId } = dialogue
  if (ticketId === null || (await isEmergency(tx, dialogue))) return
  await fillTicket(tx, { ticketId, fields: { kind: houseKinds.emergency } }, context)
}

export async function isEmergency(tx: Tx, { ticketId }: Dialogue): Promise<boolean> {
  return ticketId !== null && (await ticketById(tx, ticketId))?.kind === houseKinds.emergency
}

/** What was written where a call would have recorded it. */
export async function keepWritten(
  tx: Tx,
  flow: Flow,
  dialogue: Dialogue,
  event: FlowEvent,
  context: Context,
): Promise<void> {
  const { ticketId } = dialogue
  if (event.event !== 'words.written' || ticketId === null) return
  if (recordingField(flow, event.variable, event.node) === 'placeRecording') {
    await fillTicket(tx, { ticketId, fields: { place: event.text } }, context)
  } else await describe(tx, dialogue, event.text, context)
}

/** Adds to what was described before, once. */
export async function describe(tx: Tx, { ticketId }: Dialogue, text: string, context: Context): Promise<void> {
  const ticket = ticketId === null ? null : await ticketById(tx, ticketId)
  const before = ticket?.description ?? ''
  if (ticket === null || joined(before, text) === before) return
  await fillTicket(tx, { ticketId: ticket.id, fields: { description: joined(before, text) } }, context)
}

const joined = (before: string, text: string): string =>
  before === '' ? text : before.includes(text) ? before : `${before}\n${text}`
