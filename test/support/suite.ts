/**
 * Test files as processes, some at a time. Not by tap's own `spawn` nor its command: both load the instruments of coverage into every
 * process and all its children, with which our code takes four times as long.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pLimit from 'p-limit'
import { makeQueue, notPassed } from './queue.ts'

const root = join(import.meta.dirname, '../..')

/** How long a file may take that does not say so itself. */
const patienceSeconds = 300
/** No file says that it takes longer: what has not ended then hangs in a way that it cannot see itself. */
const hangsMilliseconds = 3_600_000

/** Lines of the protocol that say nothing new to who reads a log: all that passed inside a file. */
const isNoise = (line: string) =>
  /^\s*$|^\s*# (Subtest:|time=|\{)|^\s*1\.\.\d+|^TAP version/.test(line) ||
  (/^\s*ok /.test(line) && !/# (SKIP|TODO)/.test(line))

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export type Run = Counts & { readonly failedFiles: readonly string[] }

/** Tap's own totals, from the last line of its protocol: `# { total: 12, pass: 11, fail: 1 }`. */
function toCounts(totals: string): Counts {
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(totals)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}

type Surroundings = {
  readonly env: NodeJS.ProcessEnv
  /** Aborted when somebody wants the run to end: what runs is ended, and nothing more begins. */
  readonly ending: AbortSignal
}

/** Lines of several processes would mix: each shows its own when it has ended. */
async function runProcess(name: string, args: readonly string[], { env, ending }: Surroundings): Promise<Counts> {
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, TAP_TIMEOUT: String(patienceSeconds) },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: hangsMilliseconds,
  })
  const closed = once(child, 'close')
  const end = () => child.kill()
  ending.addEventListener('abort', end)
  let totals = ''
  const telling: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('# {')) totals = line
    if (!isNoise(line)) telling.push(line)
  }
  const [code, signal] = await closed
  ending.removeEventListener('abort', end)
  const counts = toCounts(totals)
  const hasPassed = code === 0 && totals !== '' && counts.failed === 0
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const how = hasPassed ? '' : ` (it ended with ${code ?? signal})`
  console.log([`${hasPassed ? 'ok' : 'not ok'} ${name} ${seconds} s${how}`, ...telling].join('\n'))
  return hasPassed ? counts : { ...counts, failed: Math.max(1, counts.failed) }
}

const sum = (all: readonly Counts[], which: keyof Counts) => all.reduce((total, counts) => total + counts[which], 0)

export type Suite = Surroundings & {
  /** Files that share a few processes, of which each takes the next. */
  readonly shared: readonly string[]
  /** Files that need a process of their own. */
  readonly alone: readonly string[]
  /** A folder of the run, in which those processes share the list. */
  readonly queue: string
  readonly jobs: number
}

/** Runs each file once. */
export async function runSuite({ shared, alone, queue, jobs, ...surroundings }: Suite): Promise<Run> {
  makeQueue(queue, shared)
  const worker = join(import.meta.dirname, 'worker.ts')
  const sharing = Array.from({ length: Math.min(jobs, shared.length) }, (_, place) => ({
    name: `shared files, process ${place + 1}`,
    args: [worker, queue],
  }))
  const processes = [...alone.map((file) => ({ name: file, args: [file] })), ...sharing]
  const notBegun: Counts = { passed: 0, failed: 1, skipped: 0 }
  const all = await pLimit(jobs).map(processes, ({ name, args }) =>
    surroundings.ending.aborted ? notBegun : runProcess(name, args, surroundings),
  )
  return {
    passed: sum(all, 'passed'),
    failed: sum(all, 'failed'),
    skipped: sum(all, 'skipped'),
    failedFiles: [...alone.filter((_, place) => all[place]?.failed !== 0), ...notPassed(queue)],
  }
}
