import { Type } from 'typebox'
import { endWrapUp, extendWrapUp, tellDisposition } from '../dispatch/wrap-up-service.ts'
import { staffOf } from '../identity/guard.ts'
import { fileDraft } from '../tickets/draft-service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Ending, MoreTime, WritingTime } from './desk-wrap-up-schema.ts'
import { changeProblems, Id, iso, Problem } from './shapes.ts'

/** After a conversation: how it ended, and how long there is to write. */
export function deskWrapUpRoutes(api: Api, house: ConsoleHouse): void {
  const { database, dispatch, site } = house
  const ownerOf = (topic: string) => site().topics.find(({ id }) => id === topic)?.agencyId

  api.put(
    '/api/offers/:id/disposition',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'How my conversation ended; what was written goes into the ticket',
        tags: ['desk'],
        params: Id,
        body: Ending,
        response: { ...changeProblems, 204: Type.Null(), 404: Problem },
      },
    },
    async (request, reply) => {
      const { disposition, note, ready = false } = request.body
      const staffId = staffOf(request).id
      const ending = { offerId: request.params.id, staffId, disposition, note: note?.trim() ?? null }
      const ctx = contextOf(house, request)
      const told = await database.transact(async (tx) => {
        const callSid = await tellDisposition(tx, ending, ctx)
        if (callSid !== null && ready) await endWrapUp(tx, dispatch, { staffId }, ctx)
        if (callSid !== null) await fileDraft(tx, { contact: callSid, ownerOf }, ctx)
        return callSid !== null
      })
      return told ? reply.code(204).send(null) : reply.code(404).send({ error: 'unknown' })
    },
  )

  api.post(
    '/api/presence/me/wrap-up',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'More time to write, from now on',
        tags: ['desk'],
        body: MoreTime,
        response: { ...changeProblems, 200: WritingTime, 409: Problem },
      },
    },
    async (request, reply) => {
      const wanted = { staffId: staffOf(request).id, seconds: request.body.seconds }
      const until = await database.transact((tx) => extendWrapUp(tx, wanted, contextOf(house, request)))
      return until === null ? reply.code(409).send({ error: 'not_writing' }) : { until: iso(until) }
    },
  )
}
