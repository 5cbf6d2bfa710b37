import { Type } from 'typebox'
import { liftNuisance } from '../citizens/nuisance-service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Nuisance, NuisanceLift, Nuisances } from './nuisance-schema.ts'
import { nuisanceList, nuisanceView } from './nuisance-view.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

/** Numbers that were used for pranks lately: what they meet, and who takes it back. Nobody is ever blocked. */
export function nuisanceRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock } = house

  api.get(
    '/api/nuisances',
    {
      config: { permission: 'nuisance:lift' },
      schema: {
        summary:
          'Numbers that meet friction now, the heaviest first, and those from which it was lifted within a day; masked',
        tags: ['citizens'],
        response: { ...problems, 200: Nuisances },
      },
    },
    () => nuisanceList(database, sealer, clock()),
  )

  api.get(
    '/api/citizens/:id/nuisance',
    {
      config: { permission: 'citizens:open' },
      schema: {
        summary: 'What this number meets before and in a lane, and why',
        tags: ['citizens'],
        params: Id,
        response: { ...problems, 200: Nuisance },
      },
    },
    (request) => nuisanceView(database, request.params.id, sealer, clock()),
  )

  api.post(
    '/api/citizens/:id/nuisance/lift',
    {
      config: { permission: 'nuisance:lift' },
      schema: {
        summary: 'Take back what lies before this moment; the reason and who gave it stay in the audit',
        tags: ['citizens'],
        params: Id,
        body: NuisanceLift,
        response: { ...changeProblems, 204: Type.Null(), 404: Problem },
      },
    },
    async (request, reply) => {
      const lifting = { citizenId: request.params.id, reason: request.body.reason }
      const lifted = await database.transact((tx) => liftNuisance(tx, lifting, contextOf(house, request)))
      switch (lifted) {
        case 'lifted':
          return reply.code(204).send(null)
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
        case 'reason_wanted':
          return reply.code(400).send({ error: 'reason_wanted' })
      }
    },
  )
}
