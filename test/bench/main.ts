/** `npm run bench`: what a turn costs and how soon a phone rings, each against a bare baseline in the same run. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/platform/embedded/start.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { startRedis } from '../support/redis.ts'
import { manyCallers } from './callers.ts'
import { type Child, startChild } from './child.ts'
import { connections, saturate, steady, type Throughput } from './load.ts'
import { listenForRings, measureBareQueue, measureRinging } from './ringing.ts'
import { accountSid, callSidOf, keyTurn, token } from './webhooks.ts'

// What the console costs has an engine of its own: `npm run bench calls`, `npm run bench live`.
if (process.argv[2] === 'calls' || process.argv[2] === 'live') {
  await import(process.argv[2] === 'calls' ? './call-log.ts' : './live.ts')
  process.exit(0)
}

/** One half only. */
const wanted = process.argv[2]
if (wanted !== undefined && wanted !== 'turns' && wanted !== 'rings') {
  console.error('npm run bench [turns | rings | calls | live]; what flows take: node test/bench/flows.ts')
  process.exit(2)
}

const amount = Number(process.env.BENCH_REQUESTS ?? 8_000)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const ringRounds = 300
/** Open loop: so many requests, so many a second. */
const steadyAmount = Number(process.env.BENCH_STEADY ?? 10_000)
const steadyRate = 1_000
const port = Number(process.env.BENCH_PORT ?? 3990)
const publicUrl = `http://127.0.0.1:${port}`
const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'sahut-bench-'))
// Postgres runs as nobody when we are root.
chmodSync(folder, 0o755)

type Measure = Throughput & { readonly cpuMicroseconds: number }
const best = (measures: readonly Measure[]) => measures.reduce((a, b) => (a.perSecond >= b.perSecond ? a : b))

async function measured(server: Child, work: () => Promise<Throughput>): Promise<Measure> {
  const before = server.cpuSeconds()
  const throughput = await work()
  return { ...throughput, cpuMicroseconds: ((server.cpuSeconds() - before) / amount) * 1e6 }
}

const anyCallers = (run: string, count = amount) =>
  Array.from({ length: count }, (_, index) => keyTurn(publicUrl, callSidOf(`${run} ${index}`), 1))

type Baseline = Measure & { readonly open: Throughput }

async function baseline(args: readonly string[]): Promise<Baseline> {
  const server = await startChild([join(here, args[0] ?? ''), String(port), publicUrl, ...args.slice(1)], {})
  await saturate(port, anyCallers('warm', 1_000), 1_000)
  const webhooks = anyCallers('any')
  const measures: Measure[] = []
  for (let round = 0; round < rounds; round += 1)
    measures.push(await measured(server, () => saturate(port, webhooks, amount)))
  const open = await steady(port, anyCallers('steady', steadyAmount), steadyRate)
  await server.stop()
  return { ...best(measures), open }
}

const postgres = await startEmbedded({ folder: join(folder, 'postgres') })
const pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
await migrate({ url: postgres.url, folder: join(here, '..', '..', 'migrations') })
const redis = await startRedis()
const rings = await listenForRings()

const sahut = (extra: NodeJS.ProcessEnv) =>
  startChild(
    [join(here, '..', '..', 'src', 'main.ts')],
    {
      DATABASE_URL: postgres.url,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: token,
      TWILIO_API_URL: rings.url,
      PUBLIC_URL: publicUrl,
      CALLER_ID: '+62751000100',
      PORT: String(port),
      SECRET_KEY: 's'.repeat(40),
      LOG_LEVEL: 'error',
      ...extra,
    },
    async () => (await fetch(`${publicUrl}/health/ready`)).status === 200,
  )

const row = (name: string, measure: Measure, bare: Measure) =>
  console.log(
    `${name.padEnd(58)} ${measure.perSecond.toFixed(0).padStart(7)} ${measure.p50.toFixed(1).padStart(7)} ${measure.p99.toFixed(1).padStart(7)} ${measure.cpuMicroseconds.toFixed(0).padStart(7)}   ${(measure.perSecond / bare.perSecond).toFixed(2).padStart(5)}${measure.failed > 0 ? `   ${measure.failed} failed` : ''}`,
  )

const openRow = (name: string, { perSecond, p50, p99, failed }: Throughput) =>
  console.log(
    `${name.padEnd(58)} ${perSecond.toFixed(0).padStart(7)} ${p50.toFixed(2).padStart(7)} ${p99.toFixed(2).padStart(7)}${failed > 0 ? `   ${failed} failed` : ''}`,
  )

async function benchTurns(): Promise<void> {
  console.log(
    `A turn: ${amount} webhooks, ${connections} connections, best of ${rounds}. CPU is the server's own, in microseconds a request.\n`,
  )
  console.log(
    `${''.padEnd(58)} ${'req/s'.padStart(7)} ${'p50 ms'.padStart(7)} ${'p99 ms'.padStart(7)} ${'CPU us'.padStart(7)}   ratio`,
  )
  const bare = await baseline(['server-bare.ts'])
  row('bare Fastify route, fixed TwiML', bare, bare)
  const insert = await baseline(['server-bare.ts', postgres.url])
  row('signature and one committed insert', insert, bare)
  const express = await baseline(['server-express.ts'])
  row('Express, the twilio package: builder and signature', express, bare)

  const web = await sahut({ ROLE: 'web' })
  const turns = async (turn: 1 | 2) => {
    const measures: Measure[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const sids = await manyCallers(port, publicUrl, `turn ${turn} ${round}`, amount, turn === 2)
      const webhooks = sids.map((sid) => keyTurn(publicUrl, sid, turn))
      const measure = await measured(web, () => saturate(port, webhooks, amount))
      if (round > 0) measures.push(measure)
    }
    return best(measures)
  }
  row('Sahut: a whole turn (signature, transaction, TwiML)', await turns(2), bare)
  row('Sahut: the turn that opens the ticket as well', await turns(1), bare)

  const sids = await manyCallers(port, publicUrl, 'steady', steadyAmount, true)
  const turn = sids.map((sid) => keyTurn(publicUrl, sid, 2))
  // What a hundred thousand calls within a minute have left to vacuum and to write is put behind: the turns alone are measured.
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
  console.log(`\nOpen loop, ${steadyRate} a second, from the moment each was due:`)
  openRow('bare Fastify route, fixed TwiML', bare.open)
  openRow('signature and one committed insert', insert.open)
  openRow('Express, the twilio package: builder and signature', express.open)
  openRow('Sahut: a whole turn (signature, transaction, TwiML)', await steady(port, turn, steadyRate))
  await web.stop()
}

async function benchRings(): Promise<void> {
  console.log("\nFrom a caller who waits to the operator's phone that rings (one caller at a time):\n")
  await pool.query(
    `insert into staff (id, login, name, password_hash, roles, created_at) values (gen_random_uuid(), 'bench', 'Bench', '-', '{operator}', now()) on conflict do nothing`,
  )
  await pool.query(
    `insert into operators (staff_id, state, since, device, free_since) select id, 'offline', now(), '{"kind":"number","number":"+6281100000001"}', now() from staff where login = 'bench' on conflict do nothing`,
  )
  for (const [engine, url] of [
    ['postgres', postgres.url],
    ['redis', redis?.url],
  ] as const) {
    if (url === undefined) {
      console.log('redis: skipped, no redis-server on this machine')
      continue
    }
    const queue = await measureBareQueue(engine, url, ringRounds)
    const house = await sahut({ ROLE: 'all', ...(engine === 'redis' ? { REDIS_URL: url } : {}) })
    const { sinceWaiting, sinceKey } = await measureRinging(pool, port, publicUrl, rings.rang, ringRounds)
    await house.stop()
    const show = (name: string, { p50, p99 }: { p50: number; p99: number }) =>
      console.log(
        `${`${engine}: ${name}`.padEnd(58)} p50 ${p50.toFixed(2).padStart(7)} ms (${(p50 / queue.p50).toFixed(1)}x)   p99 ${p99.toFixed(2).padStart(7)} ms (${(p99 / queue.p99).toFixed(1)}x)`,
      )
    show('BullMQ by itself, add to process', queue)
    show('caller waits -> phone rings', sinceWaiting)
    show('key pressed -> phone rings (the whole webhook included)', sinceKey)
  }
}

try {
  if (wanted !== 'rings') await benchTurns()
  if (wanted !== 'turns') await benchRings()
} finally {
  rings.close()
  await pool.end()
  await redis?.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
