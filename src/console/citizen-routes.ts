import { Type } from 'typebox'
import { openCitizen } from '../citizens/service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Citizen, CitizenQuery, iso, Problem, problems } from './schema.ts'

export function citizenRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer } = house
  api.get(
    '/api/citizens/:id',
    {
      config: { permission: 'citizens:open' },
      schema: {
        summary: "Open a citizen's number; the reason and who asked stay in the audit",
        tags: ['citizens'],
        params: Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }) }),
        querystring: CitizenQuery,
        response: { ...problems, 200: Citizen, 404: Problem },
      },
    },
    async (request, reply) => {
      const input = { citizenId: request.params.id, reason: request.query.reason }
      const opened = await database.transact((tx) => openCitizen(tx, input, sealer, contextOf(house, request)))
      switch (opened.outcome) {
        case 'opened': {
          const { firstSeenAt, lastSeenAt, ...citizen } = opened.citizen
          // Nobody's cache keeps a number.
          reply.header('cache-control', 'no-store')
          return { ...citizen, firstSeenAt: iso(firstSeenAt), lastSeenAt: iso(lastSeenAt) }
        }
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
        case 'reason_wanted':
          return reply.code(400).send({ error: 'reason_wanted' })
      }
    },
  )
}
