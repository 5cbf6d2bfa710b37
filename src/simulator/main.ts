import { demoPhones, readPhones } from './demo-phones.ts'
import type { IceServer } from './headset-routes.ts'
import { startSimulator } from './server.ts'

/** The simulator as a program: reads SIM_* variables, prints one line when it listens, stops on SIGTERM and SIGINT. */
function number(name: string, usual: number): number {
  const value = process.env[name]
  if (value === undefined || value === '') return usual
  const parsed = Number(value)
  if (!Number.isFinite(parsed) || parsed < 0) throw new Error(`${name} must be a number of at least 0, not ${value}`)
  return parsed
}

async function main(): Promise<void> {
  const {
    SIM_APP_URL,
    SIM_ACCOUNT_SID,
    SIM_AUTH_TOKEN,
    SIM_API_KEY,
    SIM_API_SECRET,
    SIM_FALLBACK_URL,
    SIM_PHONES,
    SIM_HOST,
    SIM_ICE_SERVERS,
  } = process.env
  const simulator = await startSimulator({
    appUrl: SIM_APP_URL ?? 'http://127.0.0.1:3000',
    port: number('SIM_PORT', 4010),
    host: SIM_HOST ?? '127.0.0.1',
    scale: number('SIM_SCALE', 1),
    seed: number('SIM_SEED', 1),
    phones: SIM_PHONES ? readPhones(SIM_PHONES) : demoPhones,
    ...(SIM_ACCOUNT_SID ? { accountSid: SIM_ACCOUNT_SID } : {}),
    ...(SIM_AUTH_TOKEN ? { authToken: SIM_AUTH_TOKEN } : {}),
    ...(SIM_API_KEY && SIM_API_SECRET ? { apiKeys: { [SIM_API_KEY]: SIM_API_SECRET } } : {}),
    ...(SIM_ICE_SERVERS ? { iceServers: JSON.parse(SIM_ICE_SERVERS) as IceServer[] } : {}),
    ...(SIM_FALLBACK_URL ? { fallbackUrl: SIM_FALLBACK_URL } : {}),
  })
  process.stdout.write(`simulator: listening on ${simulator.url} (phones at ${simulator.url}/phones)\n`)
  const stop = () => void simulator.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Started by a demonstration that died: nobody would stop us, and our port would stay taken.
  process.once('disconnect', stop)
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const sentence = taken
    ? `port ${process.env.SIM_PORT ?? 4010} is taken`
    : error instanceof Error
      ? error.message
      : String(error)
  process.stderr.write(`simulator: ${sentence}\n`)
  process.exit(1)
})
