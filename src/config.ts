/** Environment -> one frozen Config. The only reader of process.env; every problem is told at once, in plain sentences. */

import { createHmac } from 'node:crypto'
import { join, resolve } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { keptSecret, makeSecret, usualDataFolder } from './platform/data-folder.ts'
import { publicUrlProblem } from './telephony/urls.ts'

const projectFolder = resolve(import.meta.dirname, '..')

/** A variable: which texts it may hold, and the rest of the sentence "NAME must be ...". */
const variable = (pattern: string, mustBe: string) => Type.Optional(Type.String({ pattern, description: mustBe }))
const portNumber = '^([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])$'

const Environment = Type.Object({
  DATABASE_URL: variable('^postgres(ql)?://', 'a Postgres URL such as postgres://user:password@host:5432/sahut'),
  DATABASE_CONNECTIONS: variable('^[1-9]\\d{0,2}$', 'how many connections each process may hold, from 1 to 999'),
  REDIS_URL: variable('^(rediss?|redis\\+(sentinel|cluster))://.+', 'a URL such as redis://host:6379'),
  TWILIO_ACCOUNT_SID: variable('^AC[0-9a-zA-Z]{32}$', 'the account SID: AC and 32 letters or digits'),
  TWILIO_AUTH_TOKEN: variable('^\\S{8,}$', "the account's auth token"),
  TWILIO_AUTH_TOKEN_PREVIOUS: variable('^\\S{8,}$', 'the auth token that is being replaced'),
  TWILIO_API_KEY: variable('^SK[0-9a-zA-Z]{32}$', 'an API key SID: SK and 32 letters or digits'),
  TWILIO_API_SECRET: variable('^\\S{8,}$', 'the secret of TWILIO_API_KEY'),
  TWILIO_TWIML_APP_SID: variable(
    '^AP[0-9a-zA-Z]{32}$',
    'the SID of the TwiML application through which operators talk in the browser: AP and 32 letters or digits',
  ),
  TWILIO_API_URL: variable(
    '^https?://[^/\\s?#]+(/[^\\s?#]*)?$',
    'the address of a REST API, such as https://api.twilio.com',
  ),
  DEMO: variable('^[01]$', '1 or 0'),
  PUBLIC_URL: variable('^\\S+$', 'the address by which the carrier reaches us, such as https://sahut.example.go.id'),
  CALLER_ID: variable('^\\+[1-9]\\d{6,14}$', 'a number of ours in E.164, such as +62751000100'),
  HOST: variable('^[\\w.:-]+$', 'an address of this machine to listen on, such as 0.0.0.0'),
  PORT: variable(portNumber, 'a port number from 1 to 65535'),
  SIM_PORT: variable(portNumber, 'a port number from 1 to 65535'),
  TRUST_PROXY: variable('^(1|0|[\\d./:a-f, ]+)$', '1, 0, or the addresses of the reverse proxies'),
  SITE: variable('.', 'the folder of flows'),
  DATA_DIR: variable('.', 'the folder for what must survive a restart'),
  ROLE: variable('^(all|web|worker)$', 'all, web or worker'),
  PUBLISHING: variable(
    '^(direct|reviewed)$',
    'direct (changed flows publish themselves) or reviewed (a person publishes)',
  ),
  SECRET_KEY: variable('^\\S{32,}$', 'at least 32 random characters, such as the output of: openssl rand -base64 33'),
  BACKUP_STAMP: variable('.', 'a file that your backup writes anew each time that it has succeeded'),
  LOG_LEVEL: variable(
    '^(fatal|error|warn|info|debug|trace|silent)$',
    'fatal, error, warn, info, debug, trace or silent',
  ),
})
type Environment = Static<typeof Environment>
type Name = keyof Environment
const names = Object.keys(Environment.properties) as Name[]
const mustBe = (name: Name) => `must be ${(Environment.properties[name] as { description?: string }).description}.`

/** What is wrong with a variable that somebody set, or null. */
function problemOf(name: Name, text: string): string | null {
  if (!Value.Check(Environment.properties[name], text)) return `${name} ${mustBe(name)}`
  if (name === 'PUBLIC_URL') return publicUrlProblem(text)
  // What a pattern lets through need not be a URL: a port of 99999, a stray percent sign.
  return name === 'TWILIO_API_URL' && !URL.canParse(text) ? `${name} ${mustBe(name)}` : null
}

export type CarrierAccount = {
  readonly accountSid: string
  /** The first signs; all are accepted, so that a token can be changed without losing a call. */
  readonly authTokens: readonly [string, ...string[]]
  readonly apiKey: { readonly sid: string; readonly secret: string } | null
  /** The application through which browsers connect outward; without it operators need a phone. */
  readonly applicationSid: string | null
  /** Where browsers reach the simulator's line; null at a real carrier. */
  readonly simulatorUrl: string | null
  /** Base address of the REST API. */
  readonly apiUrl: string
  /** What people see on their phones when we call them, E.164. */
  readonly callerId: string
}

type Common = {
  readonly demo: boolean
  readonly role: 'all' | 'web' | 'worker'
  /** What happens to sound changes in the site's folder: they publish themselves, or wait for a person. */
  readonly publishing: 'direct' | 'reviewed'
  readonly host: string
  readonly port: number
  /** Where the demonstration's simulator listens. */
  readonly simulatorPort: number
  /** Address by which the carrier reaches us, without a slash at the end; a path in it is one that the proxy takes away. */
  readonly publicUrl: string
  readonly trustProxy: boolean | string
  readonly siteFolder: string
  readonly migrationsFolder: string
  readonly dataFolder: string
  /** Null: the embedded Postgres in the data folder. */
  readonly databaseUrl: string | null
  readonly databaseConnections: number
  /** Null: BullMQ runs on the database. */
  readonly redisUrl: string | null
  /** Seals numbers and names, signs sessions and URLs; of 32 characters or more. */
  readonly secretKey: string
  readonly logLevel: string
  /** Written anew by every backup that succeeded: its time is the backup's. Null: nobody has said. */
  readonly backupStamp: string | null
}

/** What the running hotline needs. */
export type Config = Common & { readonly carrier: CarrierAccount }

/** What commands for people need: they work on the database also where no carrier is set up. */
export type ToolConfig = Common & { readonly carrier: CarrierAccount | null }

export type Read<T> =
  | { readonly outcome: 'config'; readonly config: T }
  | { readonly outcome: 'problems'; readonly problems: readonly string[] }

const isLocal = (url: string) => /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)

function readEnvironment(raw: NodeJS.ProcessEnv): { given: Environment; problems: string[] } {
  const given: Environment = {}
  const problems: string[] = []
  for (const name of names) {
    const text = raw[name]?.trim()
    // Compose files hand on variables that nobody set as empty texts.
    if (!text) continue
    const problem = problemOf(name, text)
    if (problem === null) given[name] = text
    else problems.push(problem)
  }
  return { given, problems }
}

const needed: readonly Name[] = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'PUBLIC_URL', 'CALLER_ID', 'SECRET_KEY']

function findMissing(given: Environment, raw: NodeJS.ProcessEnv): readonly string[] {
  const isAbsent = (name: Name) => given[name] === undefined && !raw[name]?.trim()
  const missing = needed.filter(isAbsent)
  const hasNoAccount = missing.includes('TWILIO_ACCOUNT_SID') && missing.includes('TWILIO_AUTH_TOKEN')
  const sentences = missing.map((name) => `${name} is missing: it ${mustBe(name)}`)
  return hasNoAccount
    ? ['There is no account of a carrier. To try Sahut on this machine without one, run: npm run demo', ...sentences]
    : sentences
}

function findContradictions(given: Environment): readonly string[] {
  const problems: string[] = []
  if (given.DEMO === '1' && given.PUBLIC_URL && !isLocal(given.PUBLIC_URL)) {
    problems.push(
      'DEMO=1 opens demonstration accounts with known passwords, so PUBLIC_URL must be on this machine (localhost) or absent.',
    )
  }
  if ((given.TWILIO_API_KEY === undefined) !== (given.TWILIO_API_SECRET === undefined)) {
    problems.push('TWILIO_API_KEY and TWILIO_API_SECRET go together: set both or neither.')
  }
  return problems
}

function toCarrier(given: Environment): CarrierAccount | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: token, CALLER_ID: callerId } = given
  if (!accountSid || !token || !callerId) return null
  const previous = given.TWILIO_AUTH_TOKEN_PREVIOUS
  const { TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret } = given
  return {
    accountSid,
    authTokens: previous ? [token, previous] : [token],
    apiKey: sid && secret ? { sid, secret } : null,
    applicationSid: given.TWILIO_TWIML_APP_SID ?? null,
    simulatorUrl: null,
    apiUrl: given.TWILIO_API_URL ?? 'https://api.twilio.com',
    callerId,
  }
}

/** The simulator's account: made from the secret, so that it stays the same and nobody else's demonstration has it. */
function demoCarrier(secretKey: string, port: number, callerId: string): CarrierAccount {
  const derive = (what: string) => createHmac('sha256', secretKey).update(what).digest('hex').slice(0, 32)
  return {
    accountSid: `AC${derive('account')}`,
    authTokens: [derive('token')],
    apiKey: { sid: `SK${derive('key')}`, secret: derive('key secret') },
    applicationSid: `AP${derive('application')}`,
    simulatorUrl: `http://localhost:${port}`,
    apiUrl: `http://127.0.0.1:${port}`,
    callerId,
  }
}

const toTrust = (text: string | undefined) => (text === undefined || text === '0' ? false : text === '1' ? true : text)

const demoCallerId = '+62751000100'

/** The site's folder, for commands that need nothing else. */
export const siteFolder = ({ SITE }: { readonly SITE?: string | undefined } = process.env): string =>
  resolve(SITE?.trim() || join(projectFolder, 'ivr-flows'))

function toCommon(given: Environment, dataFolder: string, secretKey: string): Common {
  const port = Number(given.PORT ?? 3000)
  return {
    demo: given.DEMO === '1',
    role: (given.ROLE ?? 'all') as Common['role'],
    publishing: (given.PUBLISHING ?? 'direct') as Common['publishing'],
    host: given.HOST ?? (given.DEMO === '1' ? '127.0.0.1' : '0.0.0.0'),
    port,
    simulatorPort: Number(given.SIM_PORT ?? port + 1),
    publicUrl: (given.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    trustProxy: toTrust(given.TRUST_PROXY),
    siteFolder: siteFolder(given),
    migrationsFolder: join(projectFolder, 'migrations'),
    dataFolder,
    databaseUrl: given.DATABASE_URL ?? null,
    databaseConnections: Number(given.DATABASE_CONNECTIONS ?? 20),
    redisUrl: given.REDIS_URL ?? null,
    secretKey,
    logLevel: given.LOG_LEVEL ?? 'info',
    backupStamp: given.BACKUP_STAMP ?? null,
  }
}

async function read(raw: NodeJS.ProcessEnv, needsCarrier: boolean): Promise<Read<ToolConfig>> {
  const { given, problems } = readEnvironment(raw)
  const isDemo = given.DEMO === '1'
  problems.push(...findContradictions(given), ...(needsCarrier && !isDemo ? findMissing(given, raw) : []))
  const dataFolder = given.DATA_DIR ? resolve(given.DATA_DIR) : await usualDataFolder(projectFolder)
  let secretKey = given.SECRET_KEY
  if (secretKey === undefined && problems.length === 0) {
    secretKey = isDemo ? await makeSecret(dataFolder) : await keptSecret(dataFolder)
    if (secretKey === undefined) problems.push('SECRET_KEY is missing: set the one that the hotline runs with.')
  }
  if (problems.length > 0 || secretKey === undefined) return { outcome: 'problems', problems }
  const common = toCommon(given, dataFolder, secretKey)
  const carrier = isDemo
    ? demoCarrier(secretKey, common.simulatorPort, given.CALLER_ID ?? demoCallerId)
    : toCarrier(given)
  return { outcome: 'config', config: Object.freeze({ ...common, carrier }) }
}

/** Reads what the hotline needs to run. With `DEMO=1` a secret and an account are made and kept in the data folder. */
export async function readConfig(raw: NodeJS.ProcessEnv = process.env): Promise<Read<Config>> {
  const found = await read(raw, true)
  if (found.outcome === 'problems') return found
  const { carrier } = found.config
  if (!carrier) throw new Error('The account was checked and is not there')
  return { outcome: 'config', config: Object.freeze({ ...found.config, carrier }) }
}

/** Reads what a command for people needs: no carrier, and the secret that a demonstration keeps is taken where none is set. */
export const readToolConfig = (raw: NodeJS.ProcessEnv = process.env): Promise<Read<ToolConfig>> => read(raw, false)
