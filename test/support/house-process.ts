/**
 * One process of the house, as `src/main.ts` starts it, but by the carrier's clock. Arguments: a `HouseTime` as JSON, and where
 * browsers reach the carrier's line, which no environment says. It ends with the process that started it.
 */

import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openLog } from '../../src/platform/log.ts'

/** At the machine's time `anchor` the carrier's clock showed `at`; each of its seconds lasts `pace` real ones. */
export type HouseTime = { readonly anchor: number; readonly at: number; readonly pace: number }

async function run(argument: string, simulatorUrl: string | null): Promise<void> {
  const { anchor, at, pace } = JSON.parse(argument) as HouseTime
  const read = await readConfig()
  if (read.outcome === 'problems') throw new Error(read.problems.join('\n'))
  const config = { ...read.config, carrier: { ...read.config.carrier, simulatorUrl } }
  const time = { clock: () => Math.round(at + (Date.now() - anchor) / pace), pace }
  const log = openLog({ level: config.logLevel })
  const app = await startApp({ config, databaseUrl: config.databaseUrl ?? '', log, time })
  process.on('SIGTERM', () => void app.close().then(() => process.exit(0)))
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'An error that nobody caught')
    process.exit(1)
  })
  process.send?.('ready')
}

if (import.meta.main) {
  process.on('disconnect', () => process.exit(1))
  await run(process.argv[2] ?? '', process.argv[3] ?? null).catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}
