/** What is looked up only for a step that asks: who is on duty, how the lanes stand, what goes on. Most keys lead from menu to menu. Pure. */

import type { Facts } from '../flow/input.ts'

export type Asked = 'staffed' | 'queue' | 'incident' | 'friction'

export type UnaskedFacts = {
  /** Reading what is not known yet is noticed. */
  readonly facts: Facts
  readonly asked: ReadonlySet<Asked>
}

/** A step that turns out to have asked is taken again with the truth, which a pure step allows. `known`: what has been looked up. */
export function unaskedFacts(calm: Facts, known: ReadonlySet<Asked>): UnaskedFacts {
  const asked = new Set<Asked>()
  const ask = <T>(what: Asked, value: T): T => {
    if (!known.has(what)) asked.add(what)
    return value
  }
  const { queue, incident, friction, wait, ...plain } = calm
  const facts = {
    ...plain,
    wait: {
      ...wait,
      get staffed() {
        return ask('staffed', wait.staffed)
      },
    },
    get queue() {
      return ask('queue', queue ?? {})
    },
    get incident() {
      return ask('incident', incident ?? '')
    },
    get friction() {
      return ask('friction', friction ?? 'none')
    },
  }
  return { facts, asked }
}
