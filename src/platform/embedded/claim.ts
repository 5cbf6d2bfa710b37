import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { StartProblem } from '../start-problem.ts'
import { isAlive } from './turn.ts'

export type Claimant = {
  /** What the engine keeps, for the sentence. */
  readonly folder: string
  /** One of several processes that were each given a role; otherwise one process does everything. */
  readonly isOneOfSeveral: boolean
  /** Where it listens; null for a worker. */
  readonly port: number | null
}

/** An engine notices within milliseconds that a process of ours has died. */
const patienceMilliseconds = 5_000

const key = "hashtextextended('sahut data folder', 0)"
const mark = /^sahut process (\d+)(?: on port (\d+))?$/

const nameOf = (port: number | null) => `sahut process ${process.pid}${port === null ? '' : ` on port ${port}`}`

async function holder(client: pg.Client): Promise<{ pid: number; port: string | undefined } | undefined> {
  const { rows } = await client.query<{ name: string }>(
    "select application_name as name from pg_stat_activity where datname = current_database() and application_name like 'sahut process %'",
  )
  for (const { name } of rows) {
    const [, pid, port] = mark.exec(name) ?? []
    if (pid !== undefined) return { pid: Number(pid), port }
  }
  return undefined
}

async function take(client: pg.Client, { folder, isOneOfSeveral, port }: Claimant): Promise<void> {
  const lock = isOneOfSeveral ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  const until = performance.now() + patienceMilliseconds
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>(`select ${lock}(${key}) as mine`)
    // Named only now, so that nobody is told of one who was refused.
    if (rows[0]?.mine === true) return void (await client.query(`set application_name = '${nameOf(port)}'`))
    const other = await holder(client)
    const isLeaving = other === undefined || !isAlive(other.pid)
    if (!isLeaving || performance.now() > until) {
      const who = other === undefined ? '' : ` as process ${other.pid}${other.port ? `, on port ${other.port}` : ''}`
      throw new StartProblem(
        `The data in ${folder} is in use: Sahut runs on it${who}. Stop that one, or set DATA_DIR to another folder. ` +
          'If several processes are meant to share it, start each of them with its ROLE (web or worker).',
      )
    }
    await wait(50)
  }
}

/**
 * Says that a hotline runs on this data: two that know nothing of each other would each do everything, with the settings of
 * their own. A lock of a connection, which ends with the process however it ends; commands for people need none. Throws a StartProblem.
 */
export async function claimData(url: string, claimant: Claimant): Promise<{ readonly release: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  // An engine that goes takes the lock with it.
  client.on('error', () => {})
  await client.connect()
  try {
    await take(client, claimant)
  } catch (error) {
    await client.end()
    throw error
  }
  return { release: () => client.end() }
}
