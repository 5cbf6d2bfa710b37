import { Type } from 'typebox'
import { cancelCallback, hastenCallback } from '../dispatch/callback-service.ts'
import { staffOf } from '../identity/guard.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { CallbackQuery, Callbacks, Cancelling } from './callback-schema.ts'
import { callbackList } from './callback-view.ts'
import { changeProblems, Id, Problem, problems } from './shapes.ts'

/** Who hung up and was promised a call. */
export function callbackRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, callbacks } = house

  api.get(
    '/api/callbacks',
    {
      config: { permission: 'calls:read' },
      schema: {
        summary: 'Promised callbacks, newest first; numbers are masked',
        tags: ['callbacks'],
        querystring: CallbackQuery,
        response: { ...problems, 200: Callbacks },
      },
    },
    (request) => {
      const { open = null, before, limit = 50 } = request.query
      const page = { open, limit, before: before === undefined ? null : Date.parse(before) }
      return callbackList(database, page, staffOf(request), sealer)
    },
  )

  api.post(
    '/api/callbacks/:id/ring',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'Ring again now, instead of after the rest: back into line at its old place',
        tags: ['callbacks'],
        params: Id,
        response: { ...problems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const hastened = await database.transact((tx) =>
        hastenCallback(tx, callbacks, request.params.id, contextOf(house, request)),
      )
      if (hastened === 'in_line') return reply.code(204).send(null)
      return reply.code(hastened === 'unknown' ? 404 : 409).send({ error: hastened })
    },
  )

  api.post(
    '/api/callbacks/:id/cancel',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'Take the promise back; the reason and who gave it stay in the record',
        tags: ['callbacks'],
        params: Id,
        body: Cancelling,
        response: { ...changeProblems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const cancelling = { callbackId: request.params.id, reason: request.body.reason }
      const cancelled = await database.transact((tx) =>
        cancelCallback(tx, callbacks, cancelling, contextOf(house, request)),
      )
      switch (cancelled) {
        case 'cancelled':
          return reply.code(204).send(null)
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
        case 'talking':
        case 'reason_wanted':
          return reply.code(409).send({ error: cancelled })
      }
    },
  )
}
