/** Drills: a ladder is tried as a whole, its marked phones hear that it is one. */
import { startDrill, stopDrill } from '../emergency/drill-service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { DrillOrder, Drills } from './drill-schema.ts'
import { drillsView } from './drill-view.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

export function drillRoutes(api: Api, house: ConsoleHouse): void {
  const { administration, clock, database } = house
  const view = () => drillsView(database, administration.ladders(clock()))

  api.get(
    '/api/drills',
    {
      config: { permission: 'drills:run' },
      schema: {
        summary: 'Ladders that can be drilled at this hour, and the last drills with what was measured',
        tags: ['administration'],
        response: { ...problems, 200: Drills },
      },
    },
    view,
  )

  api.post(
    '/api/drills',
    {
      config: { permission: 'drills:run' },
      schema: {
        summary:
          'Ring the marked rungs of a ladder one after the other; each hears that it is a drill. Stays in the audit',
        tags: ['administration'],
        body: DrillOrder,
        response: { ...changeProblems, 202: Drills, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const ladder = administration.ladders(clock()).find(({ kind }) => kind === request.body.ladder)
      if (ladder === undefined) return reply.code(404).send({ error: 'unknown' })
      const started = await database.transact((tx) => startDrill(tx, ladder, contextOf(house, request)))
      switch (started.outcome) {
        case 'started':
          return reply.code(202).send(await view())
        case 'too_often': {
          const { retryAfterSeconds } = started
          return reply
            .header('retry-after', retryAfterSeconds)
            .code(429)
            .send({ error: 'too_often', retryAfterSeconds })
        }
        case 'running':
          return reply.code(409).send({ error: 'drill_running' })
        case 'needed':
          return reply.code(409).send({ error: 'emergency_stands' })
        case 'nothing_marked':
          return reply.code(409).send({ error: 'nothing_marked' })
      }
    },
  )

  api.post(
    '/api/drills/:id/stop',
    {
      config: { permission: 'drills:run' },
      schema: {
        summary: 'End a drill; whoever is on the phone is let go. Stays in the audit',
        tags: ['administration'],
        params: Id,
        response: { ...problems, 200: Drills, 404: Problem },
      },
    },
    async (request, reply) => {
      const stopped = await database.transact((tx) => stopDrill(tx, request.params.id, contextOf(house, request)))
      return stopped ? view() : reply.code(404).send({ error: 'unknown' })
    },
  )
}
