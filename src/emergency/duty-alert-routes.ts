import rateLimit from '@fastify/rate-limit'
import { Type } from 'typebox'
import type { Http } from '../platform/http.ts'
import type { Database } from '../platform/postgres.ts'
import { alertPath, tokenPattern } from './duty-alert.ts'
import { type AlertHouse, acknowledgeAlert, showAlert } from './duty-alert-service.ts'
import { alertPage, otherPage, pagePolicy } from './duty-page.ts'

export type AlertRoutes = {
  readonly database: Database
  readonly house: AlertHouse
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** Guessing 128 bits is hopeless; a page that somebody's phone opens again and again is not worth the database's time either. */
const mostPerMinute = 30

const Params = Type.Object({ token: Type.String({ pattern: tokenPattern.source }) })

/** The page behind a duty officer's link. Opening it changes nothing, since previews of messages open links too; only the form acts. */
export async function alertRoutes(scope: Http, { database, house, clock }: AlertRoutes): Promise<void> {
  await scope.register(rateLimit, {
    max: mostPerMinute,
    timeWindow: '1 minute',
    cache: 5_000,
    errorResponseBuilder: () => ({ statusCode: 429, message: 'often' }),
  })
  scope.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': pagePolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
    })
  })
  scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const { statusCode = 500 } = error
    if (statusCode >= 500) request.log.error({ err: error }, 'The page of a duty officer failed')
    const code = statusCode === 429 ? 429 : statusCode >= 500 ? 503 : 404
    return reply
      .code(code)
      .type('text/html; charset=utf-8')
      .send(otherPage(code === 404 ? 'gone' : 'often'))
  })

  scope.get(`${alertPath}/:token`, { schema: { params: Params } }, async (request, reply) => {
    const { token } = request.params
    const shown = await showAlert(database, house, token, clock())
    reply.type('text/html; charset=utf-8')
    if (shown === null) return reply.code(404).send(otherPage('gone'))
    return reply.send(alertPage(shown, `${alertPath}/${token}`))
  })

  scope.post(`${alertPath}/:token`, { schema: { params: Params } }, async (request, reply) => {
    const { token } = request.params
    const done = await database.transact((tx) => acknowledgeAlert(tx, house, token, { now: clock(), actor: 'duty' }))
    if (done === 'unknown') return reply.code(404).type('text/html; charset=utf-8').send(otherPage('gone'))
    return reply.redirect(`${alertPath}/${token}`, 303)
  })
}
