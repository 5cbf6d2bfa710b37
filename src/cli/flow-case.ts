/** An example call (`cases:`) out of what happened in a real one. Pure: events of a timeline in, a case out. */

import { stringify } from 'yaml'
import type { Case, CaseStepSpec } from '../flow/case-schema.ts'
import type { Flow, FlowNode } from '../flow/flow.ts'
import { own } from '../flow/speech.ts'

export type TraceEntry = {
  readonly kind: string
  readonly ignored?: boolean
  readonly facts: Readonly<Record<string, unknown>>
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
 * Makes an example of a call's timeline, oldest entry first. Digits that the flow calls sensitive are masked there and come back as
 * zeros; words spoken come back as their seconds only. What the outside answered (opening hours, tickets, who was signed in) is read
 * from the ways that were taken. A call of an older revision may lead elsewhere today: play the case before trusting it.
 */
export function caseOfTrace(flow: Flow, name: string, entries: readonly TraceEntry[]): Case {
  const script: Changing = { name, steps: [] }
  const steps: CaseStepSpec[] = []
  const closed = new Set<string>()
  let at: FlowNode | undefined
  let shown: string | undefined
  let wait: 'none' | 'waiting' | 'chosen' | 'left' | 'joined' = 'none'
  let conversations = 0
  let input = false
  const act = (...done: readonly CaseStepSpec[]): void => {
    if (at !== undefined && shown !== at.id && input) steps.push({ at: at.id })
    shown = at?.id
    input = true
    steps.push(...done)
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
    if (from !== undefined) answered(flow, from, to, script, closed)
    at = own(flow.nodes, to)
  }
  for (const { kind, facts, ignored } of entries) {
    if (ignored === true) continue
    const text = (fact: string): string => String(facts[fact] ?? '')
    if (kind === 'node.entered') enter(text('node'))
    else if (kind === 'choice.made') {
      act({ press: text('digits') })
      if (wait === 'waiting') wait = 'chosen'
    } else if (kind === 'answer.given') act({ press: text('value').replaceAll('*', '0') })
    else if (kind === 'words.recorded') act({ speak: Math.max(1, Math.round(Number(facts.seconds))) })
    else if (kind === 'input.missed') act(facts.why === 'no_input' ? 'silence' : { press: wrongKeys(at) })
    else if (kind === 'wait.began') wait = 'waiting'
    else if (kind === 'wait.left') {
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
  if (closed.size > 0) script.open = calendarsOf(flow).filter((id) => !closed.has(id))
  return { ...script, steps }
}

/** What the outside must have said, so that the flow went this way. */
function answered(flow: Flow, from: FlowNode, to: string, script: Changing, closed: Set<string>): void {
  const spec = specOf(from)
  const taken = Object.entries(spec.exits ?? {}).find(([, id]) => id === to)?.[0]
  if (from.kind === 'ticket' && taken === 'failed') script.ticket = 'failed'
  if (from.kind === 'sms' && taken === 'impossible') script.can_be_texted = false
  if (from.kind === 'hours' && taken === 'closed') closed.add(String(spec.hours))
  if (from.kind === 'lookup') {
    const found = { stage: 'received', agency: flow.id, opened: '2026-01-05T03:00:00Z' }
    script.status = taken === 'found' ? found : taken === 'failed' ? 'failed' : 'not_found'
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
