import { Type } from 'typebox'
import { declineOffer } from '../dispatch/decline-service.ts'
import { staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { DeskNow } from './desk-schema.ts'
import { desks } from './desk-view.ts'
import { Id, iso, Problem, problems } from './shapes.ts'

/** What an operator does on the page, beside talking. */
export function deskRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock } = house

  api.get(
    '/api/desk',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'My own work now: what rings, with whom I talk, what is still to be told of the last conversation',
        description: 'The same comes by /api/live as the event `desk`, as it changes.',
        tags: ['desk'],
        response: { ...problems, 200: DeskNow, 404: Problem },
      },
    },
    async (request, reply) => {
      const { id } = staffOf(request)
      const now = clock()
      const desk = (await desks(database, [id], sealer, now)).get(id)
      return desk === undefined ? reply.code(404).send({ error: 'unknown' }) : { ...desk, at: iso(now) }
    },
  )

  api.post(
    '/api/offers/:id/decline',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'Say no to a ring of mine; the caller is offered on at once',
        tags: ['desk'],
        params: Id,
        response: { ...problems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const declining = { offerId: request.params.id, staffId: staffOf(request).id }
      const declined = await database.transact((tx) => declineOffer(tx, declining, contextOf(house, request)))
      switch (declined) {
        case 'declined':
          return reply.code(204).send(null)
        case 'over':
          return reply.code(409).send({ error: 'over' })
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
      }
    },
  )
}
