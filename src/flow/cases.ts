/** Plays the scripted calls of a flow (`cases:`) by the interpreter itself, with the session written out and read back between two steps. */

import { advance, begin, type Step } from './advance.ts'
import type { Case, CaseStepSpec } from './case-schema.ts'
import { changed, factsOf, resultOf } from './case-world.ts'
import type { Flow, Session } from './flow.ts'
import type { Facts, Input } from './input.ts'

export type Played = {
  /** Empty when the case holds. `step` counts from 1; 0 is the call's arrival. */
  readonly failures: readonly { readonly step: number; readonly message: string }[]
  /** Ways walked, as `from>to`. */
  readonly walked: ReadonlySet<string>
  readonly last: Step
}

/** Plays one case; `calendars` are those that the site has. Never throws. */
export function playCase(flow: Flow, script: Case, calendars: readonly string[]): Played {
  let facts = factsOf(script, calendars)
  let step = answered(
    flow,
    begin(flow, {
      ...(script.language === undefined ? {} : { language: script.language }),
      channel: script.channel === 'text' ? 'text' : 'voice',
    }),
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

/** What the caller does; `null` for a line that expects something. */
function inputOf(line: Exclude<CaseStepSpec, { facts: unknown }>): Input | null {
  if (line === 'silence') return { kind: 'silence' }
  if (line === 'hangup') return { kind: 'hangup' }
  if (line === 'heartbeat') return { kind: 'continue' }
  if ('press' in line) return { kind: 'digits', digits: line.press }
  if ('speak' in line)
    return { kind: 'recorded', recordingSid: 'RE00000000000000000000000000000000', seconds: line.speak }
  if ('say' in line) return { kind: 'speech', text: line.say, confidence: line.confidence ?? 1 }
  if ('write' in line) return { kind: 'text', text: line.write }
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
  if ('speaks' in line && !spoken.some(({ language }) => language === line.speaks))
    return `speaks ${[...new Set(spoken.map(({ language }) => language))].join(', ')} and not ${line.speaks}`
  if ('told' in line && !told.includes(line.told)) return `tells ${told.join(', ')} and not ${line.told}`
  if ('told_not' in line && told.includes(line.told_not)) return `tells ${line.told_not}`
  return null
}

function ways(from: string, step: Step): readonly string[] {
  const visited = step.events.flatMap((event) => (event.event === 'node.entered' ? [event.node] : []))
  return visited.map((to, index) => `${visited[index - 1] ?? from}>${to}`)
}
