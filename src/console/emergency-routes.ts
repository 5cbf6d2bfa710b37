import { Type } from 'typebox'
import { closeEmergency } from '../emergency/service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Emergencies, EmergencyClosing } from './emergency-schema.ts'
import { emergencyList } from './emergency-view.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

export function emergencyRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock, site } = house
  api.get(
    '/api/emergencies',
    {
      config: { permission: 'emergencies:read' },
      schema: {
        summary: 'Emergencies that somebody has to look at, newest first, with their ladders',
        tags: ['emergencies'],
        response: { ...problems, 200: Emergencies },
      },
    },
    () => emergencyList(database, site(), sealer, clock()),
  )

  api.post(
    '/api/emergencies/:id/close',
    {
      config: { permission: 'emergencies:close' },
      schema: {
        summary: 'End its ladder; the reason and who gave it stay in the record and in the audit',
        tags: ['emergencies'],
        params: Id,
        body: EmergencyClosing,
        response: { ...changeProblems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const closing = { emergencyId: request.params.id, reason: request.body.reason.trim() }
      const closed = await database.transact((tx) => closeEmergency(tx, closing, contextOf(house, request)))
      switch (closed.outcome) {
        case 'closed':
          return reply.code(204).send(null)
        case 'closed_already':
          return reply.code(409).send({ error: 'closed_already' })
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
      }
    },
  )
}
