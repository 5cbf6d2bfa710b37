/** The process: read the environment, bring up the engine and the schema, start the roles, close with grace. */

import { join } from 'node:path'
import { type Config, readConfig } from './config.ts'
import { toDatabaseProblem } from './platform/database-problem.ts'
import { claimData } from './platform/embedded/claim.ts'
import { startEmbedded } from './platform/embedded/start.ts'
import { assertFree } from './platform/http.ts'
import { type Logger, openLog } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { StartProblem } from './platform/start-problem.ts'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts'
import { readStart } from './site.ts'
import { toWelcome } from './welcome.ts'

/** What was started, last first: closed in this order, also when a later part failed to start. */
type Running = { readonly name: string; readonly close: () => Promise<unknown> }[]

async function openConfig(): Promise<Config> {
  const read = await readConfig()
  if (read.outcome === 'config') return read.config
  throw new StartProblem(read.problems.join('\n'))
}

async function openEngine(config: Config, running: Running): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl
  const embedded = await startEmbedded({ folder: join(config.dataFolder, 'postgres') })
  running.unshift({ name: 'embedded Postgres', close: embedded.stop })
  const claim = await claimData(embedded.url, {
    folder: config.dataFolder,
    isOneOfSeveral: config.role !== 'all',
    port: config.role === 'worker' ? null : config.port,
  })
  running.unshift({ name: 'claim on the data', close: claim.release })
  return embedded.url
}

async function bringUpToDate(url: string, config: Config, log: Logger): Promise<void> {
  try {
    const migrations = await migrate({ url, folder: config.migrationsFolder })
    if (migrations.length > 0) log.info({ migrations }, 'The database was brought up to date')
  } catch (error) {
    throw toDatabaseProblem(error, url, config.databaseUrl === null)
  }
}

/** The demonstration's carrier is a program of its own: it loads while our engine starts. */
function beginSimulator(config: Config, running: Running): Promise<SimulatorProcess> | undefined {
  if (!config.demo) return undefined
  const starting = startSimulatorProcess(config)
  starting.catch(() => {}) // awaited when the application stands
  running.push({
    name: 'simulator',
    close: () =>
      starting.then(
        ({ stop }) => stop(),
        () => {},
      ),
  })
  return starting
}

async function start(running: Running): Promise<Logger> {
  const config = await openConfig()
  if (config.role !== 'worker') await assertFree(config.port, config.host)
  if (config.demo) await assertFree(config.simulatorPort, '127.0.0.1', 'SIM_PORT')
  const log = openLog({ level: config.demo && config.logLevel === 'info' ? 'warn' : config.logLevel })
  const simulator = beginSimulator(config, running)
  // Flows and code are read while the engine starts; what fails waits for the engine, which must not be left half started.
  const [engine, read, code] = await Promise.allSettled([
    openEngine(config, running),
    readStart(config.siteFolder, Date.now()),
    import('./app.ts'),
  ])
  if (engine.status === 'rejected') throw engine.reason
  if (read.status === 'rejected') throw read.reason
  if (code.status === 'rejected') throw code.reason
  await bringUpToDate(engine.value, config, log)
  const app = await code.value.startApp({ config, start: read.value, databaseUrl: engine.value, log })
  running.unshift({ name: 'application', close: app.close })
  if (!simulator) {
    log.info({ port: app.port, role: config.role }, 'Sahut is ready')
    return log
  }
  const { phonesUrl } = await simulator
  console.log(
    toWelcome({
      siteName: app.site.name,
      consoleUrl: config.publicUrl,
      phonesUrl,
      line: app.site.lines[0]?.to ?? config.carrier.callerId,
      dataFolder: config.dataFolder,
      accounts: app.demoAccounts,
    }),
  )
  return log
}

async function closeAll(running: Running): Promise<void> {
  for (const part of running.splice(0)) {
    await part.close().catch((error: Error) => console.error(`The ${part.name} did not close: ${error.message}`))
  }
}

const sentenceOf = (error: unknown) => {
  if (error instanceof StartProblem) return error.message
  const { code, message } = error as { code?: string; message?: string }
  return `Sahut could not start: ${message || code || String(error)}`
}

async function main(): Promise<void> {
  const running: Running = []
  let isClosing = false
  const close = async (code: number) => {
    // Who asks a second time does not want to wait.
    if (isClosing) process.exit(1)
    isClosing = true
    await closeAll(running)
    process.exit(code)
  }
  process.on('SIGTERM', () => void close(0)).on('SIGINT', () => void close(0))
  try {
    const log = await start(running)
    process.on('uncaughtException', (err) => {
      log.fatal({ err }, 'An error that nobody caught: the process ends and is to be started again')
      process.exit(1)
    })
  } catch (error) {
    if (isClosing) return
    console.error(sentenceOf(error))
    await close(1)
  }
}

await main()
