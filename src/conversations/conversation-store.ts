import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { ConferenceEvent } from './conference.ts'

type ConversationRow = {
  id: string
  citizen_call_sid: string
  state: 'open' | 'closed'
  conference_sid: string | null
  ends_on_exit: boolean | null
  suspect_at: Date | null
}
type EventRow = { sequence: number; kind: ConferenceEvent['kind']; label: string | null; leg_sid: string | null }

const columns = 'id, citizen_call_sid, state, conference_sid, ends_on_exit, suspect_at'

export const statements = {
  insert: statement(
    'conversations.insert',
    'insert into conversations (id, citizen_call_sid, opened_at) values ($1, $2, $3)',
  ),
  closeOf: statement(
    'conversations.close_of_call',
    `update conversations set state = 'closed', closed_at = $2 where citizen_call_sid = $1 and state = 'open'`,
  ),
  close: statement(
    'conversations.close',
    `update conversations set state = 'closed', closed_at = $2 where id = $1 and state = 'open'`,
  ),
  find: statement<ConversationRow>('conversations.find', `select ${columns} from conversations where id = $1`),
  // By name and not by row: dispatch closes conversations while it holds the wait, and we ask dispatch while we look at one.
  hold: statement('conversations.hold', `select pg_advisory_xact_lock(hashtextextended('conversation ' || $1, 0))`),
  record: statement<{ sequence: number }>(
    'conversations.record_event',
    `insert into conference_events (conference_sid, sequence, conversation_id, kind, label, leg_sid, at, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning sequence`,
  ),
  events: statement<EventRow>(
    'conversations.events',
    'select sequence, kind, label, leg_sid from conference_events where conference_sid = $1 order by sequence',
  ),
  bindConference: statement(
    'conversations.bind_conference',
    'update conversations set conference_sid = $2, suspect_at = $3 where id = $1',
  ),
  suspects: statement<{ id: string }>(
    'conversations.suspects',
    'select id from conversations where suspect_at <= $1 order by suspect_at limit $2',
  ),
  changeExit: statement('conversations.change_exit', 'update conversations set ends_on_exit = $2 where id = $1'),
  clear: statement('conversations.clear_suspicion', 'update conversations set suspect_at = null where id = $1'),
}

export type Conversation = {
  /** The conference's friendly name. */
  readonly id: string
  readonly citizenCallSid: string
  readonly isOpen: boolean
  readonly conferenceSid: string | null
  /** Whether whoever leaves ends it for all; null as long as everybody's document says it rightly. */
  readonly endsOnExit: boolean | null
  readonly suspectAt: number | null
}

const toConversation = (row: ConversationRow): Conversation => ({
  id: row.id,
  citizenCallSid: row.citizen_call_sid,
  isOpen: row.state === 'open',
  conferenceSid: row.conference_sid,
  endsOnExit: row.ends_on_exit,
  suspectAt: row.suspect_at?.getTime() ?? null,
})

/** Opens a conversation and closes the one that the citizen may have had. */
export function insertConversation(tx: Tx, id: string, citizenCallSid: string, now: number): void {
  tx.post(statements.closeOf, [citizenCallSid, new Date(now)])
  tx.post(statements.insert, [id, citizenCallSid, new Date(now)])
}

export function markClosed(tx: Tx, id: string, now: number): void {
  tx.post(statements.close, [id, new Date(now)])
}

export async function selectConversation(reader: Reader, id: string): Promise<Conversation | null> {
  const [row] = await reader.run(statements.find, [id])
  return row === undefined ? null : toConversation(row)
}

/** Reads a conversation about which no other event is heard until the commit. */
export async function holdConversation(tx: Tx, id: string): Promise<Conversation | null> {
  tx.post(statements.hold, [id])
  return selectConversation(tx, id)
}

export type HeardEvent = ConferenceEvent & {
  readonly conferenceSid: string
  readonly conversationId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reason: string | null
}

/** False if this event was known. */
export async function recordEvent(tx: Tx, event: HeardEvent): Promise<boolean> {
  const { conferenceSid, sequence, conversationId, kind, label, participantSid, at, reason } = event
  const values = [conferenceSid, sequence, conversationId, kind, label, participantSid, new Date(at), reason]
  return (await tx.run(statements.record, values)).length > 0
}

export async function selectEvents(reader: Reader, conferenceSid: string): Promise<readonly ConferenceEvent[]> {
  const rows = await reader.run(statements.events, [conferenceSid])
  return rows.map(({ sequence, kind, label, leg_sid }) => ({ sequence, kind, label, participantSid: leg_sid }))
}

/** Keeps which conference it is, and from when on its citizen counts as stranded (null: all is well). */
export function saveConference(tx: Tx, id: string, conferenceSid: string, suspectAt: number | null): void {
  tx.post(statements.bindConference, [id, conferenceSid, suspectAt === null ? null : new Date(suspectAt)])
}

export function saveEndsOnExit(tx: Tx, id: string, endsOnExit: boolean): void {
  tx.post(statements.changeExit, [id, endsOnExit])
}

export function clearSuspicion(tx: Tx, id: string): void {
  tx.post(statements.clear, [id])
}

/** Ids of conversations whose citizen has looked stranded for long enough. */
export async function selectSuspects(reader: Reader, now: number, limit: number): Promise<readonly string[]> {
  return (await reader.run(statements.suspects, [new Date(now), limit])).map((row) => row.id)
}
