/** A hotline on a Postgres of its own, which can be killed and stopped under it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { migrate } from '../../../src/platform/migrate.ts'
import { startHotline } from '../../support/hotline.ts'
import { migrationsFolder } from '../../support/template.ts'
import { startPostgres } from './engines.ts'

export const psc = 'sip:119@psc.padangpariaman.example'
export const posko = '+62751000112'
const mayLog = /The database is away|ladder was climbed|job failed|could not be settled|A request failed|queue/i

export async function withPostgres(t: Test) {
  const postgres = await startPostgres()
  t.teardown(() => postgres.close())
  await migrate({ url: postgres.url, folder: migrationsFolder })
  const dataFolder = await mkdtemp(join(tmpdir(), 'sahut-data-'))
  t.teardown(() => rm(dataFolder, { recursive: true, force: true }))
  const hotline = await startHotline(t, { operators: ['sari'], postgresUrl: postgres.url, dataFolder, mayLog })
  return { postgres, hotline, journal: join(dataFolder, 'journal') }
}
