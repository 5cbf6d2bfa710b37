import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Config } from './config.ts'
import { StartProblem } from './platform/start-problem.ts'

export type SimulatorProcess = {
  readonly phonesUrl: string
  readonly stop: () => Promise<void>
}

/** Starts the carrier of the demonstration as a program of its own, and waits until it listens. */
export async function startSimulatorProcess(config: Config): Promise<SimulatorProcess> {
  const { carrier, simulatorPort, publicUrl } = config
  const compiled = getCompileCacheDir()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'simulator', 'main.ts')], {
    // Nothing of our own environment but what a program needs to run: the simulator holds no secret of the site.
    env: {
      ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
      NODE_NO_WARNINGS: '1',
      SIM_APP_URL: publicUrl,
      SIM_PORT: String(simulatorPort),
      SIM_ACCOUNT_SID: carrier.accountSid,
      SIM_AUTH_TOKEN: carrier.authTokens[0],
      ...(carrier.apiKey && { SIM_API_KEY: carrier.apiKey.sid, SIM_API_SECRET: carrier.apiKey.secret }),
    },
    // In a process group of its own, so that Ctrl-C lets us drain before the carrier hangs up. The channel tells it of our death.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2_000)
  })
  const exit = once(child, 'exit').catch(() => [])
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const first = await Promise.race([once(lines, 'line'), exit.then(() => undefined)])
  if (first === undefined) {
    const reason = /EADDRINUSE/.test(said)
      ? `port ${simulatorPort} is taken: a demonstration runs already, or set SIM_PORT to another number.`
      : said.trim().split('\n').at(-1)
    throw new StartProblem(`The simulator of the carrier did not start: ${reason}`)
  }
  return {
    phonesUrl: `http://localhost:${simulatorPort}/phones`,
    stop: async () => {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 3_000)
      await exit
      clearTimeout(timer)
    },
  }
}
