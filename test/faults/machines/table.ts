import { callersAreServed } from './board.ts'
import { callsMoveForward } from './calls.ts'
import { laddersClimb } from './ladder.ts'
import { recoveriesEnd } from './recovery.ts'

/** What holds for each state machine, whatever comes in whatever order. */
export const machines: readonly (readonly [string, (runs: number) => void])[] = [
  ['a call only goes forward, and the first end stays', callsMoveForward],
  ['offers: nobody is doubled, nobody is left alone, and everybody is served', callersAreServed],
  ['a ladder rings nobody twice, keeps its limits, and always goes on', laddersClimb],
  ['a recovery keeps its rule and comes to an outcome by itself', recoveriesEnd],
]
