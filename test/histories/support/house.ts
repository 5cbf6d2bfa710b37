import { join } from 'node:path'
import type { Test } from 'tap'
import { syncAgencies } from '../../../src/agencies/service.ts'
import type { Config } from '../../../src/config.ts'
import { carrierJobs } from '../../../src/conversations/jobs.ts'
import { sweepCallbacks } from '../../../src/dispatch/callback-jobs.ts'
import { expireOffers, runMatch } from '../../../src/dispatch/jobs.ts'
import { setPresence } from '../../../src/dispatch/service.ts'
import { runClimb, sweepEmergencies } from '../../../src/emergency/jobs.ts'
import type { Target } from '../../../src/flow/verbs.ts'
import { citizenAt, ladderOf, mayDial, mayText, smsHouse } from '../../../src/house.ts'
import { openHttp } from '../../../src/platform/http.ts'
import { relayFacts } from '../../../src/platform/outbox.ts'
import type { Wake } from '../../../src/platform/postgres.ts'
import { assemble, systemContext } from '../../../src/rooms.ts'
import { sign } from '../../../src/simulator/signature.ts'
import { always } from '../../../src/site/now.ts'
import { loadSite, type Site } from '../../../src/site.ts'
import { textJobs } from '../../../src/sms/jobs.ts'
import { textFacts } from '../../../src/sms/service.ts'
import type { Carrier } from '../../../src/telephony/carrier.ts'
import { carrierWebhooks } from '../../../src/web.ts'
import { testDatabase } from '../../support/database.ts'
import { readableLog } from '../../support/log.ts'
import { migrationsFolder } from '../../support/template.ts'
import type { Post } from './courier.ts'

export const line = '+62751000100'
const publicUrl = 'https://sahut.example'
const token = '9'.repeat(32)
const siteFolder = join(import.meta.dirname, '../../../ivr-flows')

const config: Config = {
  demo: false,
  role: 'all',
  publishing: 'reviewed',
  host: '127.0.0.1',
  port: 0,
  simulatorPort: 0,
  publicUrl,
  trustProxy: false,
  siteFolder,
  migrationsFolder,
  dataFolder: '',
  databaseUrl: null,
  databaseConnections: 8,
  redisUrl: null,
  secretKey: 'a secret of forty characters for a test.',
  logLevel: 'warn',
  backupStamp: null,
  carrier: {
    accountSid: `AC${'5'.repeat(32)}`,
    authTokens: [token],
    apiKey: null,
    applicationSid: null,
    simulatorUrl: null,
    apiUrl: '',
    callerId: line,
  },
}

let loading: Promise<Site> | undefined

async function shippedSite(): Promise<Site> {
  const loaded = await loadSite(siteFolder)
  if (loaded.outcome === 'site') return loaded.site
  throw new Error(`the shipped flows are broken: ${JSON.stringify(loaded.problems)}`)
}

/** Operators whom a story may have; their accounts stay from story to story. */
export const staff: readonly { readonly id: string; readonly login: string; readonly device: Target }[] = [
  { login: 'sari', device: { kind: 'number', number: '+6281100000001' } },
  { login: 'budi', device: { kind: 'number', number: '+6281100000002' } },
  { login: 'tuti', device: { kind: 'sip', uri: 'sip:tuti@psc.padangpariaman.example' } },
  { login: 'ujang', device: { kind: 'client', identity: 'staff_0000000a000070008000000000000004' } },
].map(({ login, device }, index) => ({
  id: `0000000a-0000-7000-8000-00000000000${index + 1}`,
  login,
  device: device as Target,
}))

/** A wake that is due now, or a look that somebody has to take at that time. */
export type Due = { readonly queue: string; readonly at: number; readonly run: () => Promise<unknown> }

/**
 * The whole house on a real database, asked by inject, with the queue, the clock and the carrier in the test's hands:
 * wakes are due at the clock's time and run one after the other.
 */
export async function openHouse(t: Test) {
  const wakes: Wake[] = []
  const database = await testDatabase(t, { connections: 8, onWake: (woken) => wakes.push(...woken) })
  loading ??= shippedSite()
  const site = await loading
  const { log, lines } = readableLog('warn')
  let now = Date.UTC(2026, 10, 23, 3)
  const rooms = assemble({ config, site: always(site), log, time: { clock: () => now, pace: 1 } }, database)
  const context = () => systemContext(rooms)
  await database.transact((tx) => syncAgencies(tx, site.agencies, context()))
  for (const { id, login } of staff)
    await database.pool.query(
      `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, $2, $2, '-', '{operator}', now())`,
      [id, login],
    )

  const app = await openHttp({ log })
  await app.register((scope) => carrierWebhooks(scope, rooms))
  await app.ready()
  t.teardown(() => app.close())

  let carrier: Carrier | undefined
  const atCarrier = (): Carrier => {
    if (carrier === undefined) throw new Error('nobody is the carrier')
    return carrier
  }
  const far = { database, urls: rooms.urls, clock: () => now, jitter: () => 0, log }
  const carrierOf = new Proxy({} as Carrier, { get: (_, name) => atCarrier()[name as keyof Carrier] })
  const { handlers } = rooms
  const allowed = { mayDial: mayDial(site), citizenAt: citizenAt(database, rooms.sealer) }
  const commands = carrierJobs({ ...far, ...allowed, carrier: carrierOf, callerId: line, handlers })
  const texts = textJobs({
    ...far,
    carrier: carrierOf,
    sender: { from: line },
    sealer: rooms.sealer,
    mayText: mayText(site),
  })
  const facts = textFacts(smsHouse(site, rooms.sealer))
  const climbing = {
    ...rooms.dispatch,
    alerts: rooms.alerts,
    ladderOf: (kind: string, at: number) => ladderOf(site, kind, at),
    onExhausted: () => {},
  }

  const work: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    carrier: commands.execute,
    match: () => runMatch(database, rooms.dispatch, context()),
    callbacks: () => sweepCallbacks(database, rooms.callbacks, context()),
    offer: () => expireOffers(database, context()),
    climb: (id) => runClimb(database, climbing, id, context()),
    outbox: () => relayFacts(database, facts, { now, log }),
    texts: texts.execute,
  }

  /** Everything that is due at once, until nothing is; what is due later is given. */
  async function drain(): Promise<readonly Due[]> {
    const later: Due[] = []
    for (let wake = wakes.shift(); wake !== undefined; wake = wakes.shift()) {
      const { queue, id, delayMilliseconds = 0 } = wake
      // As in the queue: what waits already is not put into it again.
      const isAgain = wakes.some((other) => other.queue === queue && other.id === id && !other.delayMilliseconds)
      if (isAgain && delayMilliseconds === 0) continue
      const run = () => work[queue]?.(id) ?? Promise.reject(new Error(`no queue ${queue}`))
      if (delayMilliseconds > 0) later.push({ queue, at: now + delayMilliseconds, run })
      else await run()
    }
    return later
  }

  const post: Post = async ({ name, url, form }) => {
    const [address = ''] = url.split('#', 1)
    const reply = await app.inject({
      method: 'POST',
      url: address.slice(publicUrl.length),
      payload: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': sign(address, new Map(Object.entries(form)), token),
        'i-twilio-idempotency-token': name.replaceAll(/[^\w.:+-]/g, '_'),
      },
    })
    return { status: reply.statusCode, body: reply.body }
  }

  return {
    database,
    rooms,
    post,
    drain,
    urls: rooms.urls,
    clock: () => now,
    setClock: (at: number) => {
      now = at
    },
    carriedBy: (given: Carrier) => {
      carrier = given
    },
    onDuty: (staffId: string, device: Target) =>
      database.transact((tx) => setPresence(tx, rooms.dispatch, { staffId, state: 'free', device }, context())),
    /** What no job is woken for: citizens left alone, control rooms that have talked long enough. */
    sweep: async () => {
      await commands.sweep()
      await sweepEmergencies(database, climbing, context())
      await sweepCallbacks(database, rooms.callbacks, context())
    },
    /** Errors in the log since the last question. */
    errors: () => lines.splice(0).filter((entry) => Number(entry.level) >= 50),
  }
}

export type House = Awaited<ReturnType<typeof openHouse>>
