import { createHash, randomBytes } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import type { Database, Wake } from '../../src/platform/postgres.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { giveBack, inside, takeSpare } from './spare-databases.ts'
import { ensureTemplate, withDatabase } from './template.ts'

export type TestDatabaseOptions = {
  readonly connections?: number
  /** Gets the wakes after each commit. Absent: they are dropped, as with a queue that is down. */
  readonly onWake?: (wakes: readonly Wake[]) => void
  /** Hears after each commit which tables it wrote. */
  readonly onChange?: (tables: Iterable<string>) => void
}

/** One that a test has started itself, with every migration in it: to stop it under a story. */
export function ownDatabase(t: Test, url: string, connections: number): Database & { readonly url: string } {
  const database = openDatabase({
    url,
    connections,
    statementTimeout: 10_000,
    connectionTimeout: 20_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  t.teardown(() => database.close())
  return { ...database, url }
}

type Server = { readonly url: string; readonly template: string; readonly leave: () => Promise<void> }

/** The server of the whole run, or, for a test run by hand, one for this checkout that tests share while any runs. */
async function testServer(): Promise<Server> {
  const { TEST_POSTGRES_URL: url, TEST_TEMPLATE: template } = process.env
  if (url && template) return { url, template, leave: async () => {} }
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const embedded = await startEmbedded({
    folder: join(tmpdir(), `sahut-tests-${userInfo().uid}-${checkout}`),
    durable: false,
  })
  return { url: embedded.url, template: await ensureTemplate(embedded.url), leave: embedded.stop }
}

async function copyOf({ url, template }: Server): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await inside(withDatabase(url, 'postgres'), async (admin) => {
    if (await takeSpare(admin, template, name)) return
    await admin.query(`create database ${name} template ${template} strategy file_copy`)
  })
  return withDatabase(url, name)
}

/** A database of one's own with every migration in it; gone when the test ends. */
export async function testDatabase(
  t: Test,
  options: TestDatabaseOptions = {},
): Promise<Database & { readonly url: string }> {
  const server = await testServer()
  const url = await copyOf(server)
  const database = openDatabase({
    url,
    connections: options.connections ?? 8,
    statementTimeout: 10_000,
    connectionTimeout: 20_000,
    onWake: options.onWake ?? (() => {}),
    ...(options.onChange === undefined ? {} : { onChange: options.onChange }),
    onIdleError: () => {}, // a test that kills connections looks at what its own queries say
  })
  let open = true
  const close = async () => {
    if (open) await database.pool.end()
    open = false
  }
  t.teardown(async () => {
    await close()
    await inside(withDatabase(server.url, 'postgres'), (admin) => giveBack(admin, server.template, url))
    await server.leave()
  })
  return { ...database, close, url }
}
