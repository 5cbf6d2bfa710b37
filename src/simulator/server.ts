import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance } from 'fastify'
import { type Account, apiVersion, type Line } from './account.ts'
import type { Carrier } from './carrier.ts'
import { makeClock } from './clock.ts'
import demo from './demo.ind.json' with { type: 'json' }
import { changeFaults, type Faults, type FaultsChange, noFaults } from './faults.ts'
import { headsetRoutes, type IceServer } from './headset-routes.ts'
import { Headsets } from './headsets.ts'
import { type LogEntry, makeLog } from './log.ts'
import { pages } from './pages.ts'
import { type Phone, PhoneBook, type PhoneOptions } from './phones.ts'
import { makeRaces } from './races.ts'
import { rest } from './rest/plugin.ts'
import { newSid } from './sid.ts'
import { verbs } from './verbs/table.ts'
import { makeWebhookClient } from './webhook-client.ts'

export type LineOptions = Partial<Omit<Line, 'sid'>> & { readonly number: string }

export type SimulatorOptions = {
  /** Base of the application's webhooks, for example http://127.0.0.1:3000. */
  readonly appUrl: string
  readonly accountSid?: string
  readonly authToken?: string
  readonly apiKeys?: Readonly<Record<string, string>>
  /** Asked when a line's URLs fail. */
  readonly fallbackUrl?: string
  /** Defaults to the demonstration's hotline, by number and as 112 over a trunk. */
  readonly lines?: readonly LineOptions[]
  readonly phones?: readonly PhoneOptions[]
  /** Port to listen on; 0 takes any free one. */
  readonly port?: number
  readonly host?: string
  /** Real seconds that one simulated second lasts; 0 is as fast as possible. */
  readonly scale?: number
  /** Time passes only while somebody holds `flow()`. */
  readonly held?: boolean
  /** Factor on the real time limits of webhooks (15 s in all). */
  readonly limitScale?: number
  readonly seed?: number
  readonly faults?: FaultsChange
  /** By which browsers on different networks find each other; on one machine none is needed. */
  readonly iceServers?: readonly IceServer[]
  /** Folder of the built phones page. */
  readonly pageFolder?: string
  /** Entries that the log keeps. */
  readonly logLimit?: number
}

export type Simulator = {
  readonly url: string
  readonly account: Account
  readonly carrier: Carrier
  readonly app: FastifyInstance
  phone(idOrAddress: string): Phone | undefined
  addPhone(options: PhoneOptions): Phone
  log(): readonly LogEntry[]
  /** Defects of the simulator itself; a test that ends with any has proved nothing. */
  defects(): readonly unknown[]
  faults(change: FaultsChange): Faults
  /** Lets a held clock run until the returned function is called. */
  flow(): () => void
  close(): Promise<void>
}

const pageFolder = fileURLToPath(new URL('../../dist/phones', import.meta.url))

/** The hotline as the demonstration has it: a toll-free number, and 112 as it comes over a carrier's SIP trunk. */
export const usualLines: readonly LineOptions[] = demo.lines

/** Starts a carrier on this machine. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = makeClock({ scale: options.scale ?? 1, held: options.held ?? false })
  const log = makeLog(options.logLimit ?? 20_000)
  const account = makeAccount(options)
  const phones = new PhoneBook()
  const defects: unknown[] = []
  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 500 } })
  const carrier: Carrier = {
    account,
    clock,
    log,
    phones,
    verbs,
    races: makeRaces(options.seed ?? 1),
    faults: changeFaults(noFaults(), options.faults ?? {}),
    webhooks: makeWebhookClient({ authToken: account.authToken, clock, log, limitScale: options.limitScale ?? 1 }),
    baseUrl: '',
    legs: new Map(),
    conferences: new Map(),
    living: new Map(),
    queues: new Map(),
    recordings: new Map(),
    messages: new Map(),
    nextCallAt: 0,
    background(work) {
      work.catch((defect: unknown) => {
        defects.push(defect)
        process.stderr.write(`simulator: ${defect instanceof Error ? defect.stack : String(defect)}\n`)
      })
    },
  }
  phones.belongsTo(carrier)
  for (const phone of options.phones ?? []) phones.add(phone)
  await app.register(async (scope) => rest(scope, carrier), { prefix: `/${apiVersion}/Accounts/:account` })
  await app.register(pages, { carrier, folder: options.pageFolder ?? pageFolder })
  const headsets = new Headsets(carrier)
  await app.register(headsetRoutes, { carrier, headsets, iceServers: options.iceServers ?? [] })
  carrier.baseUrl = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' })

  return {
    url: carrier.baseUrl,
    account,
    carrier,
    app,
    phone: (name) => phones.get(name) ?? phones.all().find(({ address }) => address === name),
    addPhone: (phone) => phones.add(phone),
    log: () => log.entries(),
    defects: () => defects,
    faults(change) {
      carrier.faults = changeFaults(carrier.faults, change)
      return carrier.faults
    },
    flow: () => clock.flow(),
    async close() {
      clock.stop()
      headsets.stop()
      await app.close()
    },
  }
}

function makeAccount(options: SimulatorOptions): Account {
  const fallbackUrl = options.fallbackUrl ?? null
  const url = (path: string) => `${options.appUrl.replace(/\/$/, '')}${path}`
  return {
    sid: options.accountSid ?? `AC${'0'.repeat(31)}1`,
    authToken: options.authToken ?? 'f'.repeat(32),
    apiKeys: new Map(Object.entries(options.apiKeys ?? {})),
    clientVoiceUrl: url('/twilio/voice/client'),
    lines: (options.lines ?? usualLines).map((line) => ({
      sid: newSid('PN'),
      name: line.number,
      voiceUrl: url('/twilio/voice'),
      voiceMethod: 'POST',
      voiceFallbackUrl: fallbackUrl,
      statusCallback: url('/twilio/voice/status'),
      smsUrl: url('/twilio/sms'),
      smsFallbackUrl: null,
      sipHost: null,
      ...line,
    })),
  }
}
