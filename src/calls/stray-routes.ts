import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { narrow } from '../telephony/fields.ts'
import type { Replies } from '../telephony/reply.ts'
import { sid } from '../telephony/webhooks/shape.ts'

const strayForm = Type.Object({ CallSid: sid(), MessageSid: sid() })

/**
 * What the carrier asks below `/twilio` and is none of our addresses: a number was told a wrong one, or a method that no webhook has.
 * Whoever calls hears an apology and the duty line, not the carrier's error. A text is refused, so that the carrier keeps it
 * among its errors and tries the number's fallback. Register it inside `carrierOnly`.
 */
export async function strayRoutes(scope: FastifyInstance, replies: Replies): Promise<void> {
  scope.all('/twilio/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0]
    request.log.error({ method: request.method, path }, 'the carrier asks for an address that is none of ours')
    const { CallSid, MessageSid } = narrow(strayForm, { ...Object(request.query), ...Object(request.body) })
    if (MessageSid !== undefined && CallSid === undefined) {
      return reply.code(404).type('text/plain').send('No texts are taken at this address.\n')
    }
    reply.type('text/xml')
    return replies.apology('citizen')
  })
}
