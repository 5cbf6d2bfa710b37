/** A moment of plain arithmetic takes so long on a core that is shared with one other test, as it is in a whole run. */
const usualMilliseconds = 8
const rounds = 1_000_000
const most = 5

/**
 * How many times longer this machine takes just now than is usual, from 1 to 5: other tests, or other guests of the same host, take
 * their share of its cores. Stories in real time go slower by as much, so that their people and the house still keep step.
 */
export function slowness(): number {
  const began = performance.now()
  let state = 1
  for (let round = 0; round < rounds; round += 1) state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff
  const took = performance.now() - began
  return state < 0 ? 1 : Math.min(most, Math.max(1, took / usualMilliseconds))
}
