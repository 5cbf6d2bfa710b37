/** One step of a dialogue: the flow advances, the outside gives what it needs, the other rooms do what it wants. */

import type { Entry } from '../conversations/call-store.ts'
import { isProbe } from '../conversations/probe-service.ts'
import { noteMany } from '../conversations/service.ts'
import { citizenServed } from '../dispatch/callback-service.ts'
import { laneFacts } from '../dispatch/lane-service.ts'
import { beginWait, leaveLane, lobby, notWaiting } from '../dispatch/wait-service.ts'
import { raiseEmergency } from '../emergency/service.ts'
import { advance, type Step } from '../flow/advance.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Facts, FlowEvent, Input, WaitFacts } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import { publish } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { announcementOf } from '../tickets/incident.ts'
import { findIncidents } from '../tickets/incident-service.ts'
import { fillTicket } from '../tickets/service.ts'
import { calledAgain } from './called-again-service.ts'
import { type Chosen, chosenFields, newlyChosen, recordingField } from './chosen.ts'
import { judge, learnAnswer, learnWords } from './danger-service.ts'
import type { Dialogue } from './dialogue.ts'
import { type Asked, unaskedFacts } from './duty.ts'
import { type Effect, effectsOf, entriesOf, isSettled } from './effects.ts'
import { frictionFor, letPass } from './friction-service.ts'
import type { SessionsHouse } from './house.ts'
import { ensureTicket, give } from './need-service.ts'
import { secretsOf } from './secrets.ts'

/** What the call itself tells a step. */
export type StepCall = { readonly callSid: string; readonly arrivedAt: number }

/** Lookups and tickets that one step may ask for; a flow that asks for more is broken, and its caller goes on to a human. */
const mostNeeds = 8

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
      const fields = { [recordingField(flow, effect.variable, effect.node)]: effect.recordingSid }
      await fillTicket(tx, { ticketId: dialogue.ticketId, fields }, context)
      return dialogue
    }
    case 'wait': {
      const { language } = dialogue.state
      const { callSid, arrivedAt } = call
      const { lane, silent } = effect
      const about = chosenFields(flow, dialogue.state)
      const letsPassSeconds = await letPass(tx, { callSid, citizenId: dialogue.caller.citizenId, about }, context)
      const entering = { callSid, lane, emergencyId: null, arrivedAt, language, silent, letsPassSeconds }
      const { waitId } = await beginWait(tx, house.dispatch, entering, context)
      return { ...dialogue, waitId }
    }
    case 'emergency': {
      const { lane, kind, silent } = effect
      const { language } = dialogue.state
      const { callSid, arrivedAt } = call
      const raising = { callSid, lane, kind, ladder: house.ladderFor(kind), arrivedAt, language }
      await calledAgain(tx, house.callbacks, { callSid: call.callSid, citizenId: dialogue.caller.citizenId }, context)
      const { waitId } = await raiseEmergency(tx, house.dispatch, raising, context)
      await judge(tx, house, { ...dialogue, waitId }, { silent }, context)
      return { ...dialogue, waitId }
    }
    case 'told':
      await learnAnswer(tx, house, dialogue, effect, context)
      return dialogue
    case 'words':
      await learnWords(tx, house, dialogue, effect.text, context)
      return dialogue
    case 'served': {
      const { citizenId } = dialogue.caller
      await calledAgain(tx, house.callbacks, { callSid: call.callSid, citizenId: dialogue.caller.citizenId }, context)
      if (citizenId !== null) await citizenServed(tx, house.callbacks, citizenId, context)
      return dialogue
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

/** A call of our own hears the menu and nothing else: whatever its keys lead to, it rings nobody and opens no ticket. */
async function refuseProbe(tx: Tx, { callSid }: StepCall): Promise<void> {
  if (await isProbe(tx, callSid)) throw new Error('A call of our own went where only citizens go')
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

/** What was looked up for a step, and what a step may see. */
type Knowledge = { readonly facts: Facts; readonly known: ReadonlySet<Asked> }

async function learn(
  tx: Tx,
  house: SessionsHouse,
  { flow, dialogue }: StepGiven,
  session: Session,
  asked: ReadonlySet<Asked>,
  { facts, known }: Knowledge,
  context: Context,
): Promise<Knowledge> {
  const about = asked.has('incident') || asked.has('friction') ? chosenFields(flow, session) : {}
  const [duty, queue, incidents, friction] = await Promise.all([
    asked.has('staffed') ? lobby(tx) : null,
    asked.has('queue') ? laneFacts(tx, house.lanes, context) : null,
    asked.has('incident') ? findIncidents(tx, about, context) : null,
    asked.has('friction') ? frictionFor(tx, dialogue.caller.citizenId, about, context) : null,
  ])
  const [incident] = incidents ?? []
  const languages = { language: session.language, defaultLanguage: house.defaultLanguage }
  return {
    known: new Set([...known, ...asked]),
    facts: {
      ...facts,
      ...(duty === null ? {} : { wait: { ...facts.wait, staffed: duty.staffed } }),
      ...(queue === null ? {} : { queue }),
      ...(friction === null ? {} : { friction: friction.level }),
      ...(incidents === null ? {} : { incident: incident === undefined ? '' : announcementOf(incident, languages) }),
    },
  }
}

/** Takes the step again as long as it asks for something that is not known yet: at most once for each. */
async function informed(
  tx: Tx,
  house: SessionsHouse,
  given: StepGiven,
  { session, input }: { readonly session: Session; readonly input: Input },
  knowledge: Knowledge,
  context: Context,
): Promise<{ readonly taken: Step; readonly knowledge: Knowledge }> {
  const { facts, asked } = unaskedFacts(knowledge.facts, knowledge.known)
  const taken = advance(given.flow, session, input, facts)
  if (asked.size === 0) return { taken, knowledge }
  const learned = await learn(tx, house, given, session, asked, knowledge, context)
  return informed(tx, house, given, { session, input }, learned, context)
}

/** What was chosen is kept at once: a caller who hangs up before the flow comes to its ticket has said whom it concerns. */
export async function keepChoice(
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
  const { flow, call, facts, wait } = given
  let { dialogue } = given
  const entries: Entry[] = []
  const events: FlowEvent[] = []
  const told = ({ events: more, session }: Step) => {
    events.push(...more)
    for (const one of more) {
      if (one.event !== 'flow.failed') continue
      const { node, problem } = one
      house.onFailure?.({ contact: call.callSid, flow: flow.id, revision: flow.revision, node, problem })
    }
    entries.push(...entriesOf(more, secretsOf(session)))
  }
  const known: ReadonlySet<Asked> = new Set(wait === null ? [] : (['staffed'] as const))
  const begun = { session: dialogue.state, input: given.input }
  const calm = { facts: { ...facts, wait: wait ?? notWaiting }, known }
  let { taken, knowledge } = await informed(tx, house, given, begun, calm, context)
  told(taken)
  for (let asked = 0; taken.need !== null && asked < mostNeeds; asked += 1) {
    await refuseProbe(tx, call)
    const { session } = taken
    const asking = { flow, dialogue, session, arrivedAt: call.arrivedAt }
    const answer = await give(tx, house, asking, taken.need, context)
    dialogue = { ...dialogue, ticketId: answer.ticketId ?? dialogue.ticketId }
    entries.push(...answer.entries)
    const input: Input = { kind: 'given', result: answer.result }
    const next = await informed(tx, house, given, { session, input }, knowledge, context)
    taken = next.taken
    knowledge = next.knowledge
    told(taken)
  }
  if (taken.need !== null) throw new Error('A flow asks without end for tickets or lookups')
  const before = dialogue.state
  dialogue = { ...dialogue, state: taken.session, verbs: taken.verbs }
  const effects = effectsOf(events).filter((effect) => !isSettled(effect, dialogue))
  if (effects.length > 0) await refuseProbe(tx, call)
  const chosen = newlyChosen(flow, before, dialogue.state, events)
  // What the caller did stands in the timeline before what it made the rooms do; a ticket writes none of it.
  const isTold = effects.some(({ effect }) => effect !== 'ticket')
  if (isTold) noteMany(tx, { callSid: call.callSid, entries }, context)
  for (const effect of effects) dialogue = await carryOut(tx, house, given, dialogue, effect, context)
  if (chosen !== null) await keepChoice(tx, house, dialogue, chosen, context)
  return { dialogue, entries: isTold ? [] : entries }
}
