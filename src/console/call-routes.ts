import { staffOf } from '../identity/guard.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { Call, CallPage, CallQuery, CallSid } from './call-schema.ts'
import { callList, callView } from './call-view.ts'
import { decodeCursor } from './cursor.ts'
import { Problem, problems } from './shapes.ts'

export function callRoutes(api: Api, { database, sealer, clock }: ConsoleHouse): void {
  api.get(
    '/api/calls',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'Calls from their first ring, newest first; numbers are masked',
        tags: ['calls'],
        querystring: CallQuery,
        response: { ...problems, 200: CallPage },
      },
    },
    async (request, reply) => {
      const { cursor, limit = 50, ...filter } = request.query
      const before = cursor === undefined ? null : decodeCursor(cursor)
      if (cursor !== undefined && before === null)
        return reply.code(400).send({ error: 'invalid', details: ['cursor'] })
      return callList(database, { ...filter, before, limit }, staffOf(request), sealer)
    },
  )

  api.get(
    '/api/calls/:callSid',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'One call: its record, whole timeline, legs and ticket',
        tags: ['calls'],
        params: CallSid,
        response: { ...problems, 200: Call, 404: Problem },
      },
    },
    async (request, reply) =>
      (await callView(database, request.params.callSid, staffOf(request), sealer, clock())) ??
      reply.code(404).send({ error: 'unknown' }),
  )
}
