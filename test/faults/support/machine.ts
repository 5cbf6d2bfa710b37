/** The whole hotline as on several machines: two web processes behind a proxy, two workers, Postgres, Redis, each a real process. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../../src/platform/migrate.ts'
import { line } from '../../support/hotline.ts'
import type { HouseTime } from '../../support/house-process.ts'
import { quietPort } from '../../support/port.ts'
import { migrationsFolder } from '../../support/template.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type Engine, startOwnRedis, startPostgres } from './engines.ts'

export const accountSid = `AC${'5'.repeat(32)}`
export const authToken = '9'.repeat(32)
export type Member = 'web-1' | 'web-2' | 'worker-1' | 'worker-2'
export const members: readonly Member[] = ['web-1', 'web-2', 'worker-1', 'worker-2']

export type Machine = {
  readonly publicUrl: string
  readonly databaseUrl: string
  readonly postgres: Engine
  /** Undefined: there is no redis-server here, and the queue runs on Postgres. */
  readonly redis: Awaited<ReturnType<typeof startOwnRedis>>
  /** Starts every process of the house, by a clock that shows `at` now. */
  readonly start: (apiUrl: string, time: HouseTime) => Promise<void>
  /** What a supervisor of processes would see: it is started again as soon as it is gone. */
  readonly signal: (member: Member, signal: NodeJS.Signals) => void
  /** Every process is asked to end, and has ended. */
  readonly stop: () => Promise<void>
  /** What the processes wrote at level error or above, by sentence. */
  readonly errors: () => ReadonlyMap<string, number>
  readonly close: () => Promise<void>
}

const startsAgainAfter = 300

export async function startMachine(siteFolder: string): Promise<Machine> {
  const [postgres, redis] = await Promise.all([startPostgres(), startOwnRedis()])
  const [publicPort, ...ports] = await Promise.all(['', ...members].map(quietPort))
  const publicUrl = `http://127.0.0.1:${publicPort}`
  const folder = mkdtempSync(join(tmpdir(), 'sahut-house-'))
  await migrate({ url: postgres.url, folder: migrationsFolder })
  let balancer: Balancer | undefined
  let living = false
  let present: { readonly apiUrl: string; readonly time: HouseTime }
  const running = new Map<Member, ChildProcess>()

  const portOf = (member: Member) => ports[members.indexOf(member)] ?? 0
  const logOf = (member: Member) => join(folder, `${member}.log`)

  function launch(member: Member): ChildProcess {
    const log = openSync(logOf(member), 'a')
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../support/house-process.ts'), JSON.stringify(present.time)],
      {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          NODE_NO_WARNINGS: '1',
          ROLE: member.replace(/-\d$/, ''),
          PORT: String(portOf(member)),
          DATA_DIR: join(folder, member),
          DATABASE_URL: postgres.url,
          DATABASE_CONNECTIONS: '8',
          REDIS_URL: redis?.url ?? '',
          TWILIO_ACCOUNT_SID: accountSid,
          TWILIO_AUTH_TOKEN: authToken,
          TWILIO_API_URL: present.apiUrl,
          PUBLIC_URL: publicUrl,
          CALLER_ID: line,
          PUBLISHING: 'reviewed',
          SITE: siteFolder,
          SECRET_KEY: 'a-secret-of-forty-characters-for-a-test.',
          LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', log, log, 'ipc'],
      },
    )
    closeSync(log)
    running.set(member, child)
    child.once('exit', () => {
      if (living) setTimeout(() => living && launch(member), startsAgainAfter).unref()
    })
    return child
  }

  async function stop(): Promise<void> {
    living = false
    await Promise.all(
      [...running.values()].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const patience = setTimeout(() => child.kill('SIGKILL'), 20_000)
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        await once(child, 'exit')
        clearTimeout(patience)
      }),
    )
    running.clear()
  }

  return {
    publicUrl,
    databaseUrl: postgres.url,
    postgres,
    redis,
    async start(apiUrl, time) {
      present = { apiUrl, time }
      living = true
      balancer ??= await startBalancer(Number(publicPort), [portOf('web-1'), portOf('web-2')])
      const starting = members.map(async (member) => {
        const child = launch(member)
        const ended = once(child, 'exit').then(() =>
          Promise.reject(new Error(`${member} does not start: ${readFileSync(logOf(member), 'utf8')}`)),
        )
        ended.catch(() => {}) // later on it may end
        await Promise.race([once(child, 'message'), ended])
      })
      await Promise.all(starting)
    },
    signal: (member, signal) => void running.get(member)?.kill(signal),
    stop,
    errors() {
      const counts = new Map<string, number>()
      for (const member of members) {
        let text = ''
        try {
          text = readFileSync(logOf(member), 'utf8')
        } catch {}
        for (const entry of text.split('\n')) {
          const [, level, sentence] = /"level":"(\w+)".*"msg":"((?:[^"\\]|\\.)*)"/.exec(entry) ?? []
          if (entry !== '' && level !== 'warn') {
            const told = sentence ?? entry.slice(0, 200)
            counts.set(told, (counts.get(told) ?? 0) + 1)
          }
        }
      }
      return counts
    },
    async close() {
      await stop()
      await balancer?.close()
      await redis?.close()
      await postgres.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
