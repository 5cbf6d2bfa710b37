import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerAddress } from '../telephony/caller-address.ts'
import type { Replies } from '../telephony/reply.ts'
import { paths } from '../telephony/urls.ts'
import { readArrival } from '../telephony/webhooks/arrival.ts'
import { readSafe } from '../telephony/webhooks/safe.ts'
import type { Diverting, Safe } from './safe-service.ts'

/** Who calls on which line, as every webhook of a citizen's call says it. */
export function whoCalls(request: FastifyRequest): Pick<Diverting, 'line' | 'caller'> {
  const arrival = readArrival(request.body)
  return {
    line: arrival?.dialled ?? '',
    caller: arrival === null ? { kind: 'withheld', address: '', canBeTexted: false } : callerAddress(arrival.caller),
  }
}

/** What a diverted call asks, until its end: nothing here needs the database. Register it inside `carrierOnly`. */
export async function safeRoutes(scope: FastifyInstance, safe: Safe, replies: Replies): Promise<void> {
  scope.post(paths.safe, async (request, reply) => {
    reply.type('text/xml')
    const asked = readSafe(request.query, request.body)
    if (asked === null) return replies.apology('citizen')
    try {
      return await safe.goOn(asked, whoCalls(request))
    } catch (err) {
      request.log.error(
        { err, callSid: asked.callSid },
        'the safe flow failed and its caller was put through to a human',
      )
      return replies.apology('citizen')
    }
  })

  scope.post(paths.safeCallee, async (request, reply) => {
    reply.type('text/xml')
    const asked = readSafe(request.query, request.body)
    return asked === null ? replies.apology('leg') : safe.speak(asked)
  })
}
