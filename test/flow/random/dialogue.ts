/** One random dialogue, and what must be true of every answer in it. */

import { isDeepStrictEqual } from 'node:util'
import { advance, begin, type Step } from '../../../src/flow/advance.ts'
import { aboutsOf, type Edge, edgesOf } from '../../../src/flow/draft.ts'
import type { Flow, Session } from '../../../src/flow/flow.ts'
import type { Facts, FlowEvent, Input } from '../../../src/flow/input.ts'
import { kindOf } from '../../../src/flow/nodes/table.ts'
import { randomAnswer } from './caller.ts'
import type { Tape } from './tape.ts'

const MOST_NODES = 100
const ends = ['goodbye', 'human', 'handed_off', 'callback', 'recorded', 'hangup']

export type Told = {
  readonly session: Session
  readonly step: Step
  readonly events: readonly FlowEvent[]
  /** The flow's own apology was said: something in it failed. */
  readonly isRescued: boolean
}

const read = (session: Session): Session => JSON.parse(JSON.stringify(session)) as Session

/** One turn of the caller's, with everything that it needs of the outside. Throws when an answer is not as it must be. */
export function turn(flow: Flow, session: Session, input: Input, facts: Facts, tape: Tape): Told {
  const before = session
  let step = once(flow, session, input, facts)
  let events = step.events
  let isRescued = rescued(step)
  for (let needs = 0; step.need !== null; needs += 1) {
    if (needs > MOST_NODES) throw new Error('asks the outside without end')
    if (step.verbs.length > 0) throw new Error('speaks before the need is answered')
    const answer: Input = { kind: 'given', result: randomAnswer(step.need, tape) }
    step = once(flow, read(step.session), answer, facts)
    events = [...events, ...step.events]
    isRescued ||= rescued(step)
  }
  holds(before, step, events)
  return { session: step.session, step, events, isRescued }
}

/** A step; the session written out and read back beforehand makes the same one. */
function once(flow: Flow, session: Session, input: Input, facts: Facts): Step {
  const step = advance(flow, session, input, facts)
  const again = advance(flow, read(session), input, facts)
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(step)), JSON.parse(JSON.stringify(again)))) {
    throw new Error('another step after the session was read back')
  }
  if (!isDeepStrictEqual(read(step.session), step.session)) throw new Error('the session does not survive JSON')
  return step
}

/** By text the same words also tell that only a call can go on. */
const rescued = ({ verbs, session }: Step): boolean =>
  session.channel === 'voice' &&
  [...verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : [])), ...session.pending].some(
    ({ prompt }) => prompt === 'gangguan',
  )

function holds(before: Session, { session, verbs }: Step, events: readonly FlowEvent[]): void {
  const last = verbs.at(-1)
  if (last === undefined) throw new Error('an answer without a verb')
  const hangsUp = last.verb === 'hangup'
  if (hangsUp !== (session.ended !== null)) throw new Error('hangs up on a dialogue that goes on')
  if (session.ended !== null && !ends.includes(session.ended)) throw new Error(`ends as ${session.ended}`)
  const said = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  if (hangsUp && before.ended === null && session.ended !== 'hangup' && said.length === 0)
    throw new Error('ends without a word')
  if (said.some(({ text }) => /[{}]/.test(text)))
    throw new Error(`says a placeholder: ${said.map(({ text }) => text).join('|')}`)
  if (events.filter(({ event }) => event === 'node.entered').length > MOST_NODES * 2)
    throw new Error('passes too many nodes')
  const ended = events.filter(({ event }) => event === 'dialogue.ended').length
  if (ended !== (before.ended === null && session.ended !== null ? 1 : 0))
    throw new Error('the end is not told exactly once')
  if (session.frames.length > 5) throw new Error('calls pile up')
  if (JSON.stringify(session).length > 8000) throw new Error('the session grows')
}

/** What a caller has met so far, as far as being lost is concerned. */
export type Fate = {
  /** Was silent, pressed a wrong key, went round too often or met a failure, and has met nobody and chosen nothing since. */
  readonly isAnxious: boolean
  /** Somebody was offered: a human, a partner, a callback, a recording, an opened ticket. */
  readonly isHeard: boolean
}
export const calm: Fate = { isAnxious: false, isHeard: false }

/** How a fate goes on through the nodes that were entered. Edges tell why each was. */
export function fateAfter(
  flow: Flow,
  edges: readonly Edge[],
  from: string,
  events: readonly FlowEvent[],
  fate: Fate,
): Fate {
  let [at, isAnxious, isHeard] = [from, fate.isAnxious, fate.isHeard]
  for (const event of events) {
    if (
      event.event === 'choice.made' ||
      event.event === 'answer.given' ||
      event.event === 'words.recorded' ||
      event.event === 'words.written'
    )
      isAnxious = false
    if (event.event === 'human.wanted' || event.event === 'human.reached') isHeard = true
    if (event.event === 'input.missed') isAnxious = true
    if (event.event !== 'node.entered') continue
    const ways = edges.filter((edge) => edge.from === at && edge.to === event.node)
    if (ways.length > 0 && ways.every(({ why }) => why === 'failed' || why === 'bound')) isAnxious = true
    if (flow.nodes[at]?.kind === 'ticket' && ways.some(({ why }) => why === 'follows')) isHeard = true
    at = event.node
    const gives = kindOf(flow.nodes[at]?.kind ?? '')?.gives ?? 'nothing'
    if (['human', 'partner', 'recording'].includes(gives)) isHeard = true
    if (['human', 'partner', 'recording', 'callback'].includes(gives)) isAnxious = false
  }
  return { isAnxious, isHeard }
}

/** Ways as callers walk them: who would enter a step that is led elsewhere comes out there. */
export function waysOf(flow: Flow): readonly Edge[] {
  const led = new Map<string, string>()
  for (const overlay of flow.overlays) {
    if (overlay.overlay === 'detour') led.set(overlay.node, overlay.go)
    if (overlay.overlay !== 'lane') continue
    for (const { id, kind, spec } of Object.values(flow.nodes)) {
      if (kind === 'queue' && (spec as { readonly queue?: string }).queue === overlay.lane) led.set(id, overlay.go)
    }
  }
  return edgesOf(flow, aboutsOf(flow)).map((edge) => ({ ...edge, to: led.get(edge.to) ?? edge.to }))
}

export const beginning = (flow: Flow, tape: Tape): Session =>
  begin(flow, { language: tape.pick(['ind', 'eng']), channel: tape.once(3) ? 'text' : 'voice' })
