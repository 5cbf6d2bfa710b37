import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import type { Call, CallEvent, CallerKind } from './call.ts'
import { enteringTimeline, placing } from './call-place.ts'

export type CallRow = {
  call_sid: string
  line: string
  citizen_id: string | null
  caller_kind: CallerKind
  status: CallStatus
  status_rank: number
  epoch: number
  node: string | null
  lane: string | null
  arrived_at: Date
  heard_at: Date
  ended_at: Date | null
  duration_seconds: number | null
}
type EventRow = { id: number; at: Date; kind: string; facts: Record<string, unknown>; ignored: boolean }

const finalRank = rankOf('completed')

const columns = `call_sid, line, citizen_id, caller_kind, status, status_rank, epoch, node, lane,
  arrived_at, heard_at, ended_at, duration_seconds`

export const statements = {
  // The call and the first line of its timeline are one: a second arrival writes neither.
  begin: statement<{ call_sid: string }>(
    'conversations.begin_call',
    `with begun as (
       insert into calls (call_sid, line, citizen_id, caller_kind, status, status_rank, arrived_at, heard_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (call_sid) do nothing returning call_sid
     )
     insert into call_events (call_sid, at, kind, facts)
     select call_sid, $7, 'call.arrived', jsonb_build_object('line', $2::text, 'caller', $4::text) from begun
     returning call_sid`,
  ),
  find: statement<CallRow>('conversations.find_call', `select ${columns} from calls where call_sid = $1`),
  list: statement<CallRow>(
    'conversations.list_calls',
    `select ${columns} from calls
     where not is_probe and ($1::timestamptz is null or (arrived_at, call_sid) < ($1, $2))
     order by arrived_at desc, call_sid desc limit $3`,
  ),
  // Where the caller is, and what happened on the way: the two writes of every turn, in one.
  place: statement(
    'conversations.place_call',
    `with placed as (${placing({ sid: '$1', node: '$2', lane: '$3', at: '$4' })})
     ${enteringTimeline({ sid: '$1', at: '$4', entries: '$5' })}`,
  ),
  note: statement('conversations.note', enteringTimeline({ sid: '$1', at: '$2', entries: '$3' })),
  timeline: statement<EventRow>(
    'conversations.timeline',
    'select id, at, kind, facts, ignored from call_events where call_sid = $1 order by id',
  ),
  // One statement decides and writes: two deliveries at once cannot both advance the row.
  advance: statement<{ call_sid: string }>(
    'conversations.advance_call',
    `update calls set status = $2, status_rank = $3, heard_at = greatest(heard_at, $4),
       ended_at = case when $3 >= ${finalRank} then $4::timestamptz end,
       duration_seconds = coalesce($5, duration_seconds)
     where call_sid = $1 and status_rank < $3
     returning call_sid`,
  ),
  time: statement(
    'conversations.time_call',
    'update calls set duration_seconds = $3 where call_sid = $1 and status = $2 and duration_seconds is null',
  ),
  hear: statement('conversations.hear_call', 'update calls set heard_at = greatest(heard_at, $2) where call_sid = $1'),
  move: statement<{ epoch: number }>(
    'conversations.move_call',
    'update calls set epoch = epoch + 1 where call_sid = $1 and ended_at is null returning epoch',
  ),
  unknown: statement<{ sid: string }>(
    'conversations.unknown_calls',
    `select sid from unnest($1::text[]) as sid
     where not exists (select from calls where call_sid = sid) and not exists (select from legs where leg_sid = sid)`,
  ),
  silent: statement<{ call_sid: string }>(
    'conversations.silent_calls',
    `select call_sid from calls
     where ended_at is null and heard_at < $1 and not is_probe and not exists (
       select from carrier_commands
       where carrier_commands.call_sid = calls.call_sid and kind = 'fetch_call' and state in ('due', 'taken')
         and not payload ? 'legId'
     )
     order by heard_at limit $2`,
  ),
}

const toCall = (row: CallRow): Call => ({
  callSid: row.call_sid,
  line: row.line,
  citizenId: row.citizen_id,
  callerKind: row.caller_kind,
  status: row.status,
  statusRank: row.status_rank,
  epoch: row.epoch,
  node: row.node,
  lane: row.lane,
  arrivedAt: row.arrived_at.getTime(),
  heardAt: row.heard_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
  durationSeconds: row.duration_seconds,
})

const toEvent = (row: EventRow): CallEvent => ({ ...row, at: row.at.getTime() })

export type NewCall = {
  readonly callSid: string
  readonly line: string
  readonly citizenId: string | null
  readonly callerKind: CallerKind
  readonly status: CallStatus
}

export type Entry = {
  readonly kind: string
  readonly facts?: Readonly<Record<string, unknown>>
  readonly ignored?: boolean
}

/** False if the call was known already. */
export async function insertCall(tx: Tx, call: NewCall, now: number): Promise<boolean> {
  const values = [
    call.callSid,
    call.line,
    call.citizenId,
    call.callerKind,
    call.status,
    rankOf(call.status),
    new Date(now),
  ]
  return (await tx.run(statements.begin, values)).length > 0
}

export async function selectCall(reader: Reader, callSid: string): Promise<Call | null> {
  const [row] = await reader.run(statements.find, [callSid])
  return row === undefined ? null : toCall(row)
}

export async function selectCalls(
  reader: Reader,
  before: { readonly arrivedAt: number; readonly callSid: string } | null,
  limit: number,
): Promise<readonly Call[]> {
  const values = [before === null ? null : new Date(before.arrivedAt), before?.callSid ?? '', limit]
  return (await reader.run(statements.list, values)).map(toCall)
}

export function placeCallAt(
  tx: Tx,
  at: { readonly callSid: string; readonly node: string; readonly lane: string | null },
  entries: readonly Entry[],
  now: number,
): void {
  tx.post(statements.place, [at.callSid, at.node, at.lane, new Date(now), JSON.stringify(entries)])
}

export function insertEvents(tx: Tx, callSid: string, entries: readonly Entry[], now: number): void {
  tx.post(statements.note, [callSid, new Date(now), JSON.stringify(entries)])
}

export async function selectTimeline(reader: Reader, callSid: string): Promise<readonly CallEvent[]> {
  return (await reader.run(statements.timeline, [callSid])).map(toEvent)
}

export type StatusReport = {
  readonly callSid: string
  readonly status: CallStatus
  /** Milliseconds since 1970. */
  readonly at: number
  readonly durationSeconds: number | null
}

/** Whether the report moved the call forward. */
export async function advanceCall(tx: Tx, report: StatusReport): Promise<boolean> {
  const { callSid, status, at, durationSeconds } = report
  const values = [callSid, status, rankOf(status), new Date(at), durationSeconds]
  return (await tx.run(statements.advance, values)).length > 0
}

/** The call's end was known before its length: what the safe flow tells of it has none. */
export function timeCall(tx: Tx, { callSid, status, durationSeconds }: StatusReport): void {
  tx.post(statements.time, [callSid, status, durationSeconds])
}

export function hearCall(tx: Tx, callSid: string, now: number): void {
  tx.post(statements.hear, [callSid, new Date(now)])
}

/** The call's new epoch; null if it has ended or is unknown. */
export async function raiseEpoch(tx: Tx, callSid: string): Promise<number | null> {
  const [row] = await tx.run(statements.move, [callSid])
  return row?.epoch ?? null
}

/** Calls of which nobody has heard since then and whose state nobody is asking for. */
export async function selectSilentCalls(reader: Reader, since: number, limit: number): Promise<readonly string[]> {
  return (await reader.run(statements.silent, [new Date(since), limit])).map((row) => row.call_sid)
}

/** Those of these calls at the carrier that are neither a citizen's call nor a leg here. */
export async function selectUnknown(reader: Reader, sids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await reader.run(statements.unknown, [sids])).map(({ sid }) => sid))
}
