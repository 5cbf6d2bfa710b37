/**
 * One of several processes that share the test files of a run: each takes the next one that nobody has taken, until none is left.
 * Starting a process and loading the house takes longer than most files; one that has run for a while also runs faster.
 * A file sees what it would see alone: what belongs to the end of its process happens at the end of the file.
 */

import asyncHooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import { resolve } from 'node:path'
import { readQueue } from './queue.ts'

/** How long a file may take that does not say so itself. */
const usualMilliseconds = Number(process.env.TAP_TIMEOUT) * 1000

// tap would follow every promise of the process, to know to which test an error belongs that nobody caught: a third of our time.
// Here such an error ends the process, and its file is run once more, alone.
const unfollowed = { enable: () => unfollowed, disable: () => unfollowed }
asyncHooks.createHook = () => unfollowed
syncBuiltinESMExports()

// The runner names its fixtures by the arguments that are left.
const [folder = ''] = process.argv.splice(2)
const { default: t } = await import('tap')
process.env.TEST_WORKER = '1'

type Undo = () => unknown
const undo: Undo[] = []
const later = (work: Undo): void => {
  undo.push(work)
}
// What hangs for longer would hang for ever; the others go on with what is left.
let patience: NodeJS.Timeout | undefined
const waitAtMost = (milliseconds: number): void => {
  clearTimeout(patience)
  patience = setTimeout(() => process.exit(1), milliseconds)
}
// tap's own limit is one for the whole process: it is lifted.
t.setTimeout(0)
Object.assign(t, { teardown: later, after: later, setTimeout: waitAtMost })

async function undone(): Promise<void> {
  for (let work = undo.pop(); work !== undefined; work = undo.pop()) await work()
}

async function run(file: string): Promise<void> {
  await import(resolve(file))
  if (!t.idle) await new Promise<void>((idle) => t.once('idle', idle))
  await undone()
}

const queue = readQueue(folder)
for (let file = queue.take(); file !== null; file = queue.take()) {
  const began = performance.now()
  const usedBefore = process.cpuUsage()
  const failedBefore = t.counts.fail
  waitAtMost(usualMilliseconds)
  t.jobs = 1
  await run(file).catch((error: Error) => t.fail(`${file}: ${error.stack}`))
  clearTimeout(patience)
  const hasPassed = t.counts.fail === failedBefore
  queue.done(file, hasPassed)
  const { user, system } = process.cpuUsage(usedBefore)
  const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`
  // What a process tells by tap's protocol is shown when it has ended.
  process.stderr.write(`${hasPassed ? '' : 'FAILED '}${file} ${seconds}\n`)
  // After an error outside of every test tap takes no more of them: the others go on with what is left.
  if (t.results) process.exit(1)
}
await new Promise((complete) => {
  t.once('complete', complete)
  t.end()
})
// A browser may still wait for a next file.
process.exit()
