import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

export type Check = {
  readonly name: string
  /** Whether calls must go elsewhere while it fails. Without the queue calls go on; without the database they should not come here. */
  readonly isEssential: boolean
  /** Throws, or gives a sentence, when something is wrong; gives nothing when all is well. */
  readonly run: () => Promise<string | undefined>
}

export type HealthOptions = {
  readonly checks: readonly Check[]
  readonly registry: Registry
  readonly isDraining: () => boolean
}

const patienceMilliseconds = 1_000

async function examine(check: Check): Promise<readonly [string, { ok: boolean; problem?: string }]> {
  const { promise: late, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(() => resolve('does not answer'), patienceMilliseconds)
  // An error's text may carry addresses and passwords: it goes to the log of whoever raised it, not to a public page.
  const found = await Promise.race([check.run().catch(() => 'failed'), late])
  clearTimeout(timer)
  return [check.name, found === undefined ? { ok: true } : { ok: false, problem: found }]
}

/**
 * `/health/live` (the process runs), `/health/ready` (calls may come here: 503 while draining or when an essential
 * check fails; checks that are not essential are shown as problems) and `/metrics` for Prometheus.
 */
export function addHealth(app: FastifyInstance, { checks, registry, isDraining }: HealthOptions): void {
  app.get('/health/live', { logLevel: 'silent' }, async () => ({ status: 'live' }))

  app.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) => {
    const results = await Promise.all(checks.map(examine))
    const isBroken = checks.some((check, place) => check.isEssential && results[place]?.[1].ok === false)
    const status = isDraining() ? 'draining' : isBroken ? 'not ready' : 'ready'
    return reply.code(status === 'ready' ? 200 : 503).send({ status, checks: Object.fromEntries(results) })
  })

  app.get('/metrics', { logLevel: 'silent' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
