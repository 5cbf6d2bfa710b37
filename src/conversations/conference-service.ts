/** What a conference's events do: who met whom, and whose citizen stands alone. */

import { validate as isUuid } from 'uuid'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type ConferenceEvent, fold, isStranded, type Presence, strandedAfterMilliseconds } from './conference.ts'
import { controlJoined, releaseHeld } from './control-service.ts'
import {
  type Conversation,
  clearSuspicion,
  holdConversation,
  markClosed,
  recordEvent,
  saveConference,
  selectEvents,
  selectSuspects,
} from './conversation-store.ts'
import type { ConversationHandlers, LegHandlers } from './leg.ts'
import { saveMeeting, selectLegsOf } from './leg-store.ts'
import { moveCall, note } from './service.ts'
import { correctJoined } from './third-service.ts'

export type ConferenceNews = Omit<ConferenceEvent, 'sequence'> & {
  readonly conferenceSid: string
  readonly conversationId: string
  /** Null from carriers that do not number: it is then the next. */
  readonly sequence: number | null
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reason: string | null
}

/** One event of a conference. Told twice, it counts once; told late, it takes its place in the sequence. */
export async function hearConference(
  tx: Tx,
  news: ConferenceNews,
  handlers: LegHandlers,
  context: Context,
): Promise<'heard' | 'repeated' | 'unknown'> {
  const conversation = isUuid(news.conversationId) ? await holdConversation(tx, news.conversationId) : null
  if (conversation === null) return 'unknown'
  const before = await selectEvents(tx, news.conferenceSid)
  const sequence = news.sequence ?? Math.max(0, ...before.map((event) => event.sequence)) + 1
  const event = { ...news, sequence }
  if (!(await recordEvent(tx, event))) return 'repeated'
  const { citizenCallSid: callSid } = conversation
  const facts = { conversation: conversation.id, who: news.label, reason: news.reason }
  note(tx, { callSid, kind: `conference.${news.kind}`, facts }, context)
  if (news.kind === 'join') await correctJoined(tx, conversation, news, context)
  if (news.kind === 'join') await controlJoined(tx, conversation, news, context)
  const presence = fold([...before, event])
  if (news.kind === 'leave')
    await releaseHeld(tx, conversation, { label: news.label, inside: presence.inside }, context)
  await meet(tx, callSid, presence, handlers, context)
  suspect(tx, conversation, news, presence, context)
  return 'heard'
}

async function meet(
  tx: Tx,
  callSid: string,
  presence: Presence,
  handlers: LegHandlers,
  context: Context,
): Promise<void> {
  if (presence.met.length === 0) return
  for (const leg of await selectLegsOf(tx, callSid)) {
    if (leg.metAt !== null || leg.endedAt !== null || !presence.met.includes(leg.id)) continue
    await handlers[leg.purpose].met(tx, { ...leg, metAt: context.now }, context)
    saveMeeting(tx, leg.id, context.now)
  }
}

/** A late word of a conference that another has followed says nothing about the present one. */
function suspect(tx: Tx, conversation: Conversation, news: ConferenceNews, presence: Presence, { now }: Context): void {
  const isOther = conversation.conferenceSid !== null && conversation.conferenceSid !== news.conferenceSid
  if (isOther && (news.kind === 'leave' || news.kind === 'end')) return
  const suspectAt = isStranded(presence, conversation.isOpen)
    ? (conversation.suspectAt ?? now + strandedAfterMilliseconds)
    : null
  saveConference(tx, conversation.id, news.conferenceSid, suspectAt)
}

/** Ids of conversations whose citizen has looked stranded for long enough, for `rescue`. */
export const suspects = (reader: Reader, limit: number, { now }: Context): Promise<readonly string[]> =>
  selectSuspects(reader, now, limit)

/** Brings a stranded citizen back to the dialogue. Looks again first; gives whether it was so. */
export async function rescue(
  tx: Tx,
  conversationId: string,
  handlers: ConversationHandlers,
  context: Context,
): Promise<boolean> {
  const conversation = await holdConversation(tx, conversationId)
  if (conversation === null || conversation.suspectAt === null || conversation.suspectAt > context.now) return false
  const events = conversation.conferenceSid === null ? [] : await selectEvents(tx, conversation.conferenceSid)
  if (!isStranded(fold(events), conversation.isOpen)) {
    clearSuspicion(tx, conversation.id)
    return false
  }
  const { citizenCallSid: callSid } = conversation
  await handlers.stranded(tx, callSid, context)
  markClosed(tx, conversation.id, context.now)
  clearSuspicion(tx, conversation.id)
  note(tx, { callSid, kind: 'citizen.stranded', facts: { conversation: conversation.id } }, context)
  await moveCall(tx, { callSid, why: 'stranded' }, context)
  return true
}
