import type { FastifyInstance } from 'fastify'
import type { DatabaseGate } from '../platform/database-gate.ts'
import type { Database } from '../platform/postgres.ts'
import { emptyDocument, renderMessage } from '../telephony/twiml.ts'
import { paths } from '../telephony/urls.ts'
import { readMessage, readMessageStatus, type TextMessage } from '../telephony/webhooks/message.ts'
import { hearDelivery, receiveText, type SmsHouse } from './service.ts'

export type SmsRoutes = {
  readonly database: Database
  readonly house: SmsHouse
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** How texts are taken while the database is away; absent: as after any other failure. */
  readonly without?: TextsWithout
}

export type TextsWithout = {
  readonly gate: Pick<DatabaseGate, 'isAway' | 'failed'>
  /** Resolves when it is on the disk. */
  readonly keepText: (message: TextMessage) => Promise<void>
  /** What whoever texts reads meanwhile. */
  readonly wordsMeanwhile: () => string
}

/** Texts to the line, and what became of ours. Register it inside `carrierOnly`. A failure is a 5xx, and the carrier tells it again. */
export async function smsRoutes(scope: FastifyInstance, { database, house, clock, without }: SmsRoutes): Promise<void> {
  const take = (message: TextMessage) =>
    database.transact((tx) => receiveText(tx, house, message, { now: clock(), actor: 'citizen' }))

  async function keep(message: TextMessage): Promise<string> {
    await without?.keepText(message)
    return without?.wordsMeanwhile() ?? ''
  }

  async function answerTo(message: TextMessage): Promise<string | null> {
    if (without?.gate.isAway()) return keep(message)
    try {
      return await take(message)
    } catch (error) {
      // A text that cannot be kept either is a failure, which the carrier tells again.
      if (without === undefined || (await without.gate.failed(error)) !== 'away') throw error
      return keep(message)
    }
  }

  scope.post(paths.message, async (request, reply) => {
    const message = readMessage(request.body)
    const answer = message === null ? null : await answerTo(message)
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
