/** Plays the scripted calls of a flow (`cases:`) by the interpreter itself, with the session written out and read back between two steps. */

import { advance, begin, type Step } from './advance.ts'
import type { Flow, Session } from './flow.ts'
import type { Facts, Input, Need, NeedResult } from './input.ts'
import type { Case, CaseStepSpec } from './schema.ts'

export type Played = {
  /** Empty when the case holds. `step` counts from 1; 0 is the call's arrival. */
  readonly failures: readonly { readonly step: number; readonly message: string }[]
  /** Ways walked, as `from>to`. */
  readonly walked: ReadonlySet<string>
  readonly last: Step
}

/** A calm moment in the region: everything open, an operator signed in, nobody waiting. */
export function calmFacts(calendars: readonly string[]): Facts {
  return {
    now: Date.UTC(2026, 0, 5, 3),
    open: Object.fromEntries(calendars.map((id) => [id, true])),
    caller: { withheld: false, canBeTexted: true },
    wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed: true, returns: 0, join: null },
  }
}

/** Plays one case; `calendars` are those that the site has. Never throws. */
export function playCase(flow: Flow, script: Case, calendars: readonly string[]): Played {
  let facts = factsOf(script, calendars)
  let step = answered(
    flow,
    begin(flow, script.language === undefined ? {} : { language: script.language }),
    { kind: 'arrived' },
    facts,
    script,
  )
  const walked = new Set<string>(ways(flow.start, step))
  const failures: { step: number; message: string }[] = []
  for (const [index, line] of script.steps.entries()) {
    if (typeof line === 'object' && 'facts' in line) {
      facts = { ...facts, wait: changed(facts.wait, line.facts) }
      continue
    }
    const input = inputOf(line)
    if (input === null) {
      const message = disappointment(line, step)
      if (message !== null) failures.push({ step: index + 1, message })
      continue
    }
    const from = step.session.node
    step = answered(flow, throughJson(step.session), input, facts, script)
    for (const way of ways(from, step)) walked.add(way)
  }
  const end =
    step.session.ended ?? (step.session.awaits === 'hold' || step.session.awaits === 'join' ? 'waiting' : 'unfinished')
  if (script.ends !== undefined && script.ends !== end) {
    failures.push({
      step: script.steps.length,
      message: `ends as "${end}" at "${step.session.node}", expected "${script.ends}"`,
    })
  }
  return { failures, walked, last: step }
}

/** Advances until nothing is needed of the outside, answering by what the case says. */
function answered(flow: Flow, session: Session, input: Input, facts: Facts, script: Case): Step {
  let step = advance(flow, session, input, facts)
  let events = step.events
  for (let needs = 0; step.need !== null && needs < 10; needs += 1) {
    step = advance(flow, throughJson(step.session), { kind: 'given', result: resultOf(step.need, script) }, facts)
    events = [...events, ...step.events]
  }
  return { ...step, events }
}

function throughJson(session: Session): Session {
  return JSON.parse(JSON.stringify(session)) as Session
}

function resultOf({ need }: Need, script: Case): NeedResult {
  if (need === 'ticket') {
    return script.ticket === 'failed' ? { need, failed: true } : { need, code: script.ticket ?? '100001' }
  }
  if (need !== 'ticket_status') return { need, failed: true }
  const status = script.status ?? 'not_found'
  if (status === 'failed') return { need, failed: true }
  if (status === 'not_found') return { need, found: false }
  return { need, found: true, stage: status.stage, agency: status.agency, openedAt: Date.parse(status.opened) }
}

function factsOf(script: Case, calendars: readonly string[]): Facts {
  const calm = calmFacts(calendars)
  return {
    ...calm,
    open: Object.fromEntries(calendars.map((id) => [id, script.open?.includes(id) ?? true])),
    caller: { withheld: script.withheld ?? false, canBeTexted: script.can_be_texted ?? true },
    wait: { ...calm.wait, staffed: script.staffed ?? true },
  }
}

type FactsChange = Extract<CaseStepSpec, { facts: unknown }>['facts']

function changed(wait: Facts['wait'], change: FactsChange): Facts['wait'] {
  const state = change.state ?? wait.state
  return {
    ...wait,
    state,
    position: change.position ?? (state === 'waiting' ? wait.position : 0),
    expectedWaitSeconds: change.expected ?? (state === 'waiting' ? wait.expectedWaitSeconds : null),
    staffed: change.staffed ?? wait.staffed,
    join: state === 'joined' ? { conference: change.conference ?? 'percakapan', endsOnExit: false } : null,
  }
}

/** What the caller does; `null` for a line that expects something. */
function inputOf(line: Exclude<CaseStepSpec, { facts: unknown }>): Input | null {
  if (line === 'silence') return { kind: 'silence' }
  if (line === 'hangup') return { kind: 'hangup' }
  if (line === 'heartbeat') return { kind: 'continue' }
  if ('press' in line) return { kind: 'digits', digits: line.press }
  if ('speak' in line)
    return { kind: 'recorded', recordingSid: 'RE00000000000000000000000000000000', seconds: line.speak }
  if ('returns' in line) return { kind: 'returned', how: line.returns as 'completed' }
  return null
}

/** What the latest answer lacks of the expectation; `null` when it holds. */
function disappointment(line: CaseStepSpec, step: Step): string | null {
  if (typeof line !== 'object') return null
  const spoken = step.verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  const heard = (wanted: string): boolean =>
    /^\/.*\/$/s.test(wanted)
      ? new RegExp(wanted.slice(1, -1), 'i').test(spoken.map(({ text }) => text).join(' '))
      : spoken.some(({ prompt }) => prompt === wanted)
  const said = spoken.map(({ prompt, text }) => `${prompt}: ${text}`).join(' | ')
  const told = step.events.map(({ event }) => event as string)
  if ('hears' in line && !heard(line.hears)) return `hears "${said}" instead of "${line.hears}"`
  if ('hears_not' in line && heard(line.hears_not)) return `hears "${line.hears_not}"`
  if ('does' in line && step.verbs.at(-1)?.verb !== line.does)
    return `does ${step.verbs.at(-1)?.verb} instead of ${line.does}`
  if ('at' in line && step.session.node !== line.at) return `stands at "${step.session.node}" instead of "${line.at}"`
  if ('told' in line && !told.includes(line.told)) return `tells ${told.join(', ')} and not ${line.told}`
  if ('told_not' in line && told.includes(line.told_not)) return `tells ${line.told_not}`
  return null
}

function ways(from: string, step: Step): readonly string[] {
  const visited = step.events.flatMap((event) => (event.event === 'node.entered' ? [event.node] : []))
  return visited.map((to, index) => `${visited[index - 1] ?? from}>${to}`)
}
