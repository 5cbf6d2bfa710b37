/**
 * Runs the test files that it is given, two at a time (`TEST_JOBS`), each as a process of its own, and reports them as one test of tap. tap's command
 * does the same, but loads its coverage hooks into every process, which takes longer than most of our tests.
 */
import t from 'tap'

const patienceSeconds = 120
const env = { ...process.env, TAP_TIMEOUT: String(patienceSeconds) }

t.jobs = Number(process.env.TEST_JOBS ?? 2)
t.setTimeout(0)
for (const file of process.argv.slice(2))
  t.spawn(
    process.execPath,
    ['--enable-source-maps', file],
    { env, timeout: patienceSeconds * 1000, stdio: 'inherit' },
    file,
  )
