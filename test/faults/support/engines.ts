/** Postgres and Redis of their own, as real processes that can be killed, stopped and started again on the same port. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { runningPostmaster } from '../../../src/platform/embedded/cluster.ts'
import { startEmbedded } from '../../../src/platform/embedded/start.ts'
import { quietPort } from '../../support/port.ts'

export type Engine = {
  readonly url: string
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  readonly freeze: () => Promise<void>
  readonly thaw: () => Promise<void>
  readonly close: () => Promise<void>
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = await Promise.all(
    all.map(async (one) => {
      const text = await readFile(`/proc/${one}/stat`, 'utf8').catch(() => '')
      return { one, parent: Number(text.split(') ')[1]?.split(' ')[1]) }
    }),
  )
  return parents.filter(({ parent }) => parent === pid).map(({ one }) => one)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {} // it has ended meanwhile
}

/** Killed processes lose nothing that was committed: only a machine that stops would need the disk. */
export async function startPostgres(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-faults-'))
  await chmod(folder, 0o711)
  const open = () => startEmbedded({ folder: join(folder, 'postgres'), settings: { fsync: 'off' } })
  let engine = await open()
  const everybody = async (name: NodeJS.Signals) => {
    const postmaster = await runningPostmaster(join(folder, 'postgres'))
    if (postmaster === undefined) return
    // Stopped from the top down, continued from the bottom up: nobody is born in between.
    const all = [postmaster.pid, ...(await childrenOf(postmaster.pid))]
    for (const pid of name === 'SIGCONT' ? all.reverse() : all) signal(pid, name)
  }
  return {
    url: engine.url,
    kill: () => everybody('SIGKILL'),
    start: async () => {
      const { url } = engine
      engine = await open()
      if (engine.url !== url) throw new Error('Postgres came back elsewhere')
    },
    freeze: () => everybody('SIGSTOP'),
    thaw: () => everybody('SIGCONT'),
    close: async () => {
      await everybody('SIGCONT')
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Undefined where the machine has no redis-server. */
export async function startOwnRedis(): Promise<(Engine & { readonly empty: () => Promise<void> }) | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-faults-redis-'))
  const port = await quietPort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes']
  let child: ChildProcess
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: null })
  client.on('error', () => {})
  const start = async () => {
    child = spawn('redis-server', [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
    const failed = new Promise<false>((resolve) => child.once('error', () => resolve(false)))
    const isThere = await Promise.race([client.ping().then(() => true), failed])
    if (!isThere) throw new Error('no redis-server')
  }
  try {
    await start()
  } catch {
    client.disconnect()
    return undefined
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
    freeze: async () => void child.kill('SIGSTOP'),
    thaw: async () => void child.kill('SIGCONT'),
    empty: async () => void (await Promise.race([client.flushall(), pause(1_000)])),
    close: async () => {
      client.disconnect()
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
