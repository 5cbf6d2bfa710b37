/** The composition root: opens the database, the queue and the roles that the configuration names. */

import { syncAgencies } from './agencies/service.ts'
import { measureBacklog } from './backlog.ts'
import type { Config } from './config.ts'
import { setPresence } from './dispatch/service.ts'
import { seedDemonstration } from './identity/demonstration-service.ts'
import { createChangeTeller } from './platform/changes.ts'
import { systemTime, type Time } from './platform/clock.ts'
import type { Check } from './platform/health.ts'
import type { Logger } from './platform/log.ts'
import { openMetrics } from './platform/metrics.ts'
import { type Database, openDatabase, type Tx, type Wake } from './platform/postgres.ts'
import { openQueues } from './platform/queue.ts'
import { follow, type Start } from './publishing/follower.ts'
import { watchFolder } from './publishing/watcher.ts'
import { assemble, type Rooms, systemContext } from './rooms.ts'
import { readStart, type Site } from './site.ts'
import { startWeb } from './web.ts'
import type { DemoAccount } from './welcome.ts'
import { startWorker } from './worker.ts'

export type AppOptions = {
  readonly config: Config
  /** The site's folder, when it was read already. */
  readonly start?: Start
  readonly databaseUrl: string
  readonly log: Logger
  /** Absent: the machine's. A rehearsed day may pass in an hour. */
  readonly time?: Time
}

export type App = {
  /** The site with which it began. */
  readonly site: Site
  /** Where the web role listens; null for a worker. */
  readonly port: number | null
  readonly demoAccounts: readonly DemoAccount[]
  /** Finishes what is under way, then lets go of everything. */
  readonly close: () => Promise<void>
}

/** Below the webhook's own deadline of 1.5 s, so that a slow database is heard of in time. */
const webStatementTimeout = 1_200
const workerStatementTimeout = 5_000

/** Operators of the demonstration are on duty with their phones, so that the first call reaches someone. */
async function openDemonstration(rooms: Rooms): Promise<readonly DemoAccount[]> {
  const { database, dispatch } = rooms
  return database.transact(async (tx) => {
    const accounts = await seedDemonstration(tx, systemContext(rooms))
    for (const { staffId, phone } of accounts) {
      if (phone === undefined) continue
      const device = { kind: 'number', number: phone } as const
      await setPresence(tx, dispatch, { staffId, state: 'free', device }, systemContext(rooms))
    }
    return accounts.map(({ login, password, role }) => ({ login, password, role }))
  })
}

/** Starts the roles that the configuration names. Throws a StartProblem for what a person can mend. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, databaseUrl, log, time = systemTime } = options
  const start = options.start ?? (await readStart(config.siteFolder, time.clock()))
  const metrics = openMetrics()
  const queues = await openQueues({
    redisUrl: config.redisUrl ?? undefined,
    databaseUrl,
    log,
    onLostWake: (queue) => metrics.lostWakes.inc({ queue }),
  })
  const teller = createChangeTeller()
  const open = (statementTimeout: number): Database =>
    openDatabase({
      url: databaseUrl,
      connections: config.databaseConnections,
      statementTimeout,
      // Above a webhook's deadline: a caller whose connection is slow is held, and only then told that we failed.
      connectionTimeout: 3_000,
      onWake: (wakes: readonly Wake[]) => queues.wake(wakes.map((wake) => atPace(wake, time.pace))),
      onChange: teller.onChange,
      onIdleError: (err) => log.warn({ err }, 'An idle database connection was lost'),
    })
  const closing: (() => Promise<unknown>)[] = [() => queues.close()]
  try {
    const database = open(workerStatementTimeout)
    closing.push(() => database.close())
    teller.through(database)
    const site = await follow({ database, clock: time.clock, log, prepare: prepareSite }, start)
    closing.unshift(site.close)
    const house = { config, site, log, time }
    const worker = assemble(house, database)
    const demoAccounts = config.demo ? await openDemonstration(worker) : []
    if (config.role !== 'web') {
      const janitor = startWorker(worker, queues, (sweep) => metrics.failedSweeps.inc({ sweep }))
      const { siteFolder: folder, publishing: mode } = config
      const watcher = watchFolder({ database, folder, clock: time.clock, log, mode, onPublished: site.look })
      closing.unshift(janitor.close, watcher.close)
    }
    const begun = { site: site.current(), demoAccounts, close: () => closeAll(closing) }
    if (config.role === 'worker') return { ...begun, port: null }
    const rooms = assemble(house, open(webStatementTimeout))
    closing.push(() => rooms.database.close())
    const checks: readonly Check[] = [
      {
        name: 'database',
        isEssential: true,
        callsGoOn: true,
        run: async () => void (await rooms.database.pool.query('select 1')),
      },
      {
        name: 'queue',
        isEssential: false,
        run: async () => ((await queues.health()).isReachable ? undefined : 'does not answer'),
      },
      { name: 'flows', isEssential: false, run: async () => site.problem() },
    ]
    const lags = measureBacklog(metrics, { database: rooms.database, queues, clock: rooms.clock })
    const web = await startWeb(rooms, { checks, lags }, metrics, databaseUrl)
    closing.unshift(web.close)
    return { ...begun, port: web.port }
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

/** Whatever of the site lies in tables, before calls are answered by it. */
async function prepareSite(tx: Tx, site: Site, now: number): Promise<void> {
  await syncAgencies(tx, site.agencies, { now, actor: 'system' })
}

/** What should happen after a while of a clock that is not the machine's. */
const atPace = (wake: Wake, pace: number): Wake =>
  wake.delayMilliseconds === undefined
    ? wake
    : { ...wake, delayMilliseconds: Math.round(wake.delayMilliseconds * pace) }

async function closeAll(closing: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closing) await close().catch(() => {})
}
