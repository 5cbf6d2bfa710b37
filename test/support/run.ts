/**
 * What `npm test` and `npm run proof` run: one Postgres and one Redis for the whole run, a template database, then tap.
 * Arguments: `--proof` takes the long tests (*.proof.ts) instead; names of files narrow the run; other flags go to tap.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { noRedis, startRedis } from './redis.ts'
import { ensureTemplate } from './template.ts'

const root = join(import.meta.dirname, '../..')

function choose(args: readonly string[]): { files: readonly string[]; flags: readonly string[] } {
  const named = args.filter((arg) => !arg.startsWith('-'))
  const pattern = args.includes('--proof') ? 'test/**/*.proof.ts' : 'test/**/*.test.ts'
  return {
    files: named.length > 0 ? named : globSync(pattern, { cwd: root }).sort(),
    flags: args.filter((arg) => arg.startsWith('-') && arg !== '--proof'),
  }
}

async function runTap(files: readonly string[], flags: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const tap = fileURLToPath(import.meta.resolve('tap')).replace(/dist\/.*$/, 'dist/esm/run.mjs')
  const child = spawn(process.execPath, [tap, ...flags, ...files], { cwd: root, env, stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** Tap's own totals, from the last line of its protocol: `# { total: 12, pass: 11, fail: 1 }`. */
export function toCounts(protocol: string): { passed: number; failed: number; skipped: number } | undefined {
  const totals = protocol.match(/^# \{ total: .*\}$/gm)?.at(-1)
  if (totals === undefined) return undefined
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}

async function main(): Promise<number> {
  const { files, flags } = choose(process.argv.slice(2))
  if (files.length === 0) {
    console.error('There is no such test.')
    return 1
  }
  const folder = await mkdtemp(join(tmpdir(), 'sahut-run-'))
  await chmod(folder, 0o711) // as root the engine runs as nobody and must reach its data
  const postgres = await startEmbedded({ folder: join(folder, 'postgres'), durable: false })
  const redis = process.env.TEST_REDIS_URL ? undefined : await startRedis()
  try {
    const redisUrl = process.env.TEST_REDIS_URL ?? redis?.url
    if (!redisUrl) console.log(`Tests on Redis are skipped: ${noRedis}`)
    const env = {
      ...process.env,
      TEST_POSTGRES_URL: postgres.url,
      TEST_TEMPLATE: await ensureTemplate(postgres.url),
      ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
    }
    const protocolFile = join(folder, 'run.tap')
    const code = await runTap(files, [...flags, `--output-file=${protocolFile}`], env)
    const counts = toCounts(await readFile(protocolFile, 'utf8').catch(() => ''))
    if (counts) console.log(`${counts.skipped} skipped\n${counts.passed} passed, ${counts.failed} failed`)
    return code
  } finally {
    await redis?.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) process.exitCode = await main()
