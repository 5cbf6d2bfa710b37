import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '../../src/platform/embedded/cluster.ts'

export type TestRedis = {
  readonly url: string
  readonly freeze: () => void
  readonly thaw: () => void
  readonly stop: () => Promise<void>
}

/** Why tests on Redis are skipped, when they are. */
export const noRedis = 'no redis-server on this machine: apt-get install redis-server, or set TEST_REDIS_URL'

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null })
  client.on('error', () => {})
  try {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('redis-server ended at once')))
    await Promise.race([
      client.ping(),
      ended,
      wait(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error('redis-server is silent'))),
    ])
  } finally {
    client.disconnect()
  }
}

/** Starts the machine's redis-server as production would have it (append-only file, noeviction); undefined when there is none. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<TestRedis | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'sahut-redis-'))
  const port = await freePort()
  const all = {
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    save: '',
    dir: folder,
    bind: '127.0.0.1',
    ...settings,
  }
  const flags = Object.entries({ ...all, port: String(port) }).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn('redis-server', flags, { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  await untilItAnswers(url, child)
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  return { url, freeze: () => child.kill('SIGSTOP'), thaw: () => child.kill('SIGCONT'), stop }
}

/** The Redis of this run with nothing in it; `database` keeps files that run at the same time apart. Undefined: there is none. */
export async function emptyRedis(database: number): Promise<string | undefined> {
  const { TEST_REDIS_URL: url } = process.env
  if (!url) return undefined
  const chosen = new URL(`/${database}`, url).href
  const client = new Redis(chosen)
  await client.flushdb()
  client.disconnect()
  return chosen
}
