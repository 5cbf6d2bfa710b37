/** One step of a dialogue: the flow advances, the outside gives what it needs, the other rooms do what it wants. */

import type { Entry } from '../conversations/call-store.ts'
import { noteMany } from '../conversations/service.ts'
import { beginWait, leaveLane, lobby, notWaiting } from '../dispatch/wait-service.ts'
import { raiseEmergency } from '../emergency/service.ts'
import { advance, type Step } from '../flow/advance.ts'
import type { Flow } from '../flow/flow.ts'
import type { Facts, FlowEvent, Input, Need, NeedResult, WaitFacts } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import { publish } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { fillTicket, openTicket, statusOf } from '../tickets/service.ts'
import { type Chosen, newlyChosen, recordingField } from './chosen.ts'
import type { Dialogue } from './dialogue.ts'
import { unaskedDuty } from './duty.ts'
import { type Effect, effectsOf, entriesOf, houseKinds, isSettled } from './effects.ts'
import type { SessionsHouse } from './house.ts'

/** What the call itself tells a step. */
export type StepCall = { readonly callSid: string; readonly arrivedAt: number }

/** Lookups and tickets that one step may ask for; a flow that asks for more is broken, and its caller goes on to a human. */
const mostNeeds = 8

/** The contact's one ticket, opened when it is first needed. */
export async function ensureTicket(tx: Tx, dialogue: Dialogue, kind: string | null, context: Context) {
  const { citizenId, contact = dialogue.id } = dialogue.caller
  const channel = dialogue.state.channel === 'text' ? 'sms' : 'voice'
  const opened = await openTicket(tx, { contact, channel, citizenId, kind: kind ?? houseKinds.unknown }, context)
  if (opened.outcome === 'known' && kind !== null) {
    await fillTicket(tx, { ticketId: opened.id, fields: { kind } }, context)
  }
  return opened
}

/** What the outside answers to a step's need, and the ticket that it made or found. */
export async function give(
  tx: Tx,
  house: SessionsHouse,
  dialogue: Dialogue,
  need: Need,
  context: Context,
): Promise<{ readonly result: NeedResult; readonly ticketId: string | null }> {
  if (need.need === 'ticket_status') {
    const status = await statusOf(tx, need.code)
    const opened = await ensureTicket(tx, dialogue, houseKinds.status, context)
    const result: NeedResult =
      status === null ? { need: 'ticket_status', found: false } : { need: 'ticket_status', found: true, ...status }
    return { result, ticketId: opened.id }
  }
  if (need.need !== 'ticket') return { result: { need: need.need, failed: true }, ticketId: null }
  const { kind, topic, district, place, descriptionRecording, placeRecording } = need.fields
  const opened = await ensureTicket(tx, dialogue, null, context)
  const agency = topic === undefined ? null : (house.topic(topic)?.agency ?? null)
  const fields = {
    kind,
    ...(topic === undefined ? {} : { topic }),
    ...(district === undefined ? {} : { district }),
    ...(place === undefined ? {} : { place }),
    ...(placeRecording === undefined ? {} : { placeRecording }),
    ...(descriptionRecording === undefined ? {} : { descriptionRecording }),
  }
  await fillTicket(tx, { ticketId: opened.id, fields, ...(agency === null ? {} : { ownerAgencyId: agency }) }, context)
  return { result: { need: 'ticket', code: opened.code }, ticketId: opened.id }
}

async function carryOut(
  tx: Tx,
  house: SessionsHouse,
  { flow, call }: { readonly flow: Flow; readonly call: StepCall },
  dialogue: Dialogue,
  effect: Effect,
  context: Context,
): Promise<Dialogue> {
  switch (effect.effect) {
    case 'ticket': {
      return { ...dialogue, ticketId: (await ensureTicket(tx, dialogue, effect.kind, context)).id }
    }
    case 'describe': {
      if (dialogue.ticketId === null) return dialogue
      const fields = { [recordingField(flow, effect.variable)]: effect.recordingSid }
      await fillTicket(tx, { ticketId: dialogue.ticketId, fields }, context)
      return dialogue
    }
    case 'wait': {
      const entering = { callSid: call.callSid, lane: effect.lane, emergencyId: null, arrivedAt: call.arrivedAt }
      const { waitId } = await beginWait(tx, house.dispatch, entering, context)
      return { ...dialogue, waitId }
    }
    case 'emergency': {
      const { lane, kind } = effect
      const raising = { callSid: call.callSid, lane, kind, ladder: house.ladderFor(kind), arrivedAt: call.arrivedAt }
      const { waitId } = await raiseEmergency(tx, house.dispatch, raising, context)
      return { ...dialogue, waitId }
    }
    case 'leave_lane':
      if (dialogue.waitId !== null) await leaveLane(tx, dialogue.waitId, context)
      return { ...dialogue, waitId: null }
    case 'text': {
      const { citizenId } = dialogue.caller
      if (citizenId !== null) {
        publish(tx, { topic: 'text.wanted', payload: { callSid: call.callSid, citizenId, body: effect.body } }, context)
      }
      return dialogue
    }
  }
}

export type Stepped = {
  readonly dialogue: Dialogue
  /** Of the timeline, not yet written: a step that had nothing else for it leaves them to the write that every turn has. */
  readonly entries: readonly Entry[]
}

export type StepGiven = {
  readonly flow: Flow
  readonly call: StepCall
  readonly dialogue: Dialogue
  readonly input: Input
  readonly facts: Omit<Facts, 'wait'>
  /** How the caller's wait stands; null for a caller who does not wait. */
  readonly wait: WaitFacts | null
}

async function firstStep(tx: Tx, given: StepGiven): Promise<{ readonly taken: Step; readonly facts: Facts }> {
  const { flow, dialogue, input, facts, wait } = given
  if (wait !== null) {
    const all = { ...facts, wait }
    return { taken: advance(flow, dialogue.state, input, all), facts: all }
  }
  const duty = unaskedDuty(notWaiting)
  const calm = { ...facts, wait: duty.wait }
  const taken = advance(flow, dialogue.state, input, calm)
  // A need is answered first and asks again; what it leads to should know who is on duty.
  if (!duty.wasAsked() && taken.need === null) return { taken, facts: calm }
  const all = { ...facts, wait: await lobby(tx) }
  return { taken: advance(flow, dialogue.state, input, all), facts: all }
}

/** What was chosen is kept at once: a caller who hangs up before the flow comes to its ticket has said whom it concerns. */
async function keepChoice(
  tx: Tx,
  house: SessionsHouse,
  { ticketId }: Dialogue,
  chosen: Chosen,
  context: Context,
): Promise<void> {
  if (ticketId === null) return
  const topic = chosen.topic === undefined ? null : house.topic(chosen.topic)
  const fields = { ...chosen, ...(topic === null ? {} : { kind: topic.kind }) }
  await fillTicket(tx, { ticketId, fields, ...(topic === null ? {} : { ownerAgencyId: topic.agency }) }, context)
}

/** The dialogue after `input`: nothing is saved but what the other rooms did. */
export async function step(tx: Tx, house: SessionsHouse, given: StepGiven, context: Context): Promise<Stepped> {
  const { flow, call } = given
  let { dialogue } = given
  const events: FlowEvent[] = []
  const first = await firstStep(tx, given)
  let { taken } = first
  events.push(...taken.events)
  for (let asked = 0; taken.need !== null && asked < mostNeeds; asked += 1) {
    const { result, ticketId } = await give(tx, house, dialogue, taken.need, context)
    dialogue = { ...dialogue, ticketId: ticketId ?? dialogue.ticketId }
    taken = advance(flow, taken.session, { kind: 'given', result }, first.facts)
    events.push(...taken.events)
  }
  if (taken.need !== null) throw new Error('A flow asks without end for tickets or lookups')
  dialogue = { ...dialogue, state: taken.session, verbs: taken.verbs }
  const entries = entriesOf(events)
  const effects = effectsOf(events).filter((effect) => !isSettled(effect, dialogue))
  const chosen = newlyChosen(flow, given.dialogue.state.variables, dialogue.state.variables, events)
  // What the caller did stands in the timeline before what it made the rooms do; a ticket writes none of it.
  const isTold = effects.some(({ effect }) => effect !== 'ticket')
  if (isTold) noteMany(tx, { callSid: call.callSid, entries }, context)
  for (const effect of effects) dialogue = await carryOut(tx, house, given, dialogue, effect, context)
  if (chosen !== null) await keepChoice(tx, house, dialogue, chosen, context)
  return { dialogue, entries: isTold ? [] : entries }
}
