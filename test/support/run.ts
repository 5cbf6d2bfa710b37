/**
 * What `npm test` and `npm run proof` run: one Postgres and one Redis for the whole run, a template database, then the files (`suite.ts`).
 * Arguments: `--proof` takes the long tests (*.proof.ts) instead, and more random cases (`depth.ts`); names of files narrow the run.
 */
import { globSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { noRedis, startRedis } from './redis.ts'
import { inside } from './spare-databases.ts'
import { runSuite } from './suite.ts'
import { ensureTemplate } from './template.ts'

/** When more files fail, it is not for want of quiet. */
const mostAgain = 10

const root = join(import.meta.dirname, '../..')

/** Whole stories take longest: they begin first, so that none of them runs alone at the end. */
const isStory = (file: string) => /^test\/(browser|journeys|histories|faults)\//.test(file)
/** A browser wants a core; the other stories mostly wait. */
const wantsCore = (file: string) => file.startsWith('test/browser/')

/** A busy one beside an idle one, as far as there are both. */
function sideBySide<Item>(busy: readonly Item[], idle: readonly Item[]): readonly Item[] {
  const most = Math.max(busy.length, idle.length)
  return Array.from({ length: most }, (_, place) => [
    ...busy.slice(place, place + 1),
    ...idle.slice(place, place + 1),
  ]).flat()
}

function choose(args: readonly string[], isProof: boolean): readonly string[] {
  const named = args.filter((arg) => !arg.startsWith('-'))
  if (named.length > 0) return named
  const tests = globSync('test/**/*.test.ts', { cwd: root }).sort()
  if (isProof) return [...globSync('test/**/*.proof.ts', { cwd: root }).sort(), ...tests.filter(hasDepth)]
  const stories = tests.filter(isStory)
  const others = tests.filter((file) => !isStory(file))
  return [
    ...sideBySide(
      stories.filter(wantsCore),
      stories.filter((file) => !wantsCore(file)),
    ),
    ...others,
  ]
}

/** A test of random cases, which a proof looks at longer. */
const hasDepth = (file: string): boolean => readFileSync(join(root, file), 'utf8').includes('support/depth.ts')

/** A file that changes its process, or ends it. */
const wantsOwnProcess = (file: string): boolean =>
  /process\.(env|on|exit|kill)|Date\.now = |^t\.(beforeEach|afterEach)/m.test(readFileSync(join(root, file), 'utf8'))

/**
 * Many files run in real time, some with several processes and a browser: one that failed beside others is run once more, alone. Both
 * runs are shown. Gives the exit code.
 */
async function tell(files: readonly string[], folder: string, jobs: number, env: NodeJS.ProcessEnv): Promise<number> {
  const stopping = new AbortController()
  const { signal: ending } = stopping
  process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort())
  const first = await runSuite({
    shared: files.filter((file) => !wantsOwnProcess(file)),
    alone: files.filter(wantsOwnProcess),
    queue: join(folder, 'queue'),
    jobs,
    env,
    ending,
  })
  const { failedFiles } = first
  const isAgain = !ending.aborted && failedFiles.length > 0 && failedFiles.length <= mostAgain
  if (isAgain) console.log(`# Run once more, alone: ${failedFiles.join(', ')}`)
  const again = { shared: [], alone: failedFiles, queue: join(folder, 'again'), jobs: 1, env, ending }
  const last = isAgain ? await runSuite(again) : first
  const passed = isAgain ? first.passed + last.passed : first.passed
  console.log(`${first.skipped} skipped\n${passed} passed, ${last.failed} failed`)
  return last.failed === 0 ? 0 : 1
}

/**
 * Several whole hotlines at a time, each with its pools. Their databases live for seconds and need little vacuuming; and a password
 * that nobody could guess is hardly stronger for being derived 4096 times at each of thousands of connections.
 */
const settings = { max_connections: '500', autovacuum_naptime: '60s', scram_iterations: '1' }

/** Kept anew, so that the setting counts for it. */
async function derivePasswordAnew(url: string): Promise<void> {
  const { username, password } = new URL(url)
  await inside(url, (client) =>
    client.query(`alter role ${pg.escapeIdentifier(username)} password ${pg.escapeLiteral(password)}`),
  )
}

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const isProof = args.includes('--proof')
  const files = choose(args, isProof)
  if (files.length === 0) {
    console.error('There is no such test.')
    return 1
  }
  const folder = await mkdtemp(join(tmpdir(), 'sahut-run-'))
  await chmod(folder, 0o711) // as root the engine runs as nobody and must reach its data
  const postgres = await startEmbedded({ folder: join(folder, 'postgres'), durable: false, settings })
  await derivePasswordAnew(postgres.url)
  const redis = process.env.TEST_REDIS_URL ? undefined : await startRedis()
  try {
    const redisUrl = process.env.TEST_REDIS_URL ?? redis?.url
    if (!redisUrl) console.log(`Tests on Redis are skipped: ${noRedis}`)
    const env = {
      ...process.env,
      // Each of hundreds of processes loads the same house.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      ...(isProof ? { TEST_DEPTH: '10' } : {}),
      TEST_POSTGRES_URL: postgres.url,
      TEST_TEMPLATE: await ensureTemplate(postgres.url),
      ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
    }
    // What is proved in real time wants more room than a test.
    return await tell(files, folder, Number(process.env.TEST_JOBS ?? (isProof ? 2 : 3)), env)
  } finally {
    await redis?.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) process.exitCode = await main()
