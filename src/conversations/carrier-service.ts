/** What the outcome of a command to the carrier means for our rows. */

import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import { type FinalStatus, hasEnded } from './call.ts'
import { hearCall, selectCall } from './call-store.ts'
import {
  type Attempt,
  type Command,
  hasLostPatience,
  judge,
  leaseMilliseconds,
  lookAgainMilliseconds,
} from './command.ts'
import { isStillOurs, lastOneFailed, settleCommand, type Taken, takeCommand, takeDueCommands } from './command-store.ts'
import { undoControl } from './control-service.ts'
import { type ConversationHandlers, lastWordsMilliseconds } from './leg.ts'
import { finishLeg, reportLeg } from './leg-service.ts'
import { bindLeg, hearLeg, holdLeg, selectSidsOfOthers } from './leg-store.ts'
import { order } from './order-service.ts'
import { advanceStatus, note } from './service.ts'
import { endStray } from './stray-service.ts'

/** What an attempt brought, besides how it ended. */
export type Result = {
  readonly attempt: Attempt
  /** `place_leg`: the call that was placed, or found. */
  readonly legSid?: string
  /** `fetch_call`, `end_call`: the call that was asked about. */
  readonly subject?: string
  /** `fetch_call`, `end_call`: how it stands at the carrier. */
  readonly found?: {
    readonly status: CallStatus | null
    readonly endedAt: number | null
    readonly durationSeconds: number | null
  }
  /** `end_call`: it hears its last words now, and hangs up after them. */
  readonly isBeingTold?: boolean
  readonly retryAfterSeconds?: number | null
  /** For people: the carrier's number and words, without anything personal. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Takes exactly this command, in one statement of its own. Null if there is nothing to do. */
export const take = (reader: Reader, id: string, { now }: Context): Promise<Taken | null> =>
  takeCommand(reader, id, now, leaseMilliseconds)

/** Takes what is due and what was taken and never settled. */
export const takeDue = (reader: Reader, limit: number, { now }: Context): Promise<readonly Taken[]> =>
  takeDueCommands(reader, now, leaseMilliseconds, limit)

/** SIDs among these that are other legs' already. */
export const sidsOfOthers = (reader: Reader, sids: readonly string[], legId: string): Promise<readonly string[]> =>
  selectSidsOfOthers(reader, sids, legId)

/** Settles a command that made no sense any more. A leg that was never placed is over, and its handler hears so. */
export async function settleUnneeded(
  tx: Tx,
  command: Command,
  why: string,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  if (command.kind === 'place_leg') await endUnplaced(tx, command, 'canceled', handlers, context)
  await settleCommand(tx, command, { state: 'unneeded', outcome: { why }, notBefore: null, untried: true }, context.now)
}

/** Puts a command that lacks a fact back for a moment, or gives it up after a minute. */
export async function settleLater(tx: Tx, command: Command, context: Context): Promise<void> {
  if (hasLostPatience(command, context.now)) {
    await settleCommand(tx, command, { state: 'failed', outcome: { why: 'no_sid' }, notBefore: null }, context.now)
    return
  }
  await putBack(tx, command, { attempt: 'unknown' }, lookAgainMilliseconds, context, true)
}

/** Settles a command after an attempt. `jitter`: 0 to below 1. */
export async function settle(
  tx: Tx,
  command: Command,
  result: Result,
  jitter: number,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  const verdict = judge(command, result.attempt, jitter, result.retryAfterSeconds)
  if (verdict.verdict === 'again') return putBack(tx, command, result, verdict.afterMilliseconds, context, false)
  const state = verdict.verdict
  // What the carrier did stands, even if somebody else took the command meanwhile.
  if (state === 'done') await apply(tx, command, result, handlers, context)
  else if (await isStillOurs(tx, command)) await applyFailure(tx, command, result, handlers, context)
  await settleCommand(
    tx,
    command,
    { state, outcome: { attempt: result.attempt, ...result.facts }, notBefore: null },
    context.now,
  )
}

async function applyFailure(
  tx: Tx,
  command: Command,
  result: Result,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  if (command.kind === 'place_leg') await endUnplaced(tx, command, 'failed', handlers, context)
  if (command.kind === 'update_participant') await undoControl(tx, command, context.now)
  // While the carrier cannot be reached, this is tried again and again: the timeline tells when that begins and when it is over.
  if (command.callSid === null || (await lastOneFailed(tx, command))) return
  const facts = { command: command.kind, attempts: command.attempts, ...result.facts }
  note(tx, { callSid: command.callSid, kind: 'command.failed', facts }, context)
}

async function putBack(
  tx: Tx,
  command: Command,
  result: Result,
  pause: number,
  { now }: Context,
  untried: boolean,
): Promise<void> {
  const outcome =
    untried && command.previous !== null ? { attempt: command.previous } : { attempt: result.attempt, ...result.facts }
  if (!(await settleCommand(tx, command, { state: 'due', outcome, notBefore: now + pause, untried }, now))) return
  tx.wake({ queue: 'carrier', id: command.id, ...(pause > 0 && { delayMilliseconds: pause }) })
}

async function apply(
  tx: Tx,
  command: Command,
  result: Result,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  if (command.callSid !== null && (await lastOneFailed(tx, command)))
    note(tx, { callSid: command.callSid, kind: 'command.recovered', facts: { command: command.kind } }, context)
  switch (command.kind) {
    case 'place_leg':
      return bindPlaced(tx, command, result, handlers, context)
    case 'fetch_call':
      return applyFound(tx, command, result, handlers, context)
    case 'end_call':
      if (command.payload.sid !== undefined) return
      if (result.attempt === 'gone') return askHowItEnded(tx, command, 0, context)
      if (result.isBeingTold) return endUnlessFinished(tx, command, context)
      // What we ended ourselves is over, whether or not the carrier will tell it once more.
      if (result.found === undefined) return
      if (result.found.status !== null && hasEnded(result.found.status))
        return applyFound(tx, command, result, handlers, context)
      return askHowItEnded(tx, command, lastWordMilliseconds, context)
    case 'move_call':
      if (result.attempt === 'gone') askHowItEnded(tx, command, 0, context)
      return
    case 'update_participant':
      return
  }
}

/** Who does not hang up after the last words is hung up. */
function endUnlessFinished(tx: Tx, command: Command & { kind: 'end_call' }, context: Context): void {
  const payload = { ...command.payload, told: true }
  order(tx, { kind: 'end_call', payload }, command.callSid, context, lastWordsMilliseconds)
}

/** A call that the carrier was ending as it answered is asked about so long afterwards, if nothing was heard by then. */
const lastWordMilliseconds = 5_000

/** The carrier has ended the call, or does not have it any more: ask how instead of waiting for a word that may never come. */
function askHowItEnded(
  tx: Tx,
  command: Command & { kind: 'move_call' | 'end_call' },
  afterMilliseconds: number,
  context: Context,
): void {
  const legId = 'legId' in command.payload ? command.payload.legId : undefined
  const payload = legId === undefined ? {} : { legId }
  order(tx, { kind: 'fetch_call', payload }, command.callSid, context, afterMilliseconds)
}

async function bindPlaced(
  tx: Tx,
  command: Command,
  { legSid }: Result,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  const leg = await holdLeg(tx, command.id)
  if (leg === null) return
  // `gone` for a call to be placed: there is nobody at that address.
  if (legSid === undefined) return endUnplaced(tx, command, 'failed', handlers, context)
  if (leg.legSid === legSid) return
  if (leg.endedAt === null && leg.legSid === null) return bindLeg(tx, leg.id, legSid)
  await endStray(tx, leg, legSid, context)
}

async function endUnplaced(
  tx: Tx,
  command: Command,
  how: FinalStatus,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  const leg = await holdLeg(tx, command.id)
  if (leg === null || leg.endedAt !== null || leg.legSid !== null) return
  await finishLeg(tx, leg, how, context.now, handlers.legs, context)
}

/** What a status callback would have said, had it come. A call that the carrier does not know any more has failed. */
async function applyFound(
  tx: Tx,
  command: Command & { kind: 'fetch_call' | 'end_call' },
  { attempt, found, subject }: Result,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  const status = attempt === 'gone' ? 'failed' : (found?.status ?? null)
  const at = found?.endedAt ?? context.now
  const { legId } = command.payload
  if (legId !== undefined) {
    const leg = await holdLeg(tx, legId)
    if (leg === null || leg.legSid === null) return
    // Another call has become the leg meanwhile.
    if (subject !== undefined && subject !== leg.legSid) return
    if (status !== null && rankOf(status) > leg.statusRank)
      await reportLeg(tx, { legId, legSid: leg.legSid, status, at }, handlers.legs, context)
    else hearLeg(tx, legId, context.now)
    return
  }
  const { callSid } = command
  if (callSid === null) return
  const call = await selectCall(tx, callSid)
  if (call === null || call.endedAt !== null) return
  const durationSeconds = found?.durationSeconds ?? null
  if (status !== null && hasEnded(status))
    await handlers.callEnded(tx, { callSid, status, at, durationSeconds }, context)
  else if (status !== null && rankOf(status) > call.statusRank)
    await advanceStatus(tx, { callSid, status, at: context.now, durationSeconds: null }, context)
  else hearCall(tx, callSid, context.now)
}
