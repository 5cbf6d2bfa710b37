/** A citizen's call from its first ring to its end, turn by turn. */

import type { CallerAddress } from '../citizens/address.ts'
import { know } from '../citizens/service.ts'
import type { Call } from '../conversations/call.ts'
import { hasEnded } from '../conversations/call.ts'
import type { StatusReport } from '../conversations/call-store.ts'
import { divertedCall } from '../conversations/diverted-service.ts'
import { type Following, followMove, moveFetched } from '../conversations/move-service.ts'
import { advanceStatus, beginCall, findCall, note, noteMany, placeCall } from '../conversations/service.ts'
import { isRecalled } from '../dispatch/callback-owed-service.ts'
import { beginCallback } from '../dispatch/callback-service.ts'
import { lockCaller } from '../dispatch/partner-service.ts'
import { citizenReturned, endWait, heartbeat } from '../dispatch/wait-service.ts'
import { callingFor } from '../emergency/calling-service.ts'
import { recoverCall } from '../emergency/recovery-service.ts'
import { endEmergency } from '../emergency/service.ts'
import { begin } from '../flow/advance.ts'
import type { Flow } from '../flow/flow.ts'
import type { Input, WaitFacts } from '../flow/input.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { closeTicket, ticketById } from '../tickets/service.ts'
import { type Belonging, begunDialogue, belongingOf, type Dialogue, wasServedByLine } from './dialogue.ts'
import { factsOf } from './facts.ts'
import type { SessionsHouse } from './house.ts'
import { step } from './step-service.ts'
import * as store from './store.ts'

export type Arrival = {
  readonly callSid: string
  readonly line: string
  readonly caller: CallerAddress
  readonly status: Call['status']
  readonly token: string | null
}

export type Turn = {
  readonly callSid: string
  readonly turn: number | null
  readonly epoch: number
  readonly token: string | null
  readonly input: Input
  /** The carrier says that the caller has hung up: the last verb still tells how it ended, and nobody hears the answer. */
  readonly isOver?: boolean
}

export type Answer =
  | {
      readonly outcome: 'answered' | 'repeated'
      readonly verbs: readonly Verb[]
      /** What the citizen hears, ISO 639-3. */
      readonly language: string
      /** Of the next request. */
      readonly turn: number
      readonly epoch: number
      /** Where the dialogue stands: its flow's node, and the lane in which the caller waits. */
      readonly node?: string
      readonly lane?: string | null
    }
  | { readonly outcome: 'unknown_call' }

/** What the caller hears, and the dialogue as it was written; null: nothing was. */
export type Taken = { readonly answer: Answer; readonly dialogue: Dialogue | null }

const unknownCall: Taken = { answer: { outcome: 'unknown_call' }, dialogue: null }

export const answerOf = (dialogue: Dialogue, outcome: 'answered' | 'repeated'): Answer => ({
  outcome,
  verbs: dialogue.verbs,
  language: dialogue.state.language,
  turn: dialogue.turn,
  epoch: dialogue.epoch,
  node: dialogue.state.node,
  lane: laneOf(dialogue),
})

const repeated = (dialogue: Dialogue): Taken => ({ answer: answerOf(dialogue, 'repeated'), dialogue: null })

const laneOf = (dialogue: Dialogue) => dialogue.state.wait?.lane ?? null

/** A call comes in. A second delivery of the same call hears the present state. */
export async function arrive(tx: Tx, house: SessionsHouse, arrival: Arrival, context: Context): Promise<Taken> {
  const { callSid, line, caller, status, token } = arrival
  const { citizenId, canBeTexted } = await know(tx, { caller }, house.sealer, context)
  const flow = house.flowFor(line)
  const [begun] = await Promise.all([
    beginCall(tx, { callSid, line, citizenId, callerKind: caller.kind, status }, context),
    store.keepRevision(tx, flow, context.now),
  ])
  if (begun.outcome === 'known') {
    const known = await store.lock(tx, callSid)
    return known === null ? unknownCall : repeated(known)
  }
  const fresh = begunDialogue({
    id: callSid,
    revision: flow.revision,
    state: begin(flow),
    lastToken: token,
    caller: { citizenId, withheld: caller.kind === 'withheld', canBeTexted },
  })
  const given = { flow, call: { callSid, arrivedAt: context.now }, facts: factsOf(house, fresh, context), wait: null }
  const stepped = await step(tx, house, { ...given, dialogue: fresh, input: { kind: 'arrived' } }, context)
  const dialogue = { ...stepped.dialogue, turn: 1 }
  store.add(tx, dialogue, context.now)
  placeCall(tx, { callSid, node: dialogue.state.node, lane: laneOf(dialogue) }, context, stepped.entries)
  return { answer: answerOf(dialogue, 'answered'), dialogue }
}

async function flowOf(tx: Tx, house: SessionsHouse, revision: string): Promise<Flow> {
  const flow = house.revision(revision) ?? (await store.findRevision(tx, revision))
  if (flow === null) throw new Error('A call has a flow revision that is nowhere')
  return flow
}

/**
 * What a request means beside a move: the interrupted `<Dial>` comes back although nobody has left. Of a caller who has
 * hung up, only words count; coming out of a conversation by hanging up is its end, not its loss.
 */
function inputOf(belonging: Belonging, moving: Following['move'], isOver: boolean, input: Input): Input {
  if (isOver) return input.kind === 'recorded' ? input : { kind: 'hangup' }
  if (belonging === 'moved') return { kind: 'continue' }
  return moving === 'under_way' && input.kind === 'returned' ? { kind: 'continue' } : input
}

/** A move under way may pull the caller out of the conference for a moment: that must not end it for the operator. */
const stayingOpen = (wait: WaitFacts): WaitFacts =>
  wait.join === null ? wait : { ...wait, join: { ...wait.join, endsOnExit: false } }

/** A heartbeat that overtook a move has said the last words, and the move's document took their place: they are said again. */
const wasCutShort = ({ state }: Dialogue, belonging: Belonging, isOver: boolean): boolean =>
  belonging === 'moved' && state.ended === 'goodbye' && !isOver

/** Holds in an emergency's lane, and hears who is being called. */
const isInDanger = (flow: Flow, { state }: Dialogue): boolean => flow.nodes[state.node]?.kind === 'emergency'

const settledAt = (epoch: number): Following => ({ move: 'settled', epoch })

/** One request of a call that we know: a key, silence, a recording, a heartbeat, the way back from a conference. */
export async function takeTurn(tx: Tx, house: SessionsHouse, turn: Turn, context: Context): Promise<Taken> {
  const { callSid } = turn
  const [dialogue, call] = await Promise.all([store.lock(tx, callSid), findCall(tx, callSid)])
  if (dialogue === null || call === null) return unknownCall
  const belonging = belongingOf(dialogue, call.epoch, turn)
  if (belonging === 'repeated') {
    note(tx, { callSid, kind: 'turn.repeated', facts: { turn: turn.turn, epoch: turn.epoch }, ignored: true }, context)
    return repeated(dialogue)
  }
  // The wait before the call, as everyone takes them.
  if (belonging === 'ahead_of_move') await lockCaller(tx, callSid)
  let moving = belonging === 'ahead_of_move' ? await followMove(tx, callSid, context) : settledAt(turn.epoch)
  const isOver = turn.isOver === true || hasEnded(call.status)
  const input = inputOf(belonging, moving.move, isOver, turn.input)
  const flow = await flowOf(tx, house, dialogue.revision)
  if (input.kind === 'returned' && dialogue.waitId !== null) {
    await citizenReturned(tx, house.dispatch, dialogue.waitId, context)
  }
  const beat = dialogue.waitId === null ? null : await heartbeat(tx, dialogue.waitId, context)
  const waits = beat !== null && isInDanger(flow, dialogue) ? { ...beat, calling: await callingFor(tx, callSid) } : beat
  if (belonging === 'moved') moveFetched(tx, callSid, turn.epoch)
  // Whoever took the caller after this turn was read has also ordered a move, in the same transaction.
  if (belonging === 'present' && waits?.state === 'joined') moving = await followMove(tx, callSid, context)
  const wait = waits !== null && moving.move === 'under_way' ? stayingOpen(waits) : waits
  const facts = factsOf(house, dialogue, context)
  const stepped = await step(tx, house, { flow, call, dialogue, input, facts, wait }, context)
  // Until the caller has followed a move that is under way, the old epoch stays: its document is still to be fetched.
  const epoch = moving.move === 'under_way' ? dialogue.epoch : moving.epoch
  const { verbs } = wasCutShort(dialogue, belonging, isOver) ? dialogue : stepped.dialogue
  const next: Dialogue = { ...stepped.dialogue, verbs, turn: dialogue.turn + 1, epoch, lastToken: turn.token }
  store.save(tx, next, context.now)
  // The record keeps the place where the caller hung up. What the end of the call settles is settled now, or again.
  if (isOver) {
    noteMany(tx, { callSid, entries: stepped.entries }, context)
    await settle(tx, house, next, context)
  } else placeCall(tx, { callSid, node: next.state.node, lane: laneOf(next) }, context, stepped.entries)
  return { answer: answerOf(next, 'answered'), dialogue: next }
}

/** Everything that hangs on a call which is over. Doing it twice changes nothing. */
async function settle(tx: Tx, house: SessionsHouse, dialogue: Dialogue, context: Context): Promise<void> {
  await endLine(tx, house, dialogue.id, dialogue, context)
  const ticket = dialogue.ticketId === null ? null : await ticketById(tx, dialogue.ticketId)
  if (ticket === null || ticket.stage === 'closed' || !wasServedByLine(dialogue, ticket.kind)) return
  const by: Context = { ...context, actor: 'system' }
  await closeTicket(tx, { ticketId: ticket.id, by: 'system', reason: 'answered_by_the_line' }, by)
}

/** Whether a human was there when the caller came to the conversation: with us, or on the phone that the safe flow rang. */
async function hasMet(tx: Tx, { id: callSid, state }: Dialogue): Promise<boolean> {
  if (state.reached === 'human' || state.reached === 'handed_off') return true
  return ((await divertedCall(tx, callSid))?.reached ?? null) !== null
}

/**
 * Whoever is being called back about this call is in line again, or talks: what comes late of the call's end takes nothing of that.
 * No dialogue: the call went through the safe flow alone.
 */
export async function endLine(
  tx: Tx,
  house: SessionsHouse,
  callSid: string,
  dialogue: Dialogue | null,
  context: Context,
): Promise<void> {
  if (await isRecalled(tx, callSid)) return
  const wait = dialogue?.waitId == null ? null : await endWait(tx, dialogue.waitId, context)
  await beginCallback(tx, house.callbacks, callSid, context)
  const hadFinished = wait === 'finished'
  const neverMet = dialogue !== null && hadFinished && !(await hasMet(tx, dialogue))
  const ended = await endEmergency(tx, { callSid, hadFinished, neverMet }, context)
  if (ended === 'dropped') await recoverCall(tx, house.callbacks, callSid, context)
}

/**
 * The carrier's word on a call's status. A final one settles everything that hangs on the call. The dialogue itself stays
 * where it is: words recorded until the caller hung up arrive after that, and belong to the ticket all the same.
 */
export async function reportStatus(
  tx: Tx,
  house: SessionsHouse,
  report: StatusReport,
  context: Context,
): Promise<void> {
  const dialogue = hasEnded(report.status) ? await store.lock(tx, report.callSid) : null
  if (dialogue !== null && dialogue.waitId !== null && !(await isRecalled(tx, dialogue.id)))
    await endWait(tx, dialogue.waitId, context)
  // Before the call is locked: whoever hung up to be called back goes into the line, with the wait's lock.
  if (dialogue !== null) await beginCallback(tx, house.callbacks, dialogue.id, context)
  const { ended } = await advanceStatus(tx, report, context)
  if (!ended) return
  if (dialogue === null) return endLine(tx, house, report.callSid, null, context)
  // The place in the call's record: words recorded until the hang-up may have led the dialogue on before we heard of the end.
  const node = (await findCall(tx, report.callSid))?.node ?? dialogue.state.node
  note(tx, { callSid: report.callSid, kind: 'call.ended', facts: { node } }, context)
  await settle(tx, house, dialogue, context)
}
