/** Servers under measure: processes of their own, on a core of their own where the machine has two. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

export type Child = {
  readonly process: ChildProcess
  /** Seconds of processor that it has used so far. */
  readonly cpuSeconds: () => number
  readonly stop: () => Promise<void>
}

const hasTwoCores = availableParallelism() > 1

/** Binds a running process to one core; without `taskset`, or with one core, it runs where it runs. */
export function bind(pid: number, core: number): void {
  if (!hasTwoCores) return
  try {
    execFileSync('taskset', ['-apc', String(core), String(pid)], { stdio: 'ignore' })
  } catch {}
}

const ticksPerSecond = 100

function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Starts a server on core 0 and waits until it answers its health or says that it listens. */
export async function startChild(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  ready?: () => Promise<boolean>,
): Promise<Child> {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('A server did not start')
  bind(pid, 0)
  const exit = once(child, 'exit')
  const gone = exit.then(([code]) => {
    throw new Error(`A server ended with code ${code} before it listened`)
  })
  gone.catch(() => {})
  if (ready === undefined) await Promise.race([once(child, 'message'), gone])
  else while (!(await Promise.race([ready().catch(() => false), gone]))) await pause(50)
  bind(pid, 0)
  return {
    process: child,
    cpuSeconds: () => cpuSecondsOf(pid),
    stop: async () => {
      child.kill('SIGTERM')
      await exit
    },
  }
}
