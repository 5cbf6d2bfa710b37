import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Config } from '../../src/config.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { dispatchHouse } from '../../src/house.ts'
import { addStaff } from '../../src/identity/service.ts'
import { steadyClock } from '../../src/platform/clock.ts'
import type { FaultsChange } from '../../src/simulator/faults.ts'
import { usualLines } from '../../src/simulator/server.ts'
import { readStart } from '../../src/site.ts'
import { browserKeys, browserLineAt } from './browser-line.ts'
import { ownDatabase, testDatabase } from './database.ts'
import { configOf, line, siteFolder } from './hotline-config.ts'
import { hotlineRoles, type Role } from './hotline-roles.ts'
import { readableLog } from './log.ts'
import { startCarrier, type TestCarrier, type TestPhone } from './phone.ts'
import { quietPort } from './port.ts'
import { slowness } from './slowness.ts'
import { whatCarrierMinded, whatStandsInTheLog } from './verdict.ts'

export { line }

export type HotlineOptions = {
  /** A Postgres that the test has started itself; absent: a database on the run's own. */
  readonly postgresUrl?: string
  /** Where the house keeps what must survive; absent: a folder that goes with the test. */
  readonly dataFolder?: string
  /** BullMQ runs on this Redis instead of the database. */
  readonly redisUrl?: string | undefined
  /** Real seconds of one simulated second, at the carrier and in the house alike, on a machine that is quiet; more on a slow one. */
  readonly scale?: number
  readonly seed?: number
  readonly faults?: FaultsChange
  /** Logins of operators who are on duty with a phone. Their phones are `operator(login)`. */
  readonly operators?: readonly string[]
  /** Web and worker as two applications, as on two machines. */
  readonly apart?: boolean
  /** The web role is a process of its own, which `kill` kills. Only apart and with browsers: its clock goes by the wall. */
  readonly killable?: boolean
  /** Errors in the log that belong to the story. */
  readonly mayLog?: RegExp
  readonly fallbackUrl?: string
  /** Operators may talk in browsers: time passes all the time, as it does on their wall. */
  readonly browsers?: boolean
  /** A site's folder of the test's own, in which files are changed; absent: the shipped one, which nobody watches. */
  readonly folder?: string
}

export type Hotline = {
  readonly carrier: TestCarrier
  /** Of the web role. */
  readonly url: string
  readonly databaseUrl: string
  /** The operator's phone; on duty and free at first if named at the start. */
  operator(login: string): TestPhone
  /** An operator comes on duty, with the phone of that name or another address. */
  onDuty(login: string, address?: string): Promise<void>
  goesHome(login: string): Promise<void>
  /** An operator's account, off duty. Gives its id. */
  account(login: string): Promise<string>
  rows<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Lets time pass until the rows satisfy; gives them. */
  eventually<Row>(
    text: string,
    satisfies: (rows: readonly Row[]) => boolean,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>
  /** Waits until both hear each other and the house knows it. */
  talk(citizen: TestPhone, other: TestPhone): Promise<void>
  /** Kinds of the entries of a call's timeline that counted, in order. */
  timeline(callSid: string | null): Promise<readonly string[]>
  stop(role?: Role): Promise<void>
  /** Of a role that is killable: it ends in the middle of whatever it does. */
  kill(role: Role): Promise<void>
  start(role?: Role): Promise<void>
  /** The house's clock is put right, ahead or back; the carrier's goes on. */
  jump(seconds: number): void
}

let loading: ReturnType<typeof readStart> | undefined
/** Stories of one file may run side by side; that all of them start in the same moment is no part of any. */
let startedBefore: Promise<unknown> = Promise.resolve()

/**
 * The whole hotline for one test: a database of its own, web and worker, and a carrier that both only know over HTTP.
 * House and carrier live by one clock, which stands still while the test looks. At the end every document that was
 * given is held to the carrier's tables, nobody may have heard an application error, and no error may stand in the log.
 */
export async function startHotline(t: Test, options: HotlineOptions = {}): Promise<Hotline> {
  const { browsers = false, operators = [], apart = false, killable = false, mayLog } = options
  if (killable && !(browsers && apart)) throw new Error('killable is only for browsers and roles apart')
  const scale = browsers ? 1 : (options.scale ?? 0.1) * slowness()
  const wrong: string[] = []
  // Runs last: what throws earlier keeps the rest from being closed.
  t.teardown(() => {
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
  const { folder: ownFolder } = options
  loading ??= readStart(siteFolder, Date.now())
  const reading = ownFolder === undefined ? loading : readStart(ownFolder, Date.now())
  const [folder, database, port] = await Promise.all([
    reading,
    options.postgresUrl === undefined ? testDatabase(t, { connections: 4 }) : ownDatabase(t, options.postgresUrl, 4),
    quietPort(),
  ])
  if (folder.built.outcome === 'problems') throw new Error('the shipped flows are broken')
  const { site } = folder.built
  const url = `http://127.0.0.1:${port}`
  const { accountSid, authTokens } = configOf(port, '', '', null).carrier
  const carrier = await startCarrier(t, {
    appUrl: url,
    accountSid,
    authToken: authTokens[0],
    scale,
    lines: usualLines,
    patienceMilliseconds: 60_000,
    ...(browsers ? { alwaysFlowing: true, ...browserKeys } : {}),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.fallbackUrl === undefined ? {} : { fallbackUrl: options.fallbackUrl }),
  })
  const { simulator } = carrier
  const passed = () => simulator.carrier.clock.now().getTime()
  let ahead = 0
  const clock = steadyClock(() => passed() + ahead, passed)
  const usual = configOf(port, simulator.url, database.url, options.redisUrl ?? null)
  const carrying = browsers ? { ...usual.carrier, ...browserLineAt(simulator.url) } : usual.carrier
  const own = ownFolder === undefined ? {} : ({ siteFolder: ownFolder, publishing: 'direct' } as const)
  const kept = { dataFolder: options.dataFolder ?? join(tmpdir(), `sahut-hotline-${process.pid}-${port}`) }
  t.teardown(() => rm(kept.dataFolder, { recursive: true, force: true }))
  const config: Config = { ...usual, carrier: carrying, ...own, ...kept }
  const log = readableLog('warn')
  const { start, stop, kill, running } = hotlineRoles(t, {
    config,
    read: async () => (ownFolder === undefined ? folder : readStart(ownFolder, clock())),
    log,
    time: { clock, pace: scale },
    killable: killable ? 'web' : null,
  })
  const roles: readonly Role[] = apart ? ['web', 'worker'] : ['all']

  const dispatch = dispatchHouse(site)
  const staff = new Map<string, string>()
  const phoneOf = (login: string) =>
    carrier.phone(`+6281100${[...login].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1e6, 7) + 1e6}`, {
      label: login,
      role: 'operator',
    })
  const context = () => ({ now: clock(), actor: 'system' })

  async function staffId(login: string): Promise<string> {
    const known = staff.get(login)
    if (known !== undefined) return known
    const account = { login, name: login, roles: ['operator'], password: `a long password of ${login}` }
    const added = await database.transact((tx) => addStaff(tx, account, context()))
    if (added.outcome !== 'added') throw new Error(`${login} could not be added: ${added.outcome}`)
    staff.set(login, added.staff.id)
    return added.staff.id
  }

  const presence = async (login: string, state: 'free' | 'offline', number: string) => {
    const asked = { staffId: await staffId(login), state, device: { kind: 'number', number } as const }
    await database.transact((tx) => setPresence(tx, dispatch, asked, context()))
  }

  async function rows<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await database.pool.query(text, [...values])).rows as Row[]
  }

  const starting = startedBefore.then(async () => {
    for (const role of roles) await start(role)
  })
  startedBefore = starting.catch(() => {})
  await starting
  for (const login of operators) await presence(login, 'free', phoneOf(login).device.address)

  t.teardown(async () => {
    wrong.push(...whatCarrierMinded(simulator.log()), ...whatStandsInTheLog(log.lines, mayLog))
    for (const role of running()) await stop(role)
  })

  async function eventually<Row>(
    text: string,
    satisfies: (rows: readonly Row[]) => boolean,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    const deadline = performance.now() + 60_000
    const halt = simulator.flow()
    try {
      for (;;) {
        const found = await rows<Row>(text, values)
        if (satisfies(found)) return found
        if (performance.now() > deadline) throw new Error(`never came true: ${text}\n${JSON.stringify(found)}`)
        await simulator.carrier.clock.sleep(0.5)
      }
    } finally {
      halt()
    }
  }

  return {
    carrier,
    url,
    databaseUrl: database.url,
    rows,
    eventually,
    operator: phoneOf,
    onDuty: (login, address) => presence(login, 'free', address ?? phoneOf(login).device.address),
    account: staffId,
    jump: (seconds) => {
      if (killable) throw new Error('a process of its own does not follow the jump')
      ahead += seconds * 1000
    },
    goesHome: (login) => presence(login, 'offline', phoneOf(login).device.address),
    async talk(citizen, other) {
      await citizen.talksWith(other)
      await eventually('select from legs where leg_sid = $1 and met_at is not null', ({ length }) => length === 1, [
        other.callSid,
      ])
    },
    async timeline(callSid) {
      const text = 'select kind from call_events where call_sid = $1 and not ignored order by id'
      return (await rows<{ kind: string }>(text, [callSid])).map(({ kind }) => kind)
    },
    stop: async (role) => {
      for (const each of role === undefined ? roles : [role]) await stop(each)
    },
    kill,
    start: async (role) => {
      for (const each of role === undefined ? roles : [role]) await start(each)
    },
  }
}
