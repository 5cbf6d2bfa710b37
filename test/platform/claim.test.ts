import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { type Claimant, claimData } from '../../src/platform/embedded/claim.ts'
import { StartProblem } from '../../src/platform/start-problem.ts'
import { testDatabase } from '../support/database.ts'

const whole: Claimant = { folder: '/data', isOneOfSeveral: false, port: 3000 }
const web: Claimant = { folder: '/data', isOneOfSeveral: true, port: 3001 }
const worker: Claimant = { folder: '/data', isOneOfSeveral: true, port: null }

const { url } = await testDatabase(t)

const refused = (claimant: Claimant) =>
  claimData(url, claimant).then(
    () => undefined,
    (error: Error) => error,
  )

/** Another process of ours that holds its claim until it is killed. */
async function otherProcess(t: Test, claimant: Claimant) {
  const source = `
    const { claimData } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/platform/embedded/claim.ts'))})
    await claimData(${JSON.stringify(url)}, ${JSON.stringify(claimant)})
    console.log('claimed')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

t.test('a second hotline on the same data is told which process has it, and leaves it alone', async (t) => {
  const child = await otherProcess(t, whole)
  for (const second of [{ ...whole, port: 4000 }, web, worker]) {
    const problem = await refused(second)
    t.ok(problem instanceof StartProblem)
    t.match(problem?.message, `The data in /data is in use: Sahut runs on it as process ${child.pid}, on port 3000.`)
    t.match(problem?.message, 'set DATA_DIR to another folder')
  }
  child.kill('SIGKILL')
  const claim = await claimData(url, whole)
  t.pass('what a killed process left is free at once')
  await claim.release()
})

t.test('processes with a role each share the data, and one that would do everything is refused', async (t) => {
  const claims = [await claimData(url, web), await claimData(url, worker), await claimData(url, { ...web, port: 3002 })]
  t.match((await refused(whole))?.message, /as process \d+.*start each of them with its ROLE/)
  for (const claim of claims) await claim.release()
  await (await claimData(url, whole)).release()
})

t.test('of two that start in the same moment one has it', async (t) => {
  const outcomes = await Promise.allSettled([claimData(url, whole), claimData(url, { ...whole, port: 4000 })])
  t.same(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') await outcome.value.release()
    else t.match(outcome.reason.message, `is in use: Sahut runs on it as process ${process.pid}`)
  }
})
