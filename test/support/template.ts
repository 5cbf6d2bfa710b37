import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../src/platform/migrate.ts'
import { describeOrigin, inside } from './spare-databases.ts'

export const migrationsFolder = join(import.meta.dirname, '../../migrations')

const templateLock = 5_341_072

/** The template is named by what it was built from, so that a changed migration makes a new one. */
function templateName(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(name).update(readFileSync(join(migrationsFolder, name)))
  }
  return `template_${hash.digest('hex').slice(0, 12)}`
}

export const withDatabase = (url: string, database: string) => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** Builds the template database when it is not there yet: ours and BullMQ's schema. */
export async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = templateName()
  const client = new pg.Client({ connectionString: withDatabase(serverUrl, 'postgres') })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      const half = `half_${name}`
      await client.query(`drop database if exists ${half} with (force)`)
      await client.query(`create database ${half}`)
      await migrate({ url: withDatabase(serverUrl, half), folder: migrationsFolder })
      const origin = await inside(withDatabase(serverUrl, half), describeOrigin)
      await client.query(`comment on database ${half} is ${pg.escapeLiteral(origin)}`)
      await client.query(`alter database ${half} rename to ${name}`)
    }
    return name
  } finally {
    await client.end()
  }
}
