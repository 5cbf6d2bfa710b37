/** Writing in a ticket while listening. A call that has no ticket gets one with the first letter. */

import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type AfterWriting, type Draft, emptyDraft, unfiled, type Writing, write } from './draft.ts'
import * as drafts from './draft-store.ts'
import { fillTicket, openTicket, ticketById, ticketOfContact } from './service.ts'
import type { Channel, Ticket } from './ticket.ts'

/** Writing that has paused for so long is filed, whether its page is still open or not. */
const pauseMilliseconds = 20_000

export type DraftOf = { readonly ticket: Ticket | null; readonly draft: Draft }

/** What stands there now: the draft, and the ticket that it is for, if there is one yet. */
export async function draftOf(reader: Reader, contact: string): Promise<DraftOf> {
  const [kept, ticket] = await Promise.all([drafts.find(reader, contact), ticketOfContact(reader, contact)])
  return { ticket, draft: kept?.draft ?? emptyDraft }
}

export type DraftWriting = {
  readonly contact: string
  readonly channel: Channel
  readonly citizenId: string | null
  /** Of a ticket that has to be opened, as long as nobody has said what it is. */
  readonly kind: string
  readonly writing: Writing
}

/** Saves what was written, opening the ticket if there is none. Sending the same again changes nothing. */
export async function writeDraft(
  tx: Tx,
  { contact, channel, citizenId, kind, writing }: DraftWriting,
  ctx: Context,
): Promise<AfterWriting & { readonly ticket: Ticket }> {
  const present = await ticketOfContact(tx, contact)
  const opening = { contact, channel, citizenId, kind: writing.fields.kind || kind }
  const ticketId = present?.id ?? (await openTicket(tx, opening, ctx)).id
  const held = await drafts.hold(tx, { contact, ticketId, at: ctx.now, by: ctx.actor })
  const after = write(held.draft, writing)
  if (after.draft !== held.draft) drafts.save(tx, contact, after.draft, ctx.now, ctx.actor)
  const ticket = present ?? (await ticketById(tx, ticketId))
  if (ticket === null) throw new Error('A ticket that was just opened is not there')
  return { ...after, ticket }
}

/** By topic, the agency that answers it. */
export type OwnerOfTopic = (topic: string) => string | undefined

/** Files what the ticket lacks of it into the ticket, as one event by whoever wrote last. */
export async function fileDraft(
  tx: Tx,
  { contact, ownerOf }: { readonly contact: string; readonly ownerOf: OwnerOfTopic },
  ctx: Context,
): Promise<'filed' | 'nothing'> {
  const kept = await drafts.lock(tx, contact)
  if (kept === null || kept.draft.filed >= kept.draft.version) return 'nothing'
  const fields = unfiled(kept.draft)
  drafts.file(tx, contact, kept.draft.version)
  if (Object.keys(fields).length === 0) return 'nothing'
  const owner = typeof fields.topic === 'string' ? ownerOf(fields.topic) : undefined
  const filling = { ticketId: kept.ticketId, fields, ...(owner === undefined ? {} : { ownerAgencyId: owner }) }
  await fillTicket(tx, filling, { now: ctx.now, actor: kept.writtenBy })
  return 'filed'
}

/** The janitor of drafts: files what has paused. Gives how many tickets were filled. */
export async function filePausedDrafts(tx: Tx, ownerOf: OwnerOfTopic, ctx: Context): Promise<number> {
  let filled = 0
  for (const contact of await drafts.lockPaused(tx, ctx.now - pauseMilliseconds))
    if ((await fileDraft(tx, { contact, ownerOf }, ctx)) === 'filed') filled += 1
  return filled
}
