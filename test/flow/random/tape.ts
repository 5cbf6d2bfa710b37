/** Choices made from numbers, so that a history that fails can be made smaller: an empty tape chooses the first of everything. */

export type Tape = {
  /** From 0 to below `below`. */
  readonly draw: (below: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  /** True once in so many times. */
  readonly once: (in_: number) => boolean
}

export function tapeOf(numbers: readonly number[]): Tape {
  let at = 0
  const draw = (below: number): number => {
    const number = numbers[at] ?? 0
    at += 1
    return below <= 1 ? 0 : number % below
  }
  return {
    draw,
    pick: (from) => {
      const found = from[draw(from.length)]
      if (found === undefined && from.length === 0) throw new Error('nothing to pick from')
      return found as (typeof from)[number]
    },
    once: (in_) => draw(in_) === in_ - 1,
  }
}
