import { runMigrations as runQueueMigrations } from 'bullmq'
import { runner } from 'node-pg-migrate'
import pg from 'pg'

/** One number for the whole house, so that several processes may start at once and only one migrates. */
const migrationLock = 5_341_071

export type MigrateOptions = {
  readonly url: string
  /** The folder of numbered SQL files. */
  readonly folder: string
}

/** Brings the database up to date: our numbered SQL files, then BullMQ's own schema. Gives the names of the files that ran. */
export async function migrate({ url, folder }: MigrateOptions): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'sahut migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    const ran = await runner({
      dbClient: client,
      dir: folder,
      direction: 'up',
      migrationsTable: 'migrations',
      noLock: true,
      log: () => {},
    })
    await runQueueMigrations(client)
    return ran.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
