/**
 * Runs test files as one test of tap, as many processes at a time as `TEST_JOBS` says. Arguments: a folder with the files that
 * processes share (`queue.ts`), or `-`; then files that need a process of their own. tap's command does the
 * same, but loads its coverage hooks into every process, which takes longer than most of our tests.
 */
import { join } from 'node:path'
import t from 'tap'
import { readQueue } from './queue.ts'

const jobs = Number(process.env.TEST_JOBS ?? 3)
const patienceSeconds = 300
const [queue = '-', ...alone] = process.argv.slice(2)

t.jobs = jobs
t.setTimeout(0)

function spawn(name: string, args: readonly string[]): void {
  const env = { ...process.env, TAP_TIMEOUT: String(patienceSeconds) }
  t.spawn(process.execPath, [...args], { env, timeout: patienceSeconds * 1000, stdio: 'inherit' }, name)
}

for (const file of alone) spawn(file, [file])
const processes = queue === '-' ? 0 : Math.min(jobs, readQueue(queue).size)
for (let place = 1; place <= processes; place += 1)
  spawn(`shared files, process ${place}`, [join(import.meta.dirname, 'worker.ts'), queue])
