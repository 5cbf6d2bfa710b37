/** One step while it is being made: what has been said, told and remembered so far. Lives inside one `advance` only. */

import { asText, evaluate, isSensitive } from './expression/evaluate.ts'
import type { Surroundings } from './expression/facts.ts'
import type { Expression } from './expression/tree.ts'
import type { Ended, Flow, MissPolicy, Session } from './flow.ts'
import type { Facts, FlowEvent, Need } from './input.ts'
import { findPrompt, speak, writing } from './speech.ts'
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

type Values = Readonly<Record<string, string>>

/** Says prompts in the caller's language; `values` are added to what the session remembers. */
export function say(turn: Turn, said: Said | undefined, values?: Values): void {
  for (const id of list(said)) {
    const spoken = spokenAs(turn, id, values)
    if (spoken !== null) turn.spoken.push(spoken)
  }
}

/** One prompt as it is said on a call, or as it is written in a text. Null when the flow does not have it. */
export function spokenAs(turn: Turn, id: string, values?: Values, language = turn.session.language): Spoken | null {
  const express = turn.session.channel === 'text' ? writing : speak
  return express(turn.flow, language, id, sayable(turn, id, language, values))
}

/** What the prompt may say of what the session remembers: something given in confidence only if the prompt is marked for it. */
export function sayable({ flow, session }: Turn, id: string, language: string, values?: Values): Values {
  const { variables, sensitive } = session
  if (sensitive.length === 0 || findPrompt(flow, language, id)?.prompt.sensitive === true) {
    return values === undefined ? variables : { ...variables, ...values }
  }
  const open = Object.entries(variables).filter(([name]) => !sensitive.includes(name))
  return { ...Object.fromEntries(open), ...values }
}

export function emit(turn: Turn, event: FlowEvent): void {
  turn.events.push(event)
}

/** Changes the session by replacing it. */
export function change(turn: Turn, part: Partial<Session>): void {
  turn.session = { ...turn.session, ...part }
}

/** Keeps values under their names; `inConfidence` marks them, and a name that was marked before is free again without it. */
export function remember(turn: Turn, values: Values, inConfidence = false): void {
  const { variables, sensitive } = turn.session
  const names = Object.keys(values)
  const others = sensitive.length === 0 ? sensitive : sensitive.filter((name) => !names.includes(name))
  const marked = inConfidence ? [...others, ...names] : others
  change(turn, { variables: { ...variables, ...values }, sensitive: marked })
}

/** Where this turn's expressions are evaluated. */
export const around = ({ session, facts, flow }: Turn): Surroundings => ({ session, facts, zone: flow.zone })

/** Keeps the value of an expression; what was given in confidence stays so in whatever is made of it. */
export function keep(turn: Turn, name: string, expression: Expression): void {
  const value = evaluate(expression, around(turn))
  remember(turn, { [name]: asText(value) }, isSensitive(expression, value, turn.session.sensitive))
}

/** As many stars as characters. */
export const masked = (value: string): string => '*'.repeat([...value].length)

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
