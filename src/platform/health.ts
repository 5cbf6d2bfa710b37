import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

export type Check = {
  readonly name: string
  /** Whether calls must go elsewhere while it fails. Without the queue everything goes on, a little later. */
  readonly isEssential: boolean
  /** Callers are led to a human without it too: calls still come here while it fails, although it is essential for everything else. */
  readonly callsGoOn?: boolean
  /** Throws, or gives a sentence, when something is wrong; gives nothing when all is well. */
  readonly run: () => Promise<string | undefined>
}

/** Something that is done soon after it is due, when all is well. */
export type Lag = {
  readonly name: string
  /** How long the oldest has been due, in seconds; 0 when nothing is. */
  readonly read: () => Promise<number>
  /** From here on a person should look at it. */
  readonly limitSeconds: number
  /** One sentence to the technician: what that means, and where to look. */
  readonly advice: string
}

export type HealthOptions = {
  readonly checks: readonly Check[]
  readonly lags?: readonly Lag[]
  readonly registry: Registry
  readonly isDraining: () => boolean
}

const patienceMilliseconds = 1_000

export type Finding = { readonly ok: boolean; readonly problem?: string; readonly seconds?: number }

/** An error's text may carry addresses and passwords: it goes to the log of whoever raised it, not to a public page. */
async function inTime<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly problem: string }> {
  const { promise: late, resolve } = Promise.withResolvers<{ problem: string }>()
  const timer = setTimeout(() => resolve({ problem: 'does not answer' }), patienceMilliseconds)
  const done = work.then(
    (value) => ({ value }),
    () => ({ problem: 'failed' }),
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

async function examine({ name, run }: Check): Promise<readonly [string, Finding]> {
  const found = await inTime(run())
  const problem = 'problem' in found ? found.problem : found.value
  return [name, problem === undefined ? { ok: true } : { ok: false, problem }]
}

async function measure({ name, read, limitSeconds, advice }: Lag): Promise<readonly [string, Finding]> {
  const found = await inTime(read())
  if ('problem' in found) return [name, { ok: false, problem: 'cannot be measured' }]
  const seconds = Math.round(found.value * 10) / 10
  return [name, seconds < limitSeconds ? { ok: true, seconds } : { ok: false, seconds, problem: advice }]
}

/** Everything at once, for a page that people read; by name. */
export async function findings({ checks, lags = [] }: Pick<HealthOptions, 'checks' | 'lags'>): Promise<{
  readonly checks: Readonly<Record<string, Finding>>
  readonly waiting: Readonly<Record<string, Finding>>
}> {
  const [examined, measured] = await Promise.all([Promise.all(checks.map(examine)), Promise.all(lags.map(measure))])
  return { checks: Object.fromEntries(examined), waiting: Object.fromEntries(measured) }
}

/**
 * `/health/live` (the process runs), `/health/ready` (calls may come here: 503 while draining or when an essential
 * check fails; checks that are not essential are shown as problems), `/health/detail` for people (the checks, and what has
 * waited too long; always 200) and `/metrics` for Prometheus. A backlog never makes a process unready: starting it again would not help.
 */
export function addHealth(app: FastifyInstance, { checks, lags = [], registry, isDraining }: HealthOptions): void {
  app.get('/health/live', { logLevel: 'silent' }, async () => ({ status: 'live' }))

  const look = async () => {
    const results = await Promise.all(checks.map(examine))
    const isBroken = checks.some(
      ({ isEssential, callsGoOn }, place) => isEssential && !callsGoOn && results[place]?.[1].ok === false,
    )
    const status = isDraining() ? 'draining' : isBroken ? 'not ready' : 'ready'
    return { status, checks: Object.fromEntries(results) }
  }

  app.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const found = await look()
    return reply.code(found.status === 'ready' ? 200 : 503).send(found)
  })

  app.get('/health/detail', { logLevel: 'silent' }, async () => {
    const [found, waiting] = await Promise.all([look(), Promise.all(lags.map(measure))])
    return { ...found, isBehind: waiting.some(([, { ok }]) => !ok), waiting: Object.fromEntries(waiting) }
  })

  app.get('/metrics', { logLevel: 'silent' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
