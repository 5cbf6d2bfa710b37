/** An example call (`cases:`) out of what happened in a real one. Pure: events of a timeline in, a case out. */

import { stringify } from 'yaml'
import { NO_KEY, YES_KEY } from '../flow/answers/yes-no.ts'
import type { Case, CaseStepSpec } from '../flow/case-schema.ts'
import type { Flow, FlowNode } from '../flow/flow.ts'
import type { LookupName } from '../flow/input.ts'
import { lookups } from '../flow/lookups.ts'
import { own } from '../flow/speech.ts'
import { answerMeanwhile, isOwnOption } from './flow-case-danger.ts'

export type TraceEntry = {
  readonly kind: string
  readonly ignored?: boolean
  readonly facts: Readonly<Record<string, unknown>>
}

/** What is known of the call beside its timeline. */
export type Circumstances = {
  /** When it arrived, in milliseconds since 1970. */
  readonly now?: number
  /** Calendars of the site: open then. */
  readonly open?: Readonly<Record<string, boolean>>
  readonly withheld?: boolean
}

/** The case as it stands in a flow's file. */
export function caseText(script: Case): string {
  return stringify({ cases: [script] }, { lineWidth: 0 })
}

// The schema lists these words by a loop, which the types cannot see.
const back = { returns: 'completed' as never }

type Changing = { -readonly [Key in keyof Case]: Case[Key] }
type Spec = Readonly<Record<string, unknown>> & { readonly exits?: Readonly<Record<string, string>> }
const specOf = (node: FlowNode | undefined): Spec => (node?.spec ?? {}) as Spec

/**
 * Makes an example of a call's timeline, oldest entry first. What the flow calls sensitive is masked there and comes back as zeros, or
 * as a number that nobody has; words spoken come back as their seconds only. What the outside answered (opening hours, tickets,
 * look-ups, who was signed in) is read from the ways that were taken; values that were found are made up. A call of an older revision
 * may lead elsewhere today: play the case before trusting it.
 */
export function caseOfTrace(flow: Flow, name: string, entries: readonly TraceEntry[], known: Circumstances = {}): Case {
  const script: Changing = { name, ...circumstances(known), steps: [] }
  const steps: CaseStepSpec[] = []
  const closed = new Set(Object.keys(known.open ?? {}).filter((id) => known.open?.[id] === false))
  let at: FlowNode | undefined
  let acted = 0
  let shown: string | undefined
  let wait: 'none' | 'waiting' | 'chosen' | 'left' | 'joined' = 'none'
  let conversations = 0
  let input = false
  let hasSaidDanger = false
  let told = -1
  const act = (...done: readonly CaseStepSpec[]): void => {
    if (at !== undefined && shown !== at.id && input) steps.push({ at: at.id })
    shown = at?.id
    input = true
    acted = steps.length
    steps.push(...done)
  }
  /** The world answered differently from here on: said before what the caller did last. */
  const answers = (change: Extract<CaseStepSpec, { facts: unknown }>['facts']): void => {
    steps.splice(acted, 0, { facts: change })
    acted += 1
  }
  const enter = (to: string): void => {
    const from = at
    const spec = specOf(from)
    if (from !== undefined && ['queue', 'emergency'].includes(from.kind) && from.id !== to) {
      if (wait === 'joined') act({ facts: { state: to === spec.exits?.answered ? 'finished' : 'left' } }, back)
      else if (wait === 'waiting') act({ facts: { state: 'left' } }, 'heartbeat')
      else if (wait === 'none' && to === spec.exits?.nobody) script.staffed = false
      wait = 'none'
    }
    if (from !== undefined) answered(from, to, script, closed)
    at = own(flow.nodes, to)
  }
  for (const [index, { kind, facts, ignored }] of entries.entries()) {
    if (ignored === true) continue
    const text = (fact: string): string => String(facts[fact] ?? '')
    if (kind === 'node.entered') enter(text('node'))
    else if (kind === 'choice.made') {
      // Words of danger chose it: they are said again in its place.
      if (!hasSaidDanger || !isOwnOption(at, text('digits'), text('option'))) act({ press: text('digits') })
      hasSaidDanger = false
      if (wait === 'waiting') wait = 'chosen'
    } else if (kind === 'answer.given') act(answerAgain(at, text('value'), nextNode(entries.slice(index + 1))))
    else if (kind === 'lookup.answered') {
      const name = text('lookup')
      const answer = foundAgain(name, text('how'))
      if (script.lookups?.[name] === undefined) script.lookups = { ...script.lookups, [name]: answer }
      else if (JSON.stringify(script.lookups[name]) !== JSON.stringify(answer)) answers({ lookups: { [name]: answer } })
    } else if (kind === 'callback.answered') {
      if (script.callback === undefined) script.callback = text('how') as never
      else if (script.callback !== text('how')) answers({ callback: text('how') as never })
    } else if (kind === 'words.recorded') act({ speak: Math.max(1, Math.round(Number(facts.seconds))) })
    else if (kind === 'input.missed') act(facts.why === 'no_input' ? 'silence' : { press: wrongKeys(at) })
    else if (kind === 'danger.heard' && at?.kind !== 'emergency') {
      act({ say: (facts.words as readonly string[]).join(', ') })
      hasSaidDanger = true
    } else if (kind === 'words.heard' && wait === 'waiting') {
      act({ facts: { state: 'waiting', position: 1 } }, 'heartbeat', { say: text('text') })
    } else if (kind === 'emergency.told' && wait === 'waiting') {
      // What words told already was not answered by a key.
      if (['wait.began', 'words.heard'].includes(entries[index - 1]?.kind ?? '')) continue
      const answer = answerMeanwhile(at, text('question'), text('answer'), told)
      told = answer.asked
      act({ facts: { state: 'waiting', position: 1 } }, ...answer.steps)
    } else if (kind === 'wait.began') {
      wait = 'waiting'
      told = -1
    } else if (kind === 'wait.left') {
      if (wait === 'waiting') act({ facts: { state: 'waiting', position: 1, staffed: false } }, 'heartbeat')
      wait = 'left'
    } else if (kind === 'human.reached') {
      if (wait === 'joined') act({ facts: { state: 'waiting', position: 1 } }, back)
      conversations += 1
      act({ facts: { state: 'joined', conference: `c${conversations}` } }, 'heartbeat', { told: 'human.reached' })
      wait = 'joined'
    } else if (kind === 'dialogue.ended') {
      if (at?.kind !== 'end') act('hangup')
      script.ends = text('how') as never
    }
  }
  if (at !== undefined && shown !== at.id) steps.push({ at: at.id })
  if (closed.size > 0) {
    const calendars = known.open === undefined ? calendarsOf(flow) : Object.keys(known.open)
    script.open = calendars.filter((id) => !closed.has(id))
  }
  return { ...script, steps }
}

function circumstances({ now, withheld }: Circumstances): Omit<Case, 'name' | 'steps'> {
  return {
    ...(now === undefined ? {} : { now: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') }),
    ...(withheld === true ? { withheld: true } : {}),
  }
}

const nextNode = (entries: readonly TraceEntry[]): string =>
  String(entries.find(({ kind }) => kind === 'node.entered')?.facts.node ?? '')

/** A number of the right form that nobody has: the mobile prefix is given to no operator. */
const NOBODYS_NUMBER = '081200000000'

/** The same kind of answer again; what is masked is made up, so that it is taken and leads where it led. */
function answerAgain(node: FlowNode | undefined, value: string, next: string): CaseStepSpec {
  const { kind, range, exits } = specOf(node) as Spec & {
    readonly kind?: string
    readonly range?: { readonly min: number }
  }
  const isMasked = /^\*+$/.test(value)
  switch (kind) {
    case 'phone':
      return { press: isMasked ? NOBODYS_NUMBER : value.replace(/^\+62/, '0') }
    case 'yes_no': {
      const isYes = isMasked ? next !== exits?.no : value === 'yes'
      return { press: isYes ? YES_KEY : NO_KEY }
    }
    case 'speech':
      return { say: isMasked ? 'rahasia' : value }
    case 'number':
      return { press: isMasked ? String(range?.min ?? 1) : value }
    default:
      return { press: value.replaceAll('*', '0') }
  }
}

/** What a look-up found is not kept in a timeline. */
function foundAgain(lookup: string, how: string): 'not_found' | 'failed' | Readonly<Record<string, string>> {
  if (how !== 'found') return how === 'failed' ? 'failed' : 'not_found'
  const names = Object.hasOwn(lookups, lookup) ? lookups[lookup as LookupName].values : []
  return { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...madeUp[lookup] }
}

const madeUp: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ticket: { stage: 'received', agency: 'Dinas', opened: '1767582000000', due: '1767668400000' },
  place: { kind: 'village', confidence: 'sure', code: '' },
  knowledge: { number: '1', count: '1', valid_until: '1798736399000' },
  incident: { since: '1767582000000', reports: '5' },
}

/** What the outside must have said, so that the flow went this way. */
function answered(from: FlowNode, to: string, script: Changing, closed: Set<string>): void {
  const spec = specOf(from)
  const taken = Object.entries(spec.exits ?? {}).find(([, id]) => id === to)?.[0]
  if (from.kind === 'ticket' && taken === 'failed') script.ticket = 'failed'
  if (from.kind === 'sms' && taken === 'impossible') script.can_be_texted = false
  if (from.kind === 'hours' && taken === 'closed') closed.add(String(spec.hours))
  if (from.kind === 'hours' && taken === 'open') closed.delete(String(spec.hours))
  if (from.kind === 'lookup' && script.lookups === undefined) {
    // A timeline of before look-ups told how they were answered.
    script.lookups = { ticket: foundAgain('ticket', taken ?? 'not_found') }
  }
  if (from.kind === 'choose') branched(spec, to, script, closed)
}

type Branch = { readonly when?: Readonly<Record<string, unknown>>; readonly go?: string; readonly else?: string }

/** Conditions before the branch that was taken did not hold; its own did. */
function branched(spec: Spec, to: string, script: Changing, closed: Set<string>): void {
  for (const { when = {}, go, else: otherwise } of (spec.choose ?? []) as readonly Branch[]) {
    const holds = (go ?? otherwise) === to
    for (const [name, value] of Object.entries(when)) {
      if (name === 'open' && !holds) closed.add(String(value))
      if (name === 'staffed' || name === 'withheld' || name === 'can_be_texted')
        script[name] = (value === true) === holds
    }
    if (holds) return
  }
}

/** Keys that this node does not take. */
function wrongKeys(node: FlowNode | undefined): string {
  const spec = specOf(node) as { readonly options?: object; readonly length?: { readonly min: number } }
  if (node?.kind === 'ask' && spec.length !== undefined) return spec.length.min > 1 ? '0' : '*'
  return [...'0987654321*#'].find((key) => !Object.hasOwn(spec.options ?? {}, key)) ?? '0'
}

function calendarsOf(flow: Flow): readonly string[] {
  const named = Object.values(flow.nodes).flatMap((node) => {
    const { hours, choose } = specOf(node) as { readonly hours?: string; readonly choose?: readonly Branch[] }
    return [hours, ...(choose ?? []).map(({ when }) => when?.open as string | undefined)]
  })
  return [...new Set(named.filter((id) => id !== undefined))]
}
