import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { StartProblem } from '../start-problem.ts'
import { findBinaries } from './binaries.ts'
import type { Access } from './cluster.ts'
import { answers, freePort, initialise, isFree, launch, runningPostmaster, shutDown, toUrl } from './cluster.ts'
import { isOpenToAll, owner } from './owner.ts'
import { enter, inTurn } from './turn.ts'

export type EmbeddedOptions = {
  /** Folder for everything that the engine keeps; made when absent. */
  readonly folder: string
  /** Settings over ours, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>
  /** False only for tests: nothing is forced to disk. */
  readonly durable?: boolean
}

export type Embedded = {
  readonly url: string
  /** True when a running engine was taken over instead of started. */
  readonly adopted: boolean
  /** This process leaves; the last one to leave stops the engine. */
  readonly stop: () => Promise<void>
}

/** For one machine with a web and a worker process beside a database of one regency's size. */
const usualSettings = {
  max_connections: '200',
  shared_buffers: '128MB',
  autovacuum_naptime: '10s',
  log_min_messages: 'warning',
  log_line_prefix: '%m ',
}

const undurable = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

async function readAccess(file: string): Promise<Access | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Access)
}

async function usableAccess(file: string): Promise<Access> {
  const kept = await readAccess(file)
  if (kept && (await isFree(kept.port))) return kept
  // Another program took our port while we were down: the data stays, the port moves.
  const access = { port: await freePort(), password: kept?.password ?? randomBytes(24).toString('base64url') }
  await writeFile(file, JSON.stringify(access), { mode: 0o600 })
  return access
}

async function ensureDatabase(access: Access): Promise<void> {
  const client = new pg.Client({ connectionString: toUrl(access, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'sahut'")
    if (rowCount === 0) await client.query('create database sahut')
  } finally {
    await client.end()
  }
}

async function startOrAdopt(options: EmbeddedOptions): Promise<{ access: Access; adopted: boolean }> {
  const { folder, durable = true } = options
  const accessFile = join(folder, 'access.json')
  const kept = await readAccess(accessFile)
  const running = await runningPostmaster(folder)
  if (running && kept) {
    const access = { ...kept, port: running.port }
    if ((await answers(access, () => true)) === 'yes') return { access, adopted: true }
    throw new StartProblem(
      `A Postgres (process ${running.pid}) runs on the data in ${folder} but does not take our password. ` +
        `Stop it, or put ${accessFile} back from a backup.`,
    )
  }
  const binaries = await findBinaries(folder)
  const access = await usableAccess(accessFile)
  // initdb writes PG_VERSION early and the access file comes before it: only a cluster that was finished has this note.
  const finished = join(folder, 'initialised')
  if (!(await stat(finished).catch(() => undefined))) {
    await initialise(binaries, folder, access.password, durable)
    await writeFile(finished, '')
  }
  await launch(binaries, folder, access, { ...usualSettings, ...(durable ? {} : undurable), ...options.settings })
  return { access, adopted: false }
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    if (owner) await chmod(folder, 0o711)
  } catch (cause) {
    throw new StartProblem(`The folder ${folder} for the database cannot be made: ${(cause as Error).message}`, {
      cause,
    })
  }
  if (owner && !(await isOpenToAll(folder))) {
    throw new StartProblem(
      `Started as root, Postgres runs as nobody and cannot reach ${folder}. Set DATA_DIR to a folder that others may enter.`,
    )
  }
}

const isDiskFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException)?.code ?? '')

/**
 * Runs the Postgres of the npm package in `folder`, or takes over the one that already runs there (after a crash of
 * ours, or beside another process of ours). Throws a StartProblem in plain words.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { folder } = options
  try {
    await prepareFolder(folder)
    return await inTurn(folder, async () => {
      const { access, adopted } = await startOrAdopt(options)
      await ensureDatabase(access)
      const leave = await enter(folder)
      let stopped: Promise<void> | undefined
      const end = async () => void ((await leave()).last && (await shutDown(folder)))
      // On a full disk there is no room for taking turns.
      const stop = () => inTurn(folder, end).catch((error) => (isDiskFull(error) ? end() : Promise.reject(error)))
      return { url: toUrl(access), adopted, stop: () => (stopped ??= stop()) }
    })
  } catch (error) {
    if (!isDiskFull(error)) throw error
    throw new StartProblem(`The disk that holds ${folder} is full. Make room there, then start again.`, {
      cause: error,
    })
  }
}
