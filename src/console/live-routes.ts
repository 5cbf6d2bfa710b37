import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { staffOf, stillHolds } from '../identity/guard.ts'
import { allowed } from '../identity/permission.ts'
import type { Live } from '../platform/live.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { problems } from './shapes.ts'

const checkMilliseconds = 15_000
/** A page that reads so slowly gets a new stream with the present state instead of a queue of old ones. */
const mostUnread = 1_000_000

/**
 * Server-sent events: what each page shows, as it changes. A browser that was cut off sends the id of the last event that it has and is told
 * the rest; a session that ends, or whose roles change, ends the stream.
 */
export function liveRoutes(api: Api, { database, clock }: ConsoleHouse, live: Live): void {
  const streams = new Set<FastifyReply['raw']>()
  api.addHook('preClose', async () => {
    for (const stream of streams) stream.end()
  })

  function stream(request: FastifyRequest, reply: FastifyReply): void {
    const { raw } = reply
    const staff = staffOf(request)
    reply.hijack()
    // Gone while the session was looked up: its end has been told already.
    if (raw.destroyed) return
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 1000\n\n')
    const write = (frame: string) => {
      if (raw.writableLength > mostUnread) raw.destroy()
      else raw.write(frame)
    }
    const seen = request.headers['last-event-id']
    const page = { person: staff.id, permissions: allowed(staff.roles), write }
    const leave = live.join(page, typeof seen === 'string' ? seen : undefined)
    const check = setInterval(() => {
      // A database that does not answer says nothing of the session.
      stillHolds(database, request, clock()).then(
        (holds) => holds || raw.end(),
        () => {},
      )
    }, checkMilliseconds)
    streams.add(raw)
    raw.on('close', () => {
      clearInterval(check)
      leave()
      streams.delete(raw)
    })
  }

  api.get(
    '/api/live',
    {
      config: { permission: 'signed-in' },
      schema: {
        summary: 'Server-sent events: the state of what I may see, and what has changed',
        tags: ['live'],
        produces: ['text/event-stream'],
        response: { ...problems, 200: Type.String({ description: 'text/event-stream' }) },
      },
    },
    (request, reply) => stream(request, reply),
  )
}
