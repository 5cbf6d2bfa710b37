/** One step while it is being made: what has been said, told and remembered so far. Lives inside one `advance` only. */

import type { Ended, Flow, MissPolicy, Session } from './flow.ts'
import type { Facts, FlowEvent, Need } from './input.ts'
import { speak } from './speech.ts'
import type { Spoken, Verb } from './verbs.ts'

export type Turn = {
  readonly flow: Flow
  readonly facts: Facts
  session: Session
  readonly spoken: Spoken[]
  readonly events: FlowEvent[]
}

/** What a node answers: go on, wait for the caller, ask the outside, or end. */
export type Outcome =
  | { readonly outcome: 'go'; readonly node: string }
  | { readonly outcome: 'wait'; readonly verb: Verb }
  /** The present node again, from its beginning, without counting anything. */
  | { readonly outcome: 'repeat' }
  | { readonly outcome: 'missed'; readonly why: 'no_input' | 'no_match' }
  | { readonly outcome: 'need'; readonly need: Need }
  | { readonly outcome: 'end' }

export const go = (node: string): Outcome => ({ outcome: 'go', node })
export const repeat: Outcome = { outcome: 'repeat' }
export const missed = (why: 'no_input' | 'no_match'): Outcome => ({ outcome: 'missed', why })

/** A prompt id, or several said one after the other. */
export type Said = string | readonly string[]
export const list = (said: Said | undefined): readonly string[] =>
  said === undefined ? [] : typeof said === 'string' ? [said] : said

/** Says prompts in the caller's language; `values` are added to what the session remembers. */
export function say(turn: Turn, said: Said | undefined, values: Readonly<Record<string, string>> = {}): void {
  for (const id of list(said)) {
    const spoken = speak(turn.flow, turn.session.language, id, { ...turn.session.variables, ...values })
    if (spoken !== null) turn.spoken.push(spoken)
  }
}

export function emit(turn: Turn, event: FlowEvent): void {
  turn.events.push(event)
}

/** Changes the session by replacing it. */
export function change(turn: Turn, part: Partial<Session>): void {
  turn.session = { ...turn.session, ...part }
}

export function remember(turn: Turn, values: Readonly<Record<string, string>>): void {
  change(turn, { variables: { ...turn.session.variables, ...values } })
}

const WORTH = { recorded: 1, callback: 2, handed_off: 3, human: 4 } as const

/** Notes the best that the caller got; a human stays a human. */
export function reach(turn: Turn, what: keyof typeof WORTH): void {
  const before = turn.session.reached
  if (before === null || WORTH[before] < WORTH[what]) change(turn, { reached: what })
}

/** The end that the session comes to when the flow says goodbye. */
export function endOf(session: Session): Ended {
  return session.reached ?? 'goodbye'
}

/** A node's own rule for misses, or the flow's. */
export function missPolicy(flow: Flow, spec: unknown, why: 'no_input' | 'no_match'): MissPolicy {
  return (spec as { readonly no_input?: MissPolicy; readonly no_match?: MissPolicy })[why] ?? flow.defaults[why]
}
