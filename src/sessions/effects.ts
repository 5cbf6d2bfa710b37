/** What a step of the flow makes the other rooms do. Events in, effects out. Pure. */

import type { FlowEvent } from '../flow/input.ts'
import { withoutSecrets } from './secrets.ts'

export type Effect =
  /** The call has reached a choice, a word or a human: from here on it has a ticket. */
  | { readonly effect: 'ticket'; readonly kind: string | null }
  /** Words that were recorded, by the variable that they fill; they count even if the caller hangs up before the ticket's node. */
  | { readonly effect: 'describe'; readonly node: string; readonly variable: string; readonly recordingSid: string }
  | { readonly effect: 'wait'; readonly lane: string; readonly silent: boolean }
  | { readonly effect: 'emergency'; readonly lane: string; readonly kind: string; readonly silent: boolean }
  /** A question that was asked while help is being called has its answer. */
  | {
      readonly effect: 'told'
      readonly question: string
      readonly answer: string
      readonly kind: string | null
      readonly gravity: 'life' | 'urgent' | null
    }
  /** Words said to nobody while help is being called: the ticket has them. */
  | { readonly effect: 'words'; readonly text: string }
  | { readonly effect: 'leave_lane' }
  /** A human has the caller on the phone: whoever promised to call back need not. */
  | { readonly effect: 'served' }
  | { readonly effect: 'text'; readonly body: string }

/** Kinds that the house itself gives; every other word is the site's. */
export const houseKinds = {
  emergency: 'emergency',
  operator: 'operator',
  status: 'status',
  unknown: 'unknown',
} as const

function effectOf(event: FlowEvent): readonly Effect[] {
  switch (event.event) {
    case 'choice.made':
      return [{ effect: 'ticket', kind: null }]
    case 'answer.given':
      return [{ effect: 'ticket', kind: null }]
    case 'words.recorded':
      return [
        { effect: 'ticket', kind: null },
        { effect: 'describe', node: event.node, variable: event.variable, recordingSid: event.recordingSid },
      ]
    case 'human.reached':
      return [{ effect: 'ticket', kind: null }, { effect: 'served' }]
    case 'words.written':
      return [{ effect: 'ticket', kind: null }]
    case 'callback.answered':
      return [{ effect: 'ticket', kind: event.how === 'granted' ? houseKinds.operator : null }]
    case 'human.wanted':
      return [{ effect: 'ticket', kind: event.emergency === undefined ? houseKinds.operator : houseKinds.emergency }]
    case 'wait.began':
      return event.emergency === undefined
        ? [{ effect: 'wait', lane: event.lane, silent: event.silent === true }]
        : [
            { effect: 'ticket', kind: houseKinds.emergency },
            { effect: 'emergency', lane: event.lane, kind: event.emergency, silent: event.silent === true },
          ]
    case 'emergency.told': {
      const { question, answer, kind = null, gravity = null } = event
      return [{ effect: 'told', question, answer, kind, gravity }]
    }
    case 'words.heard':
      return [{ effect: 'words', text: event.text }]
    case 'wait.left':
      return [{ effect: 'leave_lane' }]
    case 'text.wanted':
      return [{ effect: 'text', body: event.body }]
    case 'friction.asked':
    case 'friction.answered':
    case 'node.entered':
    case 'danger.heard':
    case 'language.chosen':
    case 'lookup.answered':
    case 'input.missed':
    case 'flow.failed':
      return []
    case 'dialogue.ended':
      return event.how === 'handed_off' ? [{ effect: 'served' }] : []
  }
}

/** A ticket that says what it is about keeps its word when the caller goes on to an operator; only an emergency overrides. */
export const isSettled = (effect: Effect, { ticketId }: { readonly ticketId: string | null }): boolean =>
  effect.effect === 'ticket' && ticketId !== null && effect.kind !== houseKinds.emergency

/** One ticket effect a step, first of all, with the best word for what the call is. */
export function effectsOf(events: readonly FlowEvent[]): readonly Effect[] {
  const effects = events.flatMap(effectOf)
  const tickets = effects.filter(({ effect }) => effect === 'ticket') as { readonly kind: string | null }[]
  const others = effects.filter(({ effect }) => effect !== 'ticket')
  if (tickets.length === 0) return others
  const said = tickets.find(({ kind }) => kind !== null)?.kind ?? null
  const isForOperator = events.some(({ event }) => event === 'wait.began' || event === 'human.reached')
  return [{ effect: 'ticket', kind: said ?? (isForOperator ? houseKinds.operator : null) }, ...others]
}

/** The timeline's entries of a step: the event's name, and its facts, without what was given in confidence. */
export function entriesOf(
  events: readonly FlowEvent[],
  secrets: ReadonlySet<string> = new Set(),
): readonly { kind: string; facts: Record<string, unknown> }[] {
  return events.map(({ event, ...facts }) => ({
    kind: event,
    facts: withoutSecrets(event === 'text.wanted' ? { prompt: promptOf(facts) } : facts, secrets),
  }))
}

const promptOf = (facts: Record<string, unknown>) => facts.prompt
