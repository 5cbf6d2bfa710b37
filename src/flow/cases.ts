/** Plays the scripted calls of a flow (`cases:`) by the interpreter itself, with the session written out and read back between two steps. */

import { advance, begin, type Step } from './advance.ts'
import type { Case, CaseStepSpec } from './case-schema.ts'
import { changedAnswers, changedFacts, factsOf, resultOf } from './case-world.ts'
import type { Flow, Session } from './flow.ts'
import type { Facts, FlowEvent, Input } from './input.ts'
import { type Told, told } from './rules/told.ts'

/** What a step lacks: a text of the rule `examples-hold` (`rules/lang/`), filled; `message` says it in English. */
export type Failure = { readonly step: number; readonly message: string; readonly said: Told }

export type Played = {
  /** Empty when the case holds. `step` counts from 1; 0 is the call's arrival. */
  readonly failures: readonly Failure[]
  /** Ways walked, as `from>to`. */
  readonly walked: ReadonlySet<string>
  /** Everything that was told, in order. */
  readonly told: readonly FlowEvent[]
  readonly last: Step
}

/** Plays one case; `calendars` are those that the site has. Never throws. */
export function playCase(flow: Flow, script: Case, calendars: readonly string[]): Played {
  let facts = factsOf(script, calendars)
  let world = script
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
  const events = [...step.events]
  const failures: Failure[] = []
  const fail = (step: number, lack: Lack): void => {
    const said = told('examples-hold', lack.what, { name: script.name, step: String(step), ...lack.facts })
    failures.push({ step, message: said.message, said })
  }
  for (const [index, line] of script.steps.entries()) {
    if (typeof line === 'object' && 'facts' in line) {
      facts = changedFacts(facts, line.facts)
      world = changedAnswers(world, line.facts)
      const { language } = line.facts
      if (language !== undefined) step = { ...step, session: { ...step.session, language } }
      continue
    }
    const input = inputOf(line)
    if (input === null) {
      const lack = lackOf(line, step)
      if (lack !== null) fail(index + 1, lack)
      continue
    }
    const from = step.session.node
    step = answered(flow, throughJson(step.session), input, facts, world)
    for (const way of ways(from, step)) walked.add(way)
    events.push(...step.events)
  }
  const end =
    step.session.ended ?? (step.session.awaits === 'hold' || step.session.awaits === 'join' ? 'waiting' : 'unfinished')
  if (script.ends !== undefined && script.ends !== end) {
    fail(script.steps.length, { what: 'ends', facts: { end, node: step.session.node, wanted: script.ends as string } })
  }
  return { failures, walked, told: events, last: step }
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

type Lack = {
  readonly what: 'hears' | 'hears_not' | 'pattern' | 'does' | 'at' | 'speaks' | 'told' | 'told_not' | 'ends'
  readonly facts: Readonly<Record<string, string>>
}

/** What the latest answer lacks of the expectation; `null` when it holds. */
function lackOf(line: CaseStepSpec, step: Step): Lack | null {
  if (typeof line !== 'object') return null
  const spoken = step.verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  const said = spoken.map(({ prompt, text }) => `${prompt}: ${text}`).join(' | ')
  const events = step.events.map(({ event }) => event as string)
  const wanted = 'hears' in line ? line.hears : 'hears_not' in line ? line.hears_not : ''
  const pattern = patternOf(wanted)
  if (pattern === null) return { what: 'pattern', facts: { wanted } }
  const isHeard =
    pattern === 'id'
      ? spoken.some(({ prompt }) => prompt === wanted)
      : pattern.test(spoken.map(({ text }) => text).join(' '))
  if ('hears' in line && !isHeard) return { what: 'hears', facts: { said, wanted } }
  if ('hears_not' in line && isHeard) return { what: 'hears_not', facts: { wanted } }
  const did = step.verbs.at(-1)?.verb ?? '-'
  if ('does' in line && did !== line.does) return { what: 'does', facts: { did, wanted: line.does } }
  const { node } = step.session
  if ('at' in line && node !== line.at) return { what: 'at', facts: { node, wanted: line.at } }
  const languages = [...new Set(spoken.map(({ language }) => language))]
  if ('speaks' in line && !languages.includes(line.speaks)) {
    return { what: 'speaks', facts: { languages: languages.join(', ') || '-', wanted: line.speaks } }
  }
  if ('told' in line && !events.includes(line.told)) {
    return { what: 'told', facts: { events: events.join(', ') || '-', wanted: line.told } }
  }
  if ('told_not' in line && events.includes(line.told_not))
    return { what: 'told_not', facts: { wanted: line.told_not } }
  return null
}

/** `/a pattern/` in what is said, `id` for the name of a prompt, null for a pattern that is none. */
function patternOf(wanted: string): RegExp | 'id' | null {
  if (!/^\/.*\/$/s.test(wanted)) return 'id'
  try {
    return new RegExp(wanted.slice(1, -1), 'i')
  } catch {
    return null
  }
}

function ways(from: string, step: Step): readonly string[] {
  const visited = step.events.flatMap((event) => (event.event === 'node.entered' ? [event.node] : []))
  return visited.map((to, index) => `${visited[index - 1] ?? from}>${to}`)
}
