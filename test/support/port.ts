import { randomInt } from 'node:crypto'
import { isFree } from '../../src/platform/embedded/cluster.ts'

/**
 * A port on which nothing listens, from below those that the system gives to outgoing connections: one of theirs may be taken
 * again by the time that a program has started.
 */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = randomInt(16_000, 30_000)
    if (await isFree(port)) return port
  }
}
