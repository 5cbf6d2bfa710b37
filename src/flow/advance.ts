/** The interpreter: a session and what came in, to the next session, what the caller hears and what the house is told. Pure. */

import { doubted, noticeDangers } from './doubt.ts'
import type { Awaits, Channel, Flow, FlowNode, Session } from './flow.ts'
import type { Facts, FlowEvent, Input, Need } from './input.ts'
import type { AtMostSpec } from './node-kind.ts'
import { kindOf } from './nodes/table.ts'
import { noticeSaid, overlaysAt } from './overlay.ts'
import { own } from './speech.ts'
import { scopeOf } from './subflow/place.ts'
import { change, emit, endOf, missPolicy, type Outcome, say, type Turn } from './turn.ts'
import type { Spoken, Verb } from './verbs.ts'

export type Step = {
  readonly session: Session
  /** Never empty, unless `need` is set. */
  readonly verbs: readonly Verb[]
  /** To be kept also when `need` is set. */
  readonly events: readonly FlowEvent[]
  /** Fetch this and advance again with `{ kind: 'given', result }`; until then nothing is to be said. */
  readonly need: Need | null
}

/** Nodes that may be passed without waiting for the caller; more is a loop, and the caller goes to a human. The way there may be as long again. */
const MOST_NODES = 100
/** The very last resort holds so long between two tries to reach a human. */
const LAST_RESORT_SECONDS = 5

/** A dialogue at its beginning; a language that the flow does not speak becomes its default. */
export function begin(flow: Flow, options: { readonly language?: string; readonly channel?: Channel } = {}): Session {
  const { language, channel = 'voice' } = options
  return {
    flow: flow.id,
    revision: flow.revision,
    language: language !== undefined && flow.languages.includes(language) ? language : flow.defaultLanguage,
    node: flow.start,
    awaits: 'arrival',
    channel,
    variables: {},
    sensitive: [],
    frames: [],
    missed: { no_input: 0, no_match: 0 },
    visits: {},
    pending: [],
    wait: null,
    silences: 0,
    reached: null,
    ended: null,
  }
}

/** One step. Never throws: whatever is wrong with the flow, the session or the input, the caller goes to a human. */
export function advance(flow: Flow, stored: Session, input: Input, facts: Facts): Step {
  const session = upToDate(stored)
  if (session.ended !== null) return { session, verbs: [{ verb: 'hangup' }], events: [], need: null }
  if (input.kind === 'hangup') return hungUp(session)
  const start = (): Turn => ({ flow, facts, session, spoken: [...session.pending], events: [] })
  try {
    const turn = start()
    return run(turn, take(turn, input))
  } catch (error) {
    return rescue(start(), error)
  }
}

/** A session that was stored before these fields were there. */
function upToDate(stored: Session): Session {
  const { frames, silences } = stored as { readonly frames?: Session['frames']; readonly silences?: number | null }
  const signed = silences === undefined ? { ...stored, silences: null } : stored
  return frames === undefined ? { ...signed, channel: 'voice', sensitive: [], frames: [] } : signed
}

function take(turn: Turn, input: Input): Outcome {
  const { session } = turn
  if (session.awaits === 'arrival') return { outcome: 'go', node: session.node }
  const node = nodeAt(turn.flow, session.node)
  countSigns(input, turn)
  const dangers = noticeDangers(input, turn)
  const doubt = doubted(node, input, dangers, turn)
  if (doubt === null) return kindAt(node).take(node.id, node.spec, input, turn)
  return doubt.outcome === 'resume' ? kindAt(node).take(node.id, node.spec, doubt.input, turn) : doubt
}

/** Who has neither pressed nor said anything yet; the first sign ends the count. */
function countSigns(input: Input, turn: Turn): void {
  const { silences } = turn.session
  if (silences === null) return
  const isSign =
    input.kind === 'digits' ||
    (input.kind === 'recorded' && input.seconds >= 1) ||
    ((input.kind === 'speech' || input.kind === 'text') && input.text.trim() !== '')
  if (isSign) change(turn, { silences: null })
  else if (input.kind === 'silence') change(turn, { silences: silences + 1 })
}

/** Follows outcomes until the caller, the outside or the end is reached. */
function run(turn: Turn, first: Outcome, since = turn.session.passed ?? 0): Step {
  const most = since < MOST_NODES ? MOST_NODES : 2 * MOST_NODES
  let outcome = first
  for (let passed = since; passed < most; passed += 1) {
    switch (outcome.outcome) {
      case 'go':
        outcome = enter(turn, outcome.node)
        break
      case 'repeat':
        outcome = again(turn)
        break
      case 'missed':
        outcome = miss(turn, outcome.why)
        break
      case 'need':
        change(turn, { awaits: 'given', pending: turn.spoken, passed: passed + 1 })
        return { session: turn.session, verbs: [], events: turn.events, need: outcome.need }
      case 'wait':
        change(turn, { awaits: awaitsOf(outcome.verb), pending: [], passed: 0 })
        return { session: turn.session, verbs: spokenBy(outcome.verb, turn.spoken), events: turn.events, need: null }
      case 'end':
        return goodbye(turn)
    }
  }
  throw new Error('the flow runs in a circle without waiting for the caller')
}

/** A new visit: counts begin again, and a node entered too often, or closed for a while, leads elsewhere. */
function enter(turn: Turn, id: string, isDetour = false): Outcome {
  const node = nodeAt(turn.flow, id)
  leaveSubflows(turn, id)
  const { at_most: bound } = node.spec as AtMostSpec
  const { notices, detour } = overlaysAt(turn.flow, node, turn.facts.now)
  if (detour !== null && detour !== id && !isDetour) return enter(turn, detour, true)
  if (bound !== undefined) {
    const visits = (own(turn.session.visits, id) ?? 0) + 1
    if (visits > bound.times) return { outcome: 'go', node: bound.finally }
    change(turn, { visits: { ...turn.session.visits, [id]: visits } })
  }
  change(turn, { node: id, missed: { no_input: 0, no_match: 0 } })
  emit(turn, { event: 'node.entered', node: id, kind: node.kind })
  for (const notice of notices) {
    const spoken = noticeSaid(notice, turn.flow, turn.session.language, turn.session.channel)
    if (spoken !== null) turn.spoken.push(spoken)
  }
  return kindAt(node).enter(id, node.spec, turn)
}

/** Whoever leaves a sub-flow other than by its return has the caller's variables again, and none of its outputs. */
function leaveSubflows(turn: Turn, id: string): void {
  const { frames } = turn.session
  let depth = frames.length
  for (let frame = frames.at(-1); frame !== undefined && !id.startsWith(`${frame.node}/`); frame = frames[depth - 1]) {
    change(turn, { frames: frames.slice(0, depth - 1), variables: frame.variables, sensitive: frame.sensitive })
    depth -= 1
  }
  if (scopeOf(id) !== (frames[depth - 1]?.node ?? '')) throw new Error('a way leads into a sub-flow past its call')
}

function again(turn: Turn): Outcome {
  const node = nodeAt(turn.flow, turn.session.node)
  return kindAt(node).enter(node.id, node.spec, turn)
}

/** Nothing or something wrong was pressed: the words again, or, after so many times, on to a human. */
function miss(turn: Turn, why: 'no_input' | 'no_match'): Outcome {
  const { session, flow } = turn
  const count = session.missed[why] + 1
  change(turn, { missed: { ...session.missed, [why]: count } })
  emit(turn, { event: 'input.missed', node: session.node, why, count })
  const policy = missPolicy(flow, nodeAt(flow, session.node).spec, why)
  if (count > policy.times) return { outcome: 'go', node: policy.finally }
  say(turn, policy.say)
  return { outcome: 'repeat' }
}

/** Something in the flow failed: an apology and the human exit; should that fail too, the caller holds and is tried again. */
function rescue(turn: Turn, error: unknown): Step {
  const { session } = turn
  const problem = error instanceof Error ? error.message : String(error)
  const failed: FlowEvent = { event: 'flow.failed', node: session.node, problem }
  emit(turn, failed)
  try {
    say(turn, turn.flow.defaults.error.say)
    return run(turn, { outcome: 'go', node: turn.flow.defaults.error.go }, Math.max(session.passed ?? 0, MOST_NODES))
  } catch {
    if (session.channel === 'text') return giveUpWriting(turn, failed)
    const held: Session = {
      ...turn.session,
      node: turn.flow.defaults.error.go,
      awaits: 'arrival',
      pending: [],
      passed: 0,
    }
    const verbs: readonly Verb[] = [{ verb: 'hold', spoken: [], seconds: LAST_RESORT_SECONDS }]
    return { session: held, verbs, events: [failed], need: null }
  }
}

/** Nobody can hold in a text dialogue: it ends with the apology, and a human is told. */
function giveUpWriting({ flow, session, facts }: Turn, failed: FlowEvent): Step {
  const turn: Turn = { flow, facts, session, spoken: [], events: [failed] }
  say(turn, flow.defaults.error.say)
  emit(turn, { event: 'human.wanted', node: session.node, lane: '' })
  return goodbye(turn)
}

function goodbye(turn: Turn): Step {
  const how = endOf(turn.session)
  change(turn, { awaits: 'nothing', pending: [], ended: how })
  emit(turn, { event: 'dialogue.ended', node: turn.session.node, how })
  return { session: turn.session, verbs: spokenBy({ verb: 'hangup' }, turn.spoken), events: turn.events, need: null }
}

function hungUp(session: Session): Step {
  const events: FlowEvent[] = [{ event: 'dialogue.ended', node: session.node, how: 'hangup' }]
  const ended: Session = { ...session, awaits: 'nothing', pending: [], ended: 'hangup' }
  return { session: ended, verbs: [{ verb: 'hangup' }], events, need: null }
}

/** Words go into the verb that listens, so that a key interrupts them; a verb without words gets a `say` before it. */
function spokenBy(verb: Verb, spoken: readonly Spoken[]): readonly Verb[] {
  if ('spoken' in verb) return [{ ...verb, spoken }]
  return spoken.length === 0 ? [verb] : [{ verb: 'say', spoken }, verb]
}

function awaitsOf(verb: Verb): Awaits {
  switch (verb.verb) {
    case 'gather':
      return 'keys'
    case 'record':
      return 'words'
    case 'join':
      return 'join'
    case 'dial':
      return 'dial'
    case 'hold':
      return 'hold'
    default:
      return 'nothing'
  }
}

function nodeAt(flow: Flow, id: string): FlowNode {
  const node = own(flow.nodes, id)
  if (node === undefined) throw new Error('the session stands at a node that its flow does not have')
  return node
}

function kindAt(node: FlowNode): NonNullable<ReturnType<typeof kindOf>> {
  const kind = kindOf(node.kind)
  if (kind === undefined) throw new Error('a node of an unknown kind passed the parser')
  return kind
}
