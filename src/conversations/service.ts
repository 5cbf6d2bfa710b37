import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { isFinal } from '../telephony/call-status.ts'
import type { Call, CallEvent } from './call.ts'
import {
  advanceCall,
  type Entry,
  insertCall,
  insertEvents,
  type NewCall,
  placeCallAt,
  raiseEpoch,
  type StatusReport,
  selectCall,
  selectCalls,
  selectTimeline,
  timeCall,
} from './call-store.ts'
import { withdrawCommand } from './command-store.ts'
import { insertConversation, markClosed } from './conversation-store.ts'
import { type Callee, graceMilliseconds, type Leg, type LegPurpose } from './leg.ts'
import { advanceLeg, insertLeg, selectLeg, selectLegsOf, wantEnd } from './leg-store.ts'
import { order } from './order-service.ts'
import { type Recording, selectRecordings } from './recording-store.ts'
import { endStrays, endStraysOf } from './stray-service.ts'

/**
 * Stores a call from its first ring. A call that is known stays as it is. A call that asks for a document is not over, whatever its
 * status says: how it ended is told, or asked for, like any other end, so that everything that hangs on it is settled.
 */
export async function beginCall(tx: Tx, call: NewCall, { now }: Context): Promise<{ outcome: 'begun' | 'known' }> {
  const status = isFinal(call.status) ? 'ringing' : call.status
  return { outcome: (await insertCall(tx, { ...call, status }, now)) ? 'begun' : 'known' }
}

export const findCall = (reader: Reader, callSid: string): Promise<Call | null> => selectCall(reader, callSid)

/** Newest first; `before` is the last call of the page before. */
export const listCalls = (
  reader: Reader,
  page: { readonly before: { readonly arrivedAt: number; readonly callSid: string } | null; readonly limit: number },
): Promise<readonly Call[]> => selectCalls(reader, page.before, page.limit)

/** Everything that happened on a call, in the order in which we heard of it. */
export const timeline = (reader: Reader, callSid: string): Promise<readonly CallEvent[]> =>
  selectTimeline(reader, callSid)

/** Keeps where the caller is, that the caller was heard, and what happened on the way there. Sent without waiting. */
export function placeCall(
  tx: Tx,
  at: { readonly callSid: string; readonly node: string; readonly lane: string | null },
  { now }: Context,
  entries: readonly Entry[] = [],
): void {
  placeCallAt(tx, at, entries, now)
}

/** One entry of the timeline. Sent without waiting. */
export function note(tx: Tx, { callSid, ...entry }: Entry & { readonly callSid: string }, { now }: Context): void {
  insertEvents(tx, callSid, [entry], now)
}

/** Several entries of one call's timeline in one statement, in their order. Sent without waiting. */
export function noteMany(
  tx: Tx,
  noted: { readonly callSid: string; readonly entries: readonly Entry[] },
  { now }: Context,
): void {
  if (noted.entries.length > 0) insertEvents(tx, noted.callSid, noted.entries, now)
}

export type Advance = {
  readonly outcome: 'advanced' | 'ignored' | 'unknown'
  /** This very report ended the call. */
  readonly ended: boolean
}

/** What the carrier says of a citizen's call. Forward only; the first final status wins. Notes it in the timeline. */
export async function advanceStatus(tx: Tx, report: StatusReport, context: Context): Promise<Advance> {
  const { callSid, status, durationSeconds } = report
  const advanced = await advanceCall(tx, report)
  if (!advanced && (await selectCall(tx, callSid)) === null) return { outcome: 'unknown', ended: false }
  if (!advanced && isFinal(status) && durationSeconds !== null) timeCall(tx, report)
  const facts = durationSeconds === null ? { status } : { status, durationSeconds }
  note(tx, { callSid, kind: 'call.status', facts, ignored: !advanced }, context)
  if (advanced && isFinal(status)) await endStraysOf(tx, callSid, context)
  return { outcome: advanced ? 'advanced' : 'ignored', ended: advanced && isFinal(status) }
}

/** Fetches the citizen out of whatever the call is in, to hear the dialogue's present state. Nothing happens to a call that has ended. */
export async function moveCall(
  tx: Tx,
  { callSid, why }: { readonly callSid: string; readonly why: string },
  context: Context,
): Promise<void> {
  const epoch = await raiseEpoch(tx, callSid)
  if (epoch === null) return
  order(tx, { kind: 'move_call', payload: { epoch, why } }, callSid, context)
  note(tx, { callSid, kind: 'call.moved', facts: { epoch, why } }, context)
}

/** Hangs the citizen's call up. */
export function endCall(
  tx: Tx,
  { callSid, why }: { readonly callSid: string; readonly why: string },
  context: Context,
): void {
  order(tx, { kind: 'end_call', payload: { why } }, callSid, context)
}

export type PlacedLeg = {
  readonly purpose: LegPurpose
  /** The offer, the rung's attempt or the callback that it serves. */
  readonly about: string
  readonly citizenCallSid: string
  readonly target: Callee
  readonly ringSeconds: number
  readonly urgent: boolean
}

/** Rings someone. Gives the leg's id, which is the command's. */
export function placeLeg(tx: Tx, leg: PlacedLeg, context: Context): string {
  const { purpose, about, citizenCallSid, target, ringSeconds, urgent } = leg
  const id = order(
    tx,
    { kind: 'place_leg', payload: { purpose, target, ringSeconds, urgent } },
    citizenCallSid,
    context,
  )
  insertLeg(tx, { id, purpose, about, citizenCallSid, legSid: null }, context.now)
  note(tx, { callSid: citizenCallSid, kind: 'leg.placed', facts: { leg: id, purpose, urgent } }, context)
  return id
}

/** Follows a call that somebody made to us (an operator's browser) as a leg. Gives its id, which is its participant label. */
export function adoptLeg(
  tx: Tx,
  leg: Pick<PlacedLeg, 'purpose' | 'about' | 'citizenCallSid'> & { readonly legSid: string },
  { now }: Context,
): string {
  const id = newId()
  insertLeg(tx, { id, ...leg }, now)
  return id
}

/**
 * Ends a leg, with every other call that rings for it. Who listens is told so first (the moment `let_go`). One whose command nobody has taken is over at once, without a word to
 * its handler; any other hears of its end by the carrier. Calling it again does nothing.
 */
export async function endLeg(tx: Tx, legId: string, context: Context): Promise<void> {
  const leg = await wantEnd(tx, legId, context.now)
  if (leg === null) return
  await endStrays(tx, leg, null, context)
  if (leg.endedAt !== null) return
  if (await withdrawCommand(tx, legId, context.now)) advanceLeg(tx, legId, 'canceled', context.now, context.now)
  else {
    const payload = { why: 'leg_not_wanted', legId }
    order(tx, { kind: 'end_call', payload }, leg.citizenCallSid, context, graceMilliseconds(leg))
  }
}

export const findLeg = (reader: Reader, legId: string): Promise<Leg | null> => selectLeg(reader, legId)

export const legsOf = (reader: Reader, citizenCallSid: string): Promise<readonly Leg[]> =>
  selectLegsOf(reader, citizenCallSid)

/** What was recorded on a call, in order; `completed` ones can be fetched from the carrier. */
export const recordingsOf = (reader: Reader, callSid: string): Promise<readonly Recording[]> =>
  selectRecordings(reader, callSid)

/** Opens a conversation for a citizen, closing one that may still be open. Gives the name of its conference. */
export function openConversation(
  tx: Tx,
  { citizenCallSid }: { readonly citizenCallSid: string },
  context: Context,
): string {
  const id = newId()
  insertConversation(tx, id, citizenCallSid, context.now)
  note(tx, { callSid: citizenCallSid, kind: 'conversation.opened', facts: { conversation: id } }, context)
  return id
}

export function closeConversation(tx: Tx, conversationId: string, { now }: Context): void {
  markClosed(tx, conversationId, now)
}
