/**
 * Runs the test files that it is given, two at a time (`TEST_JOBS`), each argument (a file, or brief ones with
 * spaces between) as a process of its own, and reports them as one test of tap. tap's command
 * does the same, but loads its coverage hooks into every process, which takes longer than most of our tests.
 */
import { join } from 'node:path'
import t from 'tap'

const patienceSeconds = 300

t.jobs = Number(process.env.TEST_JOBS ?? 2)
t.setTimeout(0)
for (const bundle of process.argv.slice(2)) {
  const files = bundle.split(' ')
  const seconds = patienceSeconds * files.length
  const args = files.length === 1 ? files : [join(import.meta.dirname, 'together.ts'), ...files]
  t.spawn(
    process.execPath,
    ['--enable-source-maps', ...args],
    { env: { ...process.env, TAP_TIMEOUT: String(seconds) }, timeout: seconds * 1000, stdio: 'inherit' },
    bundle,
  )
}
