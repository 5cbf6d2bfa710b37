import type { Facts } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import type { Dialogue } from './dialogue.ts'
import type { SessionsHouse } from './house.ts'

/** What a step may look at, but for the caller's wait. */
export function factsOf(house: SessionsHouse, dialogue: Dialogue, { now }: Context): Omit<Facts, 'wait'> {
  const { withheld, canBeTexted } = dialogue.caller
  return { now, open: house.open(now), caller: { withheld, canBeTexted } }
}
