import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { mayUse } from '../account.ts'
import type { Carrier } from '../carrier.ts'
import { accountRoutes } from './account.ts'
import { callRoutes } from './calls.ts'
import { conferenceRoutes } from './conferences.ts'
import { notFound, RestError } from './errors.ts'
import { readForm } from './form.ts'
import { messageRoutes } from './messages.ts'
import { participantRoutes } from './participants.ts'
import { recordingRoutes } from './recordings.ts'

/** Twilio's REST API for one account, with the outages, delays and refusals that the faults want. */
export async function rest(app: FastifyInstance, carrier: Carrier): Promise<void> {
  await app.register(formbody)

  app.addHook('onRequest', async (request, reply) => {
    const { faults, races } = carrier
    if (faults.restOutage === 'resets') {
      reply.hijack()
      request.raw.destroy()
      return
    }
    if (faults.restOutage === 'hangs') {
      reply.hijack()
      return
    }
    if (faults.restOutage === 'refuses') throw new RestError(503, 20503, 'Service unavailable')
    if (!mayUse(carrier.account, request.headers.authorization)) throw new RestError(401, 20003, 'Authenticate')
    const { account } = request.params as { account?: string }
    if (account !== carrier.account.sid) throw notFound(request.url)
    if (races.happens('restTooMany', faults.restTooMany)) throw new RestError(429, 20429, 'Too Many Requests')
  })

  app.setErrorHandler((error, request, reply) => {
    if (error instanceof RestError) return reply.code(error.status).send(error.body())
    const status =
      error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
    const message = error instanceof Error ? error.message : 'Internal Server Error'
    request.log.error(error)
    return reply.code(status).send(new RestError(status, status === 500 ? 20500 : 20001, message).body())
  })
  app.setNotFoundHandler((request, reply) => reply.code(404).send(notFound(request.url).body()))

  app.addHook('onSend', async (request, reply, payload) => {
    const { faults, races, clock, log } = carrier
    if (faults.restDelayMilliseconds > 0)
      await new Promise((resolve) => setTimeout(resolve, faults.restDelayMilliseconds))
    let sent = payload
    if (
      reply.statusCode < 400 &&
      request.method !== 'GET' &&
      races.happens('restFailsAfterDoing', faults.restFailsAfterDoing)
    ) {
      reply.code(500).type('application/json; charset=utf-8').removeHeader('content-length')
      sent = JSON.stringify(new RestError(500, 20500, 'Internal Server Error').body())
    }
    log.add({
      kind: 'rest',
      at: clock.now(),
      method: request.method,
      path: request.url,
      params: readForm(request.method === 'GET' ? request.query : request.body) as Record<
        string,
        string | readonly string[]
      >,
      status: reply.statusCode,
      reply: typeof sent === 'string' && sent.startsWith('{') ? JSON.parse(sent) : null,
    })
    return sent
  })

  callRoutes(app, carrier)
  conferenceRoutes(app, carrier)
  participantRoutes(app, carrier)
  messageRoutes(app, carrier)
  recordingRoutes(app, carrier)
  accountRoutes(app, carrier)
}
