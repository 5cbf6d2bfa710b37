/** Random flows against random callers: what is asserted of each, and what was seen in all. */

import type { Flow, Session } from '../../../src/flow/flow.ts'
import type { Input } from '../../../src/flow/input.ts'
import { lostInput, randomFacts, randomInput } from './caller.ts'
import { beginning, calm, fateAfter, turn, waysOf } from './dialogue.ts'
import { randomFlow } from './flow.ts'
import { type Tape, tapeOf } from './tape.ts'

export type Seen = {
  flows: number
  accepted: number
  turns: number
  readonly ends: Set<string>
  readonly kinds: Set<string>
}
export const nothingSeen = (): Seen => ({ flows: 0, accepted: 0, turns: 0, ends: new Set(), kinds: new Set() })

export type History = {
  readonly flow: readonly number[]
  readonly callers: readonly number[]
  /** Rules that count for nothing, so that it is seen what they are for. */
  readonly without?: readonly string[]
}

const TURNS = 14
const callers = ['random', 'random', 'lost', 'danger'] as const

/** One flow with a few callers. Throws, with the flow as it was written, when anything is not as it must be. */
export function tryHistory({ flow: numbers, callers: choices, without = [] }: History, seen: Seen): void {
  const { flow, errors, written } = randomFlow(numbers)
  const tape = tapeOf(choices)
  const isAccepted = errors.every(({ rule }) => without.includes(rule))
  seen.flows += 1
  if (isAccepted) seen.accepted += 1
  for (const { kind } of Object.values(flow.nodes)) seen.kinds.add(kind)
  try {
    for (const who of callers) callOnce(flow, who, tape, isAccepted, seen)
  } catch (error) {
    const whether = isAccepted ? ' (accepted by the check)' : ''
    throw new Error(`${(error as Error).message}${whether}\n${written}`, { cause: error })
  }
}

function callOnce(flow: Flow, who: (typeof callers)[number], tape: Tape, isAccepted: boolean, seen: Seen): void {
  const ways = waysOf(flow)
  let session: Session = beginning(flow, tape)
  const isText = session.channel === 'text'
  let fate = calm
  for (let count = 0; count < TURNS && session.ended === null; count += 1) {
    const from = session.node
    const told = turn(flow, session, inputOf(who, count, tape, isText), randomFacts(tape), tape)
    seen.turns += 1
    fate = fateAfter(flow, ways, from, told.events, fate)
    session = told.session
    if (isAccepted && told.isRescued) throw new Error('something in the flow failed')
    if (isAccepted && who === 'danger' && count === 1 && !told.events.some((event) => 'emergency' in event)) {
      throw new Error('the first key does not lead to an emergency')
    }
  }
  seen.ends.add(session.ended ?? session.awaits)
  if (isAccepted && session.ended === 'goodbye' && fate.isAnxious && !fate.isHeard) {
    throw new Error(`a ${who} caller is lost at "${session.node}"`)
  }
}

function inputOf(who: (typeof callers)[number], count: number, tape: Tape, isText: boolean): Input {
  if (count === 0) return { kind: 'arrived' }
  if (who === 'danger' && count === 1) return isText ? { kind: 'text', text: '1' } : { kind: 'digits', digits: '1' }
  return who === 'lost' ? lostInput(tape, isText) : randomInput(tape, isText)
}
