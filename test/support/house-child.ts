/** One role of the house as a process of its own, so that a test can kill it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Config } from '../../src/config.ts'
import type { HouseTime } from './house-process.ts'

export type HouseChild = {
  /** It listens; rejects if it ends before. */
  readonly ready: Promise<void>
  /** Asks it to end as a supervisor of processes does, and waits until it has. */
  readonly close: () => Promise<void>
  /** Ends it in the middle of whatever it does. */
  readonly kill: () => Promise<void>
}

type Line = Record<string, unknown>

const patienceMilliseconds = 20_000

/** What `src/config.ts` reads back. An empty text is a variable that nobody set, whatever the test's own environment says. */
const environmentOf = ({ carrier, ...config }: Config): NodeJS.ProcessEnv => ({
  ROLE: config.role,
  HOST: config.host,
  PORT: String(config.port),
  PUBLIC_URL: config.publicUrl,
  SITE: config.siteFolder,
  DATA_DIR: config.dataFolder,
  DATABASE_URL: config.databaseUrl ?? '',
  DATABASE_CONNECTIONS: String(config.databaseConnections),
  REDIS_URL: config.redisUrl ?? '',
  PUBLISHING: config.publishing,
  SECRET_KEY: config.secretKey,
  LOG_LEVEL: config.logLevel,
  TWILIO_ACCOUNT_SID: carrier.accountSid,
  TWILIO_AUTH_TOKEN: carrier.authTokens[0],
  TWILIO_API_KEY: carrier.apiKey?.sid ?? '',
  TWILIO_API_SECRET: carrier.apiKey?.secret ?? '',
  TWILIO_TWIML_APP_SID: carrier.applicationSid ?? '',
  TWILIO_API_URL: carrier.apiUrl,
  CALLER_ID: carrier.callerId,
  ...Object.fromEntries(
    ['DEMO', 'SIM_PORT', 'TRUST_PROXY', 'BACKUP_STAMP', 'TWILIO_AUTH_TOKEN_PREVIOUS'].map((name) => [name, '']),
  ),
})

/** What a process writes that is no line of its log, it writes in trouble. */
function toLine(text: string): Line {
  try {
    return JSON.parse(text) as Line
  } catch {
    return { level: 'error', msg: text }
  }
}

type Options = { readonly config: Config; readonly time: HouseTime; readonly onLine: (line: Line) => void }

/**
 * Starts the role that the configuration names. Every line of its log goes to `onLine`, and so does an end that nobody asked for.
 * Who starts it ends it; should the test's own process be gone before, it ends by itself.
 */
export function startHouseChild({ config, time, onLine }: Options): HouseChild {
  const { simulatorUrl } = config.carrier
  const argv = [JSON.stringify(time), ...(simulatorUrl === null ? [] : [simulatorUrl])]
  const child = spawn(process.execPath, [join(import.meta.dirname, 'house-process.ts'), ...argv], {
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1', ...environmentOf(config) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let isAsked = false
  const said: Line[] = []
  const says = (line: Line) => {
    said.push(line)
    onLine(line)
  }
  // Comes after its last line was read.
  const closed = once(child, 'close')
  for (const input of [child.stdout, child.stderr] as readonly Readable[])
    createInterface({ input }).on('line', (text) => says(toLine(text)))
  child.once('exit', (code, signal) => {
    if (!isAsked) says({ level: 'fatal', msg: 'A process of the house ended by itself', code, signal })
  })

  async function end(signal: NodeJS.Signals): Promise<void> {
    isAsked = true
    child.kill(signal)
    const patience = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds)
    await closed
    clearTimeout(patience)
  }

  async function listens(): Promise<void> {
    const ended = closed.then(() => {
      throw new Error(`the role ${config.role} does not start: ${JSON.stringify(said)}`)
    })
    await Promise.race([once(child, 'message'), ended])
  }

  return { ready: listens(), close: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
