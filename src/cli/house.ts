import { join } from 'node:path'
import { createSealer, type Sealer } from '../citizens/seal.ts'
import { readToolConfig } from '../config.ts'
import type { Viewer } from '../identity/permission.ts'
import { toDatabaseProblem } from '../platform/database-problem.ts'
import { startEmbedded } from '../platform/embedded/start.ts'
import { migrate } from '../platform/migrate.ts'
import { type Database, openDatabase } from '../platform/postgres.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { loadSite } from '../site.ts'
import type { Words } from './words.ts'

/** What a command works with. */
export type Desk = {
  readonly database: Database
  readonly sealer: Sealer
  /** The region's zone. */
  readonly zone: string
  readonly now: () => number
  readonly words: Words
  /** Where a command's answer goes: the terminal, or a test. */
  readonly print: (text: string) => void
}

/** Whoever works at the terminal has signed in nowhere: who asked for confidence is not shown there. */
export const atTheTerminal: Viewer = { roles: [] }

export type OpenDesk = (words: Words) => Promise<{ readonly desk: Desk; readonly close: () => Promise<void> }>

// A broken flow must not keep a technician from the calls: then times are shown as in the capital.
const usualZone = 'Asia/Jakarta'

/** Opens the database of the hotline beside it: the one of DATABASE_URL, or the embedded one, which may be running. */
export const openDesk: OpenDesk = async (words) => {
  const read = await readToolConfig()
  if (read.outcome === 'problems') throw new StartProblem(read.problems.join('\n'))
  const { config } = read
  const site = await loadSite(config.siteFolder)
  const embedded =
    config.databaseUrl === null ? await startEmbedded({ folder: join(config.dataFolder, 'postgres') }) : null
  const url = config.databaseUrl ?? embedded?.url ?? ''
  try {
    await migrate({ url, folder: config.migrationsFolder })
  } catch (error) {
    await embedded?.stop()
    throw toDatabaseProblem(error, url, embedded !== null)
  }
  const database = openDatabase({
    url,
    connections: 4,
    statementTimeout: 10_000,
    connectionTimeout: 5_000,
    onWake: () => {}, // the hotline's sweeps find what a command left to do
    onIdleError: () => {},
  })
  return {
    desk: {
      database,
      sealer: createSealer(config.secretKey),
      zone: site.outcome === 'site' ? site.site.zone : usualZone,
      now: Date.now,
      words,
      print: (text) => console.log(text),
    },
    close: async () => {
      await database.close()
      await embedded?.stop()
    },
  }
}
