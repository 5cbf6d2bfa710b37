import { staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { lookUpCaller } from './call-lookup-service.ts'
import { Call, CallerFound, CallerNumber, CallPage, CallQuery, CallSid } from './call-schema.ts'
import { callList, callView } from './call-view.ts'
import { decodeCursor } from './cursor.ts'
import { changeProblems, Problem, problems } from './shapes.ts'

export function callRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock } = house
  api.get(
    '/api/calls',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary:
          'Calls from their first ring, newest first; numbers are masked. Everything that is asked for must be so',
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
      return callList(database, { filter, before, limit }, staffOf(request), sealer)
    },
  )

  // A POST, so that the number stands in no address: not in the browser's history, and in nobody's log.
  api.post(
    '/api/callers/lookups',
    {
      config: { permission: 'citizens:open' },
      schema: {
        summary:
          'Who calls from this number, as `caller` of GET /api/calls wants it; stays in the audit, without the number',
        tags: ['calls'],
        body: CallerNumber,
        response: { ...changeProblems, 200: CallerFound },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const context = contextOf(house, request)
      return { caller: await database.transact((tx) => lookUpCaller(tx, request.body, sealer, context)) }
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
