import { Type } from 'typebox'
import { can, staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { CallViewKeeping, CallViews } from './call-views-schema.ts'
import { callViews, dropCallView, keepCallView } from './call-views-service.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

export function callViewsRoutes(api: Api, house: ConsoleHouse): void {
  const { database } = house
  api.get(
    '/api/call-views',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'Filters of calls that I keep, and those that are shared with everybody',
        tags: ['calls'],
        response: { ...problems, 200: CallViews },
      },
    },
    async (request) => ({ views: await callViews(database, staffOf(request).id) }),
  )

  api.post(
    '/api/call-views',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'Keep a filter under a name; under a name that I have it replaces what was there',
        tags: ['calls'],
        body: CallViewKeeping,
        response: { ...changeProblems, 201: Type.Object({ id: Type.String() }), 403: Problem },
      },
    },
    async (request, reply) => {
      const { name, isShared = false, filter } = request.body
      if (isShared && !can(request, 'calls:share-views')) return reply.code(403).send({ error: 'not_allowed' })
      const view = { staffId: staffOf(request).id, name: name.trim(), isShared, filter }
      const id = await database.transact((tx) => keepCallView(tx, view, contextOf(house, request)))
      return reply.code(201).send({ id })
    },
  )

  api.delete(
    '/api/call-views/:id',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'Keep a view of mine no longer',
        tags: ['calls'],
        params: Id,
        response: { ...problems, 204: Type.Null(), 404: Problem },
      },
    },
    async (request, reply) => {
      const view = { id: request.params.id, staffId: staffOf(request).id }
      const { outcome } = await database.transact((tx) => dropCallView(tx, view))
      return outcome === 'dropped' ? reply.code(204).send(null) : reply.code(404).send({ error: 'unknown' })
    },
  )
}
