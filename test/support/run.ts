/**
 * What `npm test` and `npm run proof` run: one Postgres and one Redis for the whole run, a template database, then tap (`suite.ts`).
 * Arguments: `--proof` takes the long tests (*.proof.ts) instead, and more random cases (`depth.ts`); names of files narrow the run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { makeQueue, notPassed } from './queue.ts'
import { noRedis, startRedis } from './redis.ts'
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

/** Lines of the protocol that say nothing new to who reads a log: all that passed inside a file. */
const isNoise = (line: string) =>
  /^\s*$|^\s*# (Subtest:|time=|\{)|^\s*1\.\.\d+|^TAP version/.test(line) ||
  (/^\s+ok /.test(line) && !/# (SKIP|TODO)/.test(line))

type Run = {
  readonly code: number
  readonly totals: string
  readonly failed: readonly string[]
}

/** Shows tap's protocol without the noise, and gives its last line, the totals, and which files failed. */
async function runTap(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'suite.ts'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  const exit = once(child, 'exit')
  let totals = ''
  const failed: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('# {')) totals = line
    if (!isNoise(line)) console.log(line)
    const [, named] = /^not ok \d+ - (.+\.ts)\b/.exec(line) ?? []
    if (named !== undefined) failed.push(named)
  }
  const [code] = await exit
  return { code: code ?? 1, totals, failed }
}

/** Each file once: most share a few processes, of which each takes the next. */
async function runOnce(files: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const shared = files.filter((file) => !wantsOwnProcess(file))
  const queue = join(folder, 'queue')
  makeQueue(queue, shared)
  const run = await runTap([queue, ...files.filter(wantsOwnProcess)], env)
  return { ...run, failed: [...run.failed, ...notPassed(queue)] }
}

/** Tap's own totals, from the last line of its protocol: `# { total: 12, pass: 11, fail: 1 }`. */
function toCounts(totals: string): { passed: number; failed: number; skipped: number } | undefined {
  if (totals === '') return undefined
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}

/** Many files run in real time, some with several processes and a browser: one that failed beside others is run once more, alone. Both runs are shown. */
async function tell(files: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const first = await runOnce(files, folder, env)
  const { failed } = first
  const isAgain = failed.length > 0 && failed.length <= mostAgain
  if (isAgain) console.log(`# Run once more, alone: ${failed.join(', ')}`)
  const second = isAgain ? await runTap(['-', ...failed], { ...env, TEST_JOBS: '1' }) : undefined
  const counts = [first, second].map((run) => toCounts(run?.totals ?? ''))
  const [begun, repeated] = counts
  if (begun) {
    const passed = begun.passed + (repeated?.passed ?? 0)
    console.log(`${begun.skipped} skipped\n${passed} passed, ${(repeated ?? begun).failed} failed`)
  }
  return (second ?? first).code
}

/** Several whole hotlines at a time, each with its pools. */
const settings = { max_connections: '500' }

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
  const redis = process.env.TEST_REDIS_URL ? undefined : await startRedis()
  try {
    const redisUrl = process.env.TEST_REDIS_URL ?? redis?.url
    if (!redisUrl) console.log(`Tests on Redis are skipped: ${noRedis}`)
    const env = {
      ...process.env,
      // Each of hundreds of processes loads the same house.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      // What is proved in real time wants more room than a test.
      ...(isProof ? { TEST_DEPTH: '10', TEST_JOBS: process.env.TEST_JOBS ?? '2' } : {}),
      TEST_POSTGRES_URL: postgres.url,
      TEST_TEMPLATE: await ensureTemplate(postgres.url),
      ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
    }
    return await tell(files, folder, env)
  } finally {
    await redis?.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) process.exitCode = await main()
