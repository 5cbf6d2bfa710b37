/**
 * Where Twilio's behaviour is a race or chance, the simulator chooses by seed. Each kind of choice draws from a stream of its own
 * (seed, kind, how many drawn before), so that an extra choice of one kind does not shift the others.
 */
export type Races = {
  /** True with the given probability (0 to 1). */
  happens(kind: string, rate: number): boolean
  pick<T>(kind: string, options: readonly T[]): T
  between(kind: string, low: number, high: number): number
}

/** FNV-1a, then the finaliser of splitmix32: small, seeded, and spread well enough for choices. */
function draw(seed: number, kind: string, index: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (const character of `${kind}#${index}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296
}

export function makeRaces(seed: number): Races {
  const drawn = new Map<string, number>()
  const next = (kind: string): number => {
    const index = drawn.get(kind) ?? 0
    drawn.set(kind, index + 1)
    return draw(seed, kind, index)
  }
  return {
    happens: (kind, rate) => rate > 0 && next(kind) < rate,
    pick(kind, options) {
      const option = options[Math.floor(next(kind) * options.length)]
      if (option === undefined) throw new Error(`nothing to choose from for ${kind}`)
      return option
    },
    between: (kind, low, high) => low + next(kind) * (high - low),
  }
}
