import { Readable } from 'node:stream'
import type { Test } from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import { createProgram } from '../../src/cli/program.ts'
import { testDatabase } from '../support/database.ts'

export const secretKey = 'a-secret-of-the-house-that-is-long-enough'

/** The commands on a database of their own. `run` gives what was printed and whether it went well. */
export async function cliDesk(t: Test) {
  const database = await testDatabase(t)
  const sealer = createSealer(secretKey)
  const clock = { now: Date.UTC(2026, 0, 5, 1, 0, 0) }

  async function run(args: readonly string[], input = '') {
    const printed: string[] = []
    const program = createProgram(
      async (words) => ({
        desk: {
          database,
          sealer,
          zone: 'Asia/Jakarta',
          now: () => clock.now,
          words,
          print: (text) => printed.push(text),
        },
        close: async () => {},
      }),
      Readable.from([input]),
    )
    const before = process.exitCode
    process.exitCode = 0
    await program.parseAsync([...args], { from: 'user' })
    const isDone = process.exitCode === 0
    process.exitCode = before
    return { isDone, text: printed.join('\n') }
  }
  return { database, sealer, clock, run }
}
