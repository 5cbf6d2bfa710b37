/** The composition root: opens the database, the queue and the roles that the configuration names. */

import { syncAgencies } from './agencies/service.ts'
import { setPresence } from './dispatch/service.ts'
import { mainFlow } from './house.ts'
import { seedDemonstration } from './identity/demonstration-service.ts'
import { systemTime } from './platform/clock.ts'
import type { Check } from './platform/health.ts'
import { openMetrics } from './platform/metrics.ts'
import { type Database, openDatabase, type Wake } from './platform/postgres.ts'
import { openQueues } from './platform/queue.ts'
import { StartProblem } from './platform/start-problem.ts'
import { type AppOptions, assemble, type Rooms, systemContext } from './rooms.ts'
import { missingPhrases } from './site/phrases.ts'
import { startWeb } from './web.ts'
import type { DemoAccount } from './welcome.ts'
import { startWorker } from './worker.ts'

export type App = {
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
  const { config, site, databaseUrl, log, time = systemTime } = options
  const lacking = missingPhrases(mainFlow(site))
  if (lacking.length > 0) {
    throw new StartProblem(
      `prompts/${site.defaultLanguage}.yaml lacks sentences of the house itself: ${lacking.join(', ')}`,
    )
  }
  const metrics = openMetrics()
  const queues = await openQueues({
    redisUrl: config.redisUrl ?? undefined,
    databaseUrl,
    log,
    onLostWake: (queue) => metrics.lostWakes.inc({ queue }),
  })
  const open = (statementTimeout: number): Database =>
    openDatabase({
      url: databaseUrl,
      connections: config.databaseConnections,
      statementTimeout,
      // Above a webhook's deadline: a caller whose connection is slow is held, and only then told that we failed.
      connectionTimeout: 3_000,
      onWake: (wakes: readonly Wake[]) => queues.wake(wakes.map((wake) => atPace(wake, time.pace))),
      onIdleError: (err) => log.warn({ err }, 'An idle database connection was lost'),
    })
  const closing: (() => Promise<unknown>)[] = [() => queues.close()]
  try {
    const worker = assemble(options, open(workerStatementTimeout))
    closing.push(() => worker.database.close())
    await worker.database.transact((tx) => syncAgencies(tx, site.agencies, systemContext(worker)))
    const demoAccounts = config.demo ? await openDemonstration(worker) : []
    if (config.role !== 'web') {
      const janitor = startWorker(worker, queues, (sweep) => metrics.failedSweeps.inc({ sweep }))
      closing.unshift(janitor.close)
    }
    if (config.role === 'worker') return { port: null, demoAccounts, close: () => closeAll(closing) }
    const rooms = assemble(options, open(webStatementTimeout))
    closing.push(() => rooms.database.close())
    const checks: readonly Check[] = [
      { name: 'database', isEssential: true, run: async () => void (await rooms.database.pool.query('select 1')) },
      {
        name: 'queue',
        isEssential: false,
        run: async () => ((await queues.health()).isReachable ? undefined : 'does not answer'),
      },
    ]
    const web = await startWeb(rooms, checks, metrics)
    closing.unshift(web.close)
    return { port: web.port, demoAccounts, close: () => closeAll(closing) }
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

/** What should happen after a while of a clock that is not the machine's. */
const atPace = (wake: Wake, pace: number): Wake =>
  wake.delayMilliseconds === undefined
    ? wake
    : { ...wake, delayMilliseconds: Math.round(wake.delayMilliseconds * pace) }

async function closeAll(closing: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closing) await close().catch(() => {})
}
