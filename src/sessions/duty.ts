/** Whether anyone is on duty, looked up only for a step that asks: most keys lead from menu to menu. Pure. */

import type { WaitFacts } from '../flow/input.ts'

export type UnaskedDuty = {
  /** As of a caller who does not wait; reading `staffed` is noticed. */
  readonly wait: WaitFacts
  readonly wasAsked: () => boolean
}

/** A step that turns out to have asked is taken again with the truth, which a pure step allows. */
export function unaskedDuty(calm: WaitFacts): UnaskedDuty {
  let asked = false
  const wait = {
    ...calm,
    get staffed() {
      asked = true
      return calm.staffed
    },
  }
  return { wait, wasAsked: () => asked }
}
