import { Type } from 'typebox'
import { closeEmergency } from '../emergency/service.ts'
import { staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Emergencies, EmergencyClosing, Handover } from './emergency-schema.ts'
import { emergencyList } from './emergency-view.ts'
import { handoverView } from './handover-view.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

/** `publicUrl`: the house's own address, by which documents name who sends them. */
export function emergencyRoutes(api: Api, house: ConsoleHouse, publicUrl: string): void {
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

  api.get(
    '/api/emergencies/:id/handover',
    {
      config: { permission: 'emergencies:hand-over' },
      schema: {
        summary: 'What, where and callback number for whoever takes it over; each opening stays in the audit',
        tags: ['emergencies'],
        params: Id,
        response: { ...problems, 200: Handover, 404: Problem },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const context = contextOf(house, request)
      const viewer = staffOf(request)
      const shown = await database.transact((tx) => handoverView(tx, { house, publicUrl }, id, viewer, context))
      if (shown === null) return reply.code(404).send({ error: 'unknown' })
      // Nobody's cache keeps a number.
      return reply.header('cache-control', 'no-store').send(shown)
    },
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
