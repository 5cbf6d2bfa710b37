import { Type } from 'typebox'
import { callNow, closeByPerson } from '../emergency/recovery-service.ts'
import { staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { decodeCursor } from './cursor.ts'
import { Recoveries, RecoveryClosing, RecoveryQuery } from './recovery-schema.ts'
import { recoveryList } from './recovery-view.ts'
import { changeProblems, Id, Problem, problems, uuid } from './shapes.ts'

/** Where the page before ended; undefined for what no page of ours said. */
function placeIn(cursor: string | undefined) {
  if (cursor === undefined) return null
  const place = decodeCursor(cursor)
  return place === null || !new RegExp(uuid).test(place.id) ? undefined : { droppedAt: place.at, id: place.id }
}

/** Calls for help that ended before a human had them. */
export function recoveryRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, callbacks, clock } = house

  api.get(
    '/api/recoveries',
    {
      config: { permission: 'emergencies:read' },
      schema: {
        summary: 'Dropped calls for help, newest first, and what became of those of the last day; numbers are masked',
        tags: ['emergencies'],
        querystring: RecoveryQuery,
        response: { ...problems, 200: Recoveries },
      },
    },
    async (request, reply) => {
      const { open = null, cursor, limit = 50 } = request.query
      const before = placeIn(cursor)
      if (before === undefined) return reply.code(400).send({ error: 'invalid', details: ['querystring cursor'] })
      return recoveryList(database, { open, before, limit }, staffOf(request), sealer, clock())
    },
  )

  api.post(
    '/api/recoveries/:id/ring',
    {
      config: { permission: 'emergencies:close' },
      schema: {
        summary: 'Call the citizen now: whoever is free is offered it, then that phone rings. Stays in the audit',
        tags: ['emergencies'],
        params: Id,
        response: { ...problems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const { id: recoveryId } = request.params
      const called = await database.transact((tx) => callNow(tx, callbacks, { recoveryId }, contextOf(house, request)))
      if (called === 'in_line') return reply.code(204).send(null)
      return reply.code(called === 'unknown' ? 404 : 409).send({ error: called })
    },
  )

  api.post(
    '/api/recoveries/:id/close',
    {
      config: { permission: 'emergencies:close' },
      schema: {
        summary:
          'Nobody has to be called back any more; the reason and who gave it stay in the record and in the audit',
        tags: ['emergencies'],
        params: Id,
        body: RecoveryClosing,
        response: { ...changeProblems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const closing = { recoveryId: request.params.id, reason: request.body.reason }
      const closed = await database.transact((tx) => closeByPerson(tx, callbacks, closing, contextOf(house, request)))
      if (closed === 'closed') return reply.code(204).send(null)
      return reply.code(closed === 'unknown' ? 404 : 409).send({ error: closed })
    },
  )
}
