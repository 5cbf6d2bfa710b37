import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { type MessageStatus, messageRankOf } from '../telephony/call-status.ts'
import type { TextState } from './delivery.ts'

type TakenRow = { id: string; citizen_id: string | null; body: string; sealed: Buffer | null; attempts: number }

const isDue = `((state = 'due' and not_before <= $1) or (state = 'taken' and taken_at <= $2))`

export const statements = {
  // Whoever writes the row answers the text; a second delivery waits here for the first one's commit.
  receive: statement<{ id: string }>(
    'sms.receive',
    `insert into messages (id, direction, message_sid, citizen_id, line, body, at) values ($1, 'in', $2, $3, $4, $5, $6)
     on conflict (message_sid) do nothing returning id`,
  ),
  answered: statement<{ answer: string | null }>('sms.answered', 'select answer from messages where message_sid = $1'),
  answer: statement('sms.answer', 'update messages set answer = $2, ticket_id = $3 where id = $1'),
  order: statement<{ id: string }>(
    'sms.order',
    `insert into messages (id, direction, citizen_id, body, cause, state, not_before, at) values ($1, 'out', $2, $3, $4, 'due', $5, $5)
     on conflict (cause) do nothing returning id`,
  ),
  takeOne: statement<TakenRow>(
    'sms.take',
    `update messages set state = 'taken', taken_at = $1, attempts = attempts + 1
     where id = $3 and (${isDue} or (state = 'due' and attempts = 0))
     returning id, citizen_id, body, sealed, attempts`,
  ),
  takeDue: statement<TakenRow>(
    'sms.take_due',
    `update messages set state = 'taken', taken_at = $1, attempts = attempts + 1
     where id in (
       select id from messages where state in ('due', 'taken') and ${isDue} order by not_before, id limit $3 for update skip locked
     )
     returning id, citizen_id, body, sealed, attempts`,
  ),
  // `attempts` fences; a status callback may have settled the text before.
  settle: statement<{ id: string }>(
    'sms.settle',
    `update messages set state = $3, outcome = $4, message_sid = coalesce(message_sid, $5), not_before = coalesce($6, not_before),
       settled_at = case when $3 = 'due' then null else $7::timestamptz end, sealed = case when $3 = 'due' then sealed end
     where id = $1 and attempts = $2 and state = 'taken' returning id`,
  ),
  // The callback knows the text by our id, and may come before the REST reply or instead of it.
  report: statement(
    'sms.report',
    `update messages set status = $3, status_rank = $4, error_code = coalesce($5, error_code),
       message_sid = coalesce(message_sid, $2),
       settled_at = case when state in ('due', 'taken') then $6 else settled_at end,
       state = case when state in ('due', 'taken') then 'done' else state end, sealed = null
     where (id = $1 or message_sid = $2) and direction = 'out' and status_rank < $4`,
  ),
}

export type Received = {
  readonly id: string
  readonly messageSid: string
  readonly citizenId: string | null
  readonly line: string
  readonly body: string
}

/** False if the text was received before. */
export async function receive(tx: Tx, text: Received, now: number): Promise<boolean> {
  const values = [text.id, text.messageSid, text.citizenId, text.line, text.body, new Date(now)]
  return (await tx.run(statements.receive, values)).length > 0
}

export async function selectAnswer(reader: Reader, messageSid: string): Promise<string | null> {
  return (await reader.run(statements.answered, [messageSid]))[0]?.answer ?? null
}

export function saveAnswer(tx: Tx, id: string, answer: string, ticketId: string | null): void {
  tx.post(statements.answer, [id, answer, ticketId])
}

export type Ordered = { readonly id: string; readonly citizenId: string; readonly body: string; readonly cause: string }

/** False if this cause has its text already. */
export async function orderText(tx: Tx, text: Ordered, now: number): Promise<boolean> {
  return (await tx.run(statements.order, [text.id, text.citizenId, text.body, text.cause, new Date(now)])).length > 0
}

export type TakenText = {
  readonly id: string
  readonly citizenId: string | null
  readonly body: string
  /** Number and words of a text to somebody who is no citizen; null for one to a citizen. */
  readonly sealed: Buffer | null
  readonly attempts: number
}

const toText = ({ id, citizen_id, body, sealed, attempts }: TakenRow): TakenText => ({
  id,
  citizenId: citizen_id,
  body,
  sealed,
  attempts,
})

export async function takeText(reader: Reader, id: string, now: number, lease: number): Promise<TakenText | null> {
  const [row] = await reader.run(statements.takeOne, [new Date(now), new Date(now - lease), id])
  return row === undefined ? null : toText(row)
}

export async function takeDueTexts(
  reader: Reader,
  now: number,
  lease: number,
  limit: number,
): Promise<readonly TakenText[]> {
  return (await reader.run(statements.takeDue, [new Date(now), new Date(now - lease), limit])).map(toText)
}

export type TextSettlement = {
  readonly state: Exclude<TextState, 'taken'>
  readonly outcome: Readonly<Record<string, unknown>>
  readonly messageSid: string | null
  /** Milliseconds since 1970. */
  readonly notBefore: number | null
}

/** False if somebody else took it, or a callback settled it. */
export async function settleText(tx: Tx, text: TakenText, settlement: TextSettlement, now: number): Promise<boolean> {
  const { state, outcome, messageSid, notBefore } = settlement
  const again = notBefore === null ? null : new Date(notBefore)
  const values = [text.id, text.attempts, state, JSON.stringify(outcome), messageSid, again, new Date(now)]
  return (await tx.run(statements.settle, values)).length > 0
}

/** Forward only. */
export function reportText(
  tx: Tx,
  report: {
    readonly id: string | null
    readonly messageSid: string
    readonly status: MessageStatus
    readonly errorCode: number | null
  },
  now: number,
): void {
  const { id, messageSid, status, errorCode } = report
  tx.post(statements.report, [id, messageSid, status, messageRankOf(status), errorCode, new Date(now)])
}
