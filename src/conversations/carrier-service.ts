/** What the outcome of a command to the carrier means for our rows. */

import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import { type FinalStatus, hasEnded } from './call.ts'
import { hearCall, selectCall, selectSilentCalls } from './call-store.ts'
import {
  type Attempt,
  type Command,
  hasLostPatience,
  judge,
  leaseMilliseconds,
  lookAgainMilliseconds,
} from './command.ts'
import { holdJanitor, isStillOurs, settleCommand, type Taken, takeCommand, takeDueCommands } from './command-store.ts'
import type { ConversationHandlers } from './leg.ts'
import { finishLeg, reportLeg } from './leg-service.ts'
import { bindLeg, hearLeg, holdLeg, selectForsakenLegs, selectSidsOfOthers, selectSilentLegs } from './leg-store.ts'
import { advanceStatus, endLeg, note, order } from './service.ts'

/** What an attempt brought, besides how it ended. */
export type Result = {
  readonly attempt: Attempt
  /** `place_leg`: the call that was placed, or found. */
  readonly legSid?: string
  /** `fetch_call`: how the call stands at the carrier. */
  readonly found?: {
    readonly status: CallStatus | null
    readonly endedAt: number | null
    readonly durationSeconds: number | null
  }
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
  if (command.callSid === null) return
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
  switch (command.kind) {
    case 'place_leg':
      return bindPlaced(tx, command, result, handlers, context)
    case 'fetch_call':
      return applyFetched(tx, command, result, handlers, context)
    case 'move_call':
    case 'end_call': {
      // The carrier has no such call any more, and we did not know: ask how it ended instead of waiting for a word that may never come.
      if (result.attempt !== 'gone' || ('sid' in command.payload && command.payload.sid !== undefined)) return
      const legId = 'legId' in command.payload ? command.payload.legId : undefined
      order(tx, { kind: 'fetch_call', payload: legId === undefined ? {} : { legId } }, command.callSid, context)
      return
    }
    case 'update_participant':
      return
  }
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
  order(tx, { kind: 'end_call', payload: { why: 'second_leg_of_one_command', sid: legSid } }, command.callSid, context)
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
async function applyFetched(
  tx: Tx,
  command: Command & { kind: 'fetch_call' },
  { attempt, found }: Result,
  handlers: ConversationHandlers,
  context: Context,
): Promise<void> {
  const status = attempt === 'gone' ? 'failed' : (found?.status ?? null)
  const at = found?.endedAt ?? context.now
  const { legId } = command.payload
  if (legId !== undefined) {
    const leg = await holdLeg(tx, legId)
    if (leg === null || leg.legSid === null) return
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

/** Nobody has spoken of a call for so long: a waiting caller is heard every ten seconds, a talking one may be silent for an hour. */
export const silentAfterMilliseconds = 90_000

/**
 * A leg ends its conference with the citizen's call, unless its document was given while a move was under way that then
 * failed. Whoever still sits there alone so long afterwards is hung up, and so is a leg whose end was never told.
 */
const forsakenAfterMilliseconds = 30_000

/** Orders to ask the carrier about calls and legs of which nothing was heard. Gives their number; one process at a time. */
export async function askAboutSilent(tx: Tx, limit: number, context: Context): Promise<number> {
  if (!(await holdJanitor(tx))) return 0
  const since = context.now - silentAfterMilliseconds
  const [calls, legs] = await Promise.all([selectSilentCalls(tx, since, limit), selectSilentLegs(tx, since, limit)])
  for (const callSid of calls) order(tx, { kind: 'fetch_call', payload: {} }, callSid, context)
  for (const { id, citizenCallSid } of legs)
    order(tx, { kind: 'fetch_call', payload: { legId: id } }, citizenCallSid, context)
  const forsaken = await selectForsakenLegs(tx, context.now - forsakenAfterMilliseconds, limit)
  for (const id of forsaken) await endLeg(tx, id, context)
  return calls.length + legs.length + forsaken.length
}
