/** A caller of a flow under test: does things one after the other, with the session written out and read back in between. */

import { advance, begin, type Step } from '../../src/flow/advance.ts'
import { type Channel, type Flow, problemText } from '../../src/flow/flow.ts'
import type { Facts, Input } from '../../src/flow/input.ts'
import type { Parsed } from '../../src/flow/parse.ts'
import { factsWith } from './small-flow.ts'

export type Done = Input | readonly [Input, Facts]

export function flowOf(parsed: Parsed): Flow {
  if (parsed.outcome === 'problems') throw new Error(parsed.problems.map(problemText).join('\n'))
  return parsed.flow
}

/** What the caller hears at last. */
export function after(flow: Flow, done: readonly Done[], channel: Channel = 'voice'): Step {
  let step = advance(flow, begin(flow, { channel }), { kind: 'arrived' }, factsWith())
  for (const item of done) {
    const [input, facts] = 'kind' in item ? [item, factsWith()] : item
    step = advance(flow, JSON.parse(JSON.stringify(step.session)), input, facts)
  }
  return step
}

export const press = (digits: string): Input => ({ kind: 'digits', digits })
export const write = (text: string): Input => ({ kind: 'text', text })
export const speak = (text: string, confidence = 0.9): Input => ({ kind: 'speech', text, confidence })
export const silence: Input = { kind: 'silence' }

export const heard = ({ verbs }: Step): string =>
  verbs
    .flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
    .map(({ text }) => text)
    .join(' ')

export const told = ({ events }: Step): readonly string[] => events.map(({ event }) => event)
