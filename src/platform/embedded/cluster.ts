import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { StartProblem } from '../start-problem.ts'
import type { Binaries } from './binaries.ts'
import { owner } from './owner.ts'

/** Where the engine listens and with which password: kept beside its data, readable by us alone. */
export type Access = { readonly port: number; readonly password: string }

export const toUrl = ({ port, password }: Access, database = 'sahut') =>
  `postgres://sahut:${password}@127.0.0.1:${port}/${database}`

const recoveryMilliseconds = 600_000
const startingUp = '57P03'

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The machine gave no port')
  return address.port
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.once('listening', () => server.close(() => resolve(true)))
  })
}

/** What the engine wrote, as one sentence for the person at the terminal. */
function toProblem(what: string, log: string, folder: string): StartProblem {
  if (/No space left on device|Disk quota exceeded/i.test(log)) {
    return new StartProblem(`The disk that holds ${folder} is full: ${what}. Make room there, then start again.`)
  }
  if (/database files are incompatible|was initialized by PostgreSQL version/i.test(log)) {
    return new StartProblem(
      `The data in ${folder} was written by another major version of Postgres. ` +
        'Start the version that wrote it, export, and import into a new folder.',
    )
  }
  const last = log.trim().split('\n').slice(-3).join(' | ')
  return new StartProblem(`The embedded Postgres did not start: ${what}. It said: ${last || 'nothing'}`)
}

/** Makes the empty cluster. A half-made one is removed, so that the next start begins again. */
export async function initialise(
  binaries: Binaries,
  folder: string,
  password: string,
  durable: boolean,
): Promise<void> {
  const data = join(folder, 'cluster')
  const passwordFile = join(folder, 'initial-password')
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (owner) {
    await chown(data, owner.uid, owner.gid)
    await chown(passwordFile, owner.uid, owner.gid)
  }
  const options = ['--username=sahut', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8']
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const child = spawn(binaries.initdb, ['-D', data, ...options, ...locale, ...(durable ? [] : ['--no-sync'])], {
    ...owner,
    cwd: data,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (exit) => resolve(exit ?? 'a signal'))
  })
  await rm(passwordFile, { force: true })
  if (code !== 0) {
    await rm(data, { recursive: true, force: true })
    throw toProblem(`its data folder could not be made (${code})`, said, folder)
  }
}

/** Starts the postmaster in a session of its own: Ctrl-C reaches us alone, and our death does not end it. */
export async function launch(
  binaries: Binaries,
  folder: string,
  access: Access,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const logFile = join(folder, 'postgres.log')
  const log = await open(logFile, 'w', 0o640)
  const fixed = { listen_addresses: '127.0.0.1', port: String(access.port), unix_socket_directories: '' }
  const flags = Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', join(folder, 'cluster'), ...flags], {
    ...owner,
    cwd: join(folder, 'cluster'),
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  await log.close()
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended = `it ended with ${code ?? signal}`))
  child.unref()
  const answer = await answers(access, () => ended === undefined)
  if (answer === 'yes') return
  throw toProblem(ended ?? 'it does not answer', await readFile(logFile, 'utf8').catch(() => ''), folder)
}

/** Waits until the engine answers under our password; a crash recovery may take minutes and is waited for. */
export async function answers(access: Access, isStillWorth: () => boolean): Promise<'yes' | 'no' | 'not ours'> {
  const until = performance.now() + recoveryMilliseconds
  while (isStillWorth() && performance.now() < until) {
    const client = new pg.Client({ connectionString: toUrl(access, 'postgres'), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return 'yes'
    } catch (error) {
      const { code } = error as { code?: string }
      if (code?.startsWith('28')) return 'not ours'
      if (code !== startingUp && code !== 'ECONNREFUSED' && code !== 'ECONNRESET' && code !== undefined) throw error
    } finally {
      await client.end().catch(() => {})
    }
    await wait(10)
  }
  return 'no'
}

export type Postmaster = { readonly pid: number; readonly port: number }

/** The postmaster that holds the cluster, by its own note; one that died without clearing up is not there. */
export async function runningPostmaster(folder: string): Promise<Postmaster | undefined> {
  const data = join(folder, 'cluster')
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!(pid > 0)) return undefined
  try {
    process.kill(pid, 0)
  } catch {
    return undefined
  }
  // After a reboot the number may belong to a stranger. Where /proc exists, look.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (command !== undefined && !command.includes(data)) {
    await rm(join(data, 'postmaster.pid'), { force: true })
    return undefined
  }
  return { pid, port }
}

/** Fast shutdown: sessions are ended, everything committed is on disk. Returns when the postmaster has gone. */
export async function shutDown(folder: string): Promise<void> {
  const postmaster = await runningPostmaster(folder)
  if (!postmaster) return
  process.kill(postmaster.pid, 'SIGINT')
  const until = performance.now() + 60_000
  while (performance.now() < until) {
    if (!(await runningPostmaster(folder))) return
    await wait(10)
  }
  throw new Error(`The embedded Postgres (process ${postmaster.pid}) did not stop within a minute`)
}
