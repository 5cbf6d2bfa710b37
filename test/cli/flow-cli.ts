import { Readable } from 'node:stream'
import type { Test } from 'tap'
import { createProgram } from '../../src/cli/program.ts'

/** A command that needs no database, run inside the test: what it printed, and whether it went well. */
export async function flowCli(t: Test, ...args: readonly string[]) {
  const printed = t.capture(console, 'log')
  const complained = t.capture(console, 'error')
  const program = createProgram(() => Promise.reject(new Error('no database here')), Readable.from([]))
  const before = process.exitCode
  process.exitCode = 0
  await program.parseAsync([...args], { from: 'user' })
  const code = Number(process.exitCode)
  process.exitCode = before
  const text = (results: readonly { readonly args: readonly unknown[] }[]) =>
    results.map((one) => one.args.join(' ')).join('\n')
  const result = { isDone: code === 0, code, stdout: text(printed()), stderr: text(complained()) }
  printed.restore()
  complained.restore()
  return result
}
