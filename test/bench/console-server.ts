/** The console under measure: an engine and a database of its own, a web process, and people to ask it as. */

import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Role } from '../../src/identity/permission.ts'
import { addStaff } from '../../src/identity/service.ts'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { startChild } from './child.ts'
import { accountSid, token } from './webhooks.ts'

const password = 'kata sandi panjang sekali'
export const secretKey = 's'.repeat(40)
const port = Number(process.env.BENCH_PORT ?? 3990)
const root = join(import.meta.dirname, '..', '..')

/** A folder that keeps the engine's data from one run to the next: a million calls are seeded once. */
const kept = process.env.BENCH_FOLDER

export type ConsoleServer = Awaited<ReturnType<typeof startConsole>>

/** `durable: false` spares the disk while a million rows are written; what is read is the same. */
export async function startConsole() {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'sahut-bench-'))
  mkdirSync(folder, { recursive: true })
  // Postgres runs as nobody when we are root.
  chmodSync(folder, 0o755)
  const postgres = await startEmbedded({ folder: join(folder, 'postgres'), durable: false })
  await migrate({ url: postgres.url, folder: join(root, 'migrations') })
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  const database = openDatabase({
    url: postgres.url,
    connections: 2,
    statementTimeout: 600_000,
    connectionTimeout: 5_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  const url = `http://127.0.0.1:${port}`
  const own = { origin: url, 'content-type': 'application/json' }
  const starting: Awaited<ReturnType<typeof startChild>>[] = []

  return {
    url,
    pool,
    database,
    /** Starts the web process. */
    async open() {
      const child = await startChild(
        [join(root, 'src', 'main.ts')],
        {
          DATABASE_URL: postgres.url,
          TWILIO_ACCOUNT_SID: accountSid,
          TWILIO_AUTH_TOKEN: token,
          TWILIO_API_URL: 'http://127.0.0.1:9',
          PUBLIC_URL: url,
          CALLER_ID: '+62751000100',
          PORT: String(port),
          SECRET_KEY: secretKey,
          LOG_LEVEL: 'error',
          ROLE: 'web',
        },
        async () => (await fetch(`${url}/health/ready`)).status === 200,
      )
      starting.push(child)
    },
    /** Adds a person and signs in; gives the id and the cookie. */
    async person(role: Role) {
      const login = `uji-${randomUUID().slice(0, 8)}`
      const input = { login, name: 'Uji', roles: [role], password }
      const added = await database.transact((tx) => addStaff(tx, input, { now: Date.now(), actor: 'bench' }))
      if (added.outcome !== 'added') throw new Error('Nobody was added')
      const reply = await fetch(`${url}/api/session`, {
        method: 'POST',
        headers: own,
        body: JSON.stringify({ login, password }),
      })
      const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? ''
      if (!reply.ok || cookie === '') throw new Error(`The sign-in answered ${reply.status}: ${await reply.text()}`)
      return { id: added.staff.id, cookie, headers: { ...own, cookie } }
    },
    async stop() {
      for (const child of starting) await child.stop()
      await database.close()
      await pool.end()
      await postgres.stop()
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The middle and the slowest twentieth of measures, in milliseconds. */
export function spread(milliseconds: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95) }
}
