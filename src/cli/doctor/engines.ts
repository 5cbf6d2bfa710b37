/** Postgres, Redis and the disk, as production needs them. */

import { access, constants, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { diskOf } from '../../platform/disk.ts'
import { type Finding, ok, problem, warning, whyOf } from './finding.ts'

const patienceMilliseconds = 4_000
const clockSeconds = 5
const gigabyte = 1024 ** 3

type Settings = {
  readonly fsync: string
  readonly commit: string
  readonly pages: string
  readonly connections: string
  readonly standby: boolean
  readonly now: Date
}

const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
  current_setting('full_page_writes') as pages, current_setting('max_connections') as connections,
  pg_is_in_recovery() as standby, clock_timestamp() as now`

function judge(found: Settings, needed: number, at: number): readonly Finding[] {
  const { fsync, commit, pages, connections, standby, now } = found
  const findings: Finding[] = []
  if (fsync !== 'on') findings.push(problem('postgresFsync'))
  if (pages !== 'on') findings.push(problem('postgresPages'))
  if (commit === 'off') findings.push(problem('postgresCommit'))
  if (standby) findings.push(problem('postgresStandby'))
  if (Number(connections) < needed) findings.push(warning('postgresConnections', { connections, needed }))
  const seconds = Math.round((now.getTime() - at) / 1000)
  if (Math.abs(seconds) > clockSeconds) findings.push(problem('postgresClock', { seconds }))
  return findings.length > 0 ? findings : [ok('postgres')]
}

/** `connections`: of each process; two web processes and a worker are counted for, each with two pools. */
export async function examinePostgres(
  url: string,
  connections: number,
  clock: () => number,
): Promise<readonly Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMilliseconds,
    query_timeout: patienceMilliseconds,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const began = clock()
    const { rows } = await client.query<Settings>(settings)
    const [found] = rows
    return found === undefined ? [] : judge(found, connections * 5 + 10, (began + clock()) / 2)
  } catch (error) {
    return [problem('postgresUnreachable', { why: whyOf(error) })]
  } finally {
    await client.end().catch(() => {})
  }
}

/** As BullMQ needs it: nothing is thrown away, and a restart forgets nothing. */
export async function examineRedis(url: string): Promise<readonly Finding[]> {
  if (/^redis\+/.test(url)) return [warning('redisUnasked')]
  const { Redis } = await import('ioredis')
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patienceMilliseconds,
    commandTimeout: patienceMilliseconds,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const persistence = await client.info('persistence')
    const memory = await client.info('memory')
    const read = (text: string, name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''
    const policy = read(memory, 'maxmemory_policy')
    const findings: Finding[] = []
    if (read(persistence, 'aof_enabled') !== '1') findings.push(problem('redisAppendOnly'))
    else if (read(persistence, 'aof_last_write_status') !== 'ok') findings.push(problem('redisAofFails'))
    if (policy !== 'noeviction') findings.push(problem('redisPolicy', { policy }))
    return findings.length > 0 ? findings : [ok('redis')]
  } catch (error) {
    return [problem('redisUnreachable', { why: whyOf(error) })]
  } finally {
    client.disconnect()
  }
}

export async function examineDisk(dataFolder: string): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const disk = await diskOf(dataFolder)
  const free = disk === null ? 0 : Math.round((disk.bytesFree / gigabyte) * 10) / 10
  if (disk === null) findings.push(warning('diskUnread', { folder: dataFolder }))
  else if (disk.bytesFree < gigabyte / 4) findings.push(problem('diskFull', { folder: dataFolder, free }))
  else if (disk.bytesFree < 2 * gigabyte) findings.push(warning('diskShort', { folder: dataFolder, free }))
  else findings.push(ok('disk', { free }))
  const isWritable = await access(dataFolder, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (disk !== null && !isWritable) findings.push(problem('diskReadOnly', { folder: dataFolder }))
  const names = await readdir(join(dataFolder, 'journal')).catch((): string[] => [])
  if (names.includes('refused.lines')) findings.push(problem('journalRefused', { folder: join(dataFolder, 'journal') }))
  const waiting = names.filter((name) => name !== 'refused.lines').length
  if (waiting > 0) findings.push(warning('journalWaits', { count: waiting }))
  return findings
}
