import { createHash } from 'node:crypto'

/**
 * Chance that is fixed by its name: the same seed and the same name always give the same, in whatever order they are asked. So a
 * story goes the same way when it is told twice, however its news travels.
 */
export type Chance = {
  /** 0 to below 1. */
  number(name: string): number
  /** 0 to below `limit`. */
  below(name: string, limit: number): number
  is(name: string, probability: number): boolean
  /** One of these, by weight. */
  of<Choice>(name: string, choices: readonly (readonly [weight: number, choice: Choice])[]): Choice
  /** 32 hexadecimal digits, such as a carrier's ids have. */
  hex(name: string): string
}

export function chanceOf(seed: string): Chance {
  const hex = (name: string) => createHash('md5').update(`${seed}/${name}`).digest('hex')
  const number = (name: string) => Number.parseInt(hex(name).slice(0, 8), 16) / 2 ** 32
  return {
    hex,
    number,
    below: (name, limit) => Math.floor(number(name) * limit),
    is: (name, probability) => number(name) < probability,
    of: (name, choices) => {
      const total = choices.reduce((sum, [weight]) => sum + weight, 0)
      let rest = number(name) * total
      for (const [weight, choice] of choices) {
        rest -= weight
        if (rest < 0) return choice
      }
      throw new RangeError('There is nothing to choose')
    },
  }
}
