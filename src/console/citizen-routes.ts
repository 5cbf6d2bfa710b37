import { openCitizen } from '../citizens/service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Citizen, CitizenOpening } from './citizen-schema.ts'
import { changeProblems, Id, iso, Problem } from './shapes.ts'

export function citizenRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer } = house
  // A POST, because it is a deed that is recorded, and a reason has no place in an address that proxies log.
  api.post(
    '/api/citizens/:id/openings',
    {
      config: { permission: 'citizens:open' },
      schema: {
        summary: "Open a citizen's number; the reason and who asked stay in the audit",
        tags: ['citizens'],
        params: Id,
        body: CitizenOpening,
        response: { ...changeProblems, 200: Citizen, 404: Problem },
      },
    },
    async (request, reply) => {
      const input = { citizenId: request.params.id, reason: request.body.reason }
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
