import type { FastifyInstance } from 'fastify'
import type { Database } from '../platform/postgres.ts'
import { emptyDocument, renderMessage } from '../telephony/twiml.ts'
import { paths } from '../telephony/urls.ts'
import { readMessage, readMessageStatus } from '../telephony/webhooks/message.ts'
import { hearDelivery, receiveText, type SmsHouse } from './service.ts'

export type SmsRoutes = {
  readonly database: Database
  readonly house: SmsHouse
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** Texts to the line, and what became of ours. Register it inside `carrierOnly`. A failure is a 5xx, and the carrier tells it again. */
export async function smsRoutes(scope: FastifyInstance, { database, house, clock }: SmsRoutes): Promise<void> {
  scope.post(paths.message, async (request, reply) => {
    const message = readMessage(request.body)
    const answer =
      message === null
        ? null
        : await database.transact((tx) => receiveText(tx, house, message, { now: clock(), actor: 'citizen' }))
    reply.type('text/xml')
    return answer === null ? emptyDocument : renderMessage(answer)
  })

  scope.post(paths.messageStatus, async (request, reply) => {
    const report = readMessageStatus(request.query, request.body)
    if (report !== null) {
      await database.transact(async (tx) => hearDelivery(tx, report, { now: clock(), actor: 'carrier' }))
    }
    reply.code(204)
  })
}
