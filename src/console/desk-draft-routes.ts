import type { FastifyRequest } from 'fastify'
import { findCall } from '../conversations/service.ts'
import { extendWrapUp } from '../dispatch/wrap-up-service.ts'
import { staffOf } from '../identity/guard.ts'
import type { Draft as Kept, Writing } from '../tickets/draft.ts'
import { draftOf, writeDraft } from '../tickets/draft-service.ts'
import type { Ticket } from '../tickets/ticket.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { CallSid } from './call-schema.ts'
import { fieldSentence, unknownField } from './console-site.ts'
import { Draft, DraftAnswer, DraftWriting } from './desk-draft-schema.ts'
import { changeProblems, Problem, problems } from './shapes.ts'

/** Whoever writes is not given the next caller in mid-word. */
const secondsAfterALetter = 20

/** A draft's fields, and for those that it does not have the ticket's. */
function shown(ticket: Ticket | null, { version, fields }: Kept): Draft {
  const of = (field: keyof Draft['fields']) => fields[field]?.value ?? ticket?.[field] ?? ''
  return {
    ticketCode: ticket?.code ?? null,
    version,
    fields: {
      kind: of('kind'),
      topic: of('topic'),
      district: of('district'),
      place: of('place'),
      description: of('description'),
      urgency: of('urgency'),
    },
  }
}

/** The ticket that is written while the caller speaks, saved letter by letter. */
export function deskDraftRoutes(api: Api, house: ConsoleHouse): void {
  const { database, site } = house

  api.get(
    '/api/calls/:callSid/draft',
    {
      config: { permission: 'tickets:fill' },
      schema: {
        summary: "What is written in the call's ticket now, also what was not filed yet",
        tags: ['desk'],
        params: CallSid,
        response: { ...problems, 200: Draft, 404: Problem },
      },
    },
    async (request, reply) => {
      const { callSid } = request.params
      if ((await findCall(database, callSid)) === null) return reply.code(404).send({ error: 'unknown' })
      const { ticket, draft } = await draftOf(database, callSid)
      return shown(ticket, draft)
    },
  )

  /** The wrap-up first: operators are locked before tickets. */
  function save(request: FastifyRequest, contact: string, citizenId: string | null, writing: Writing) {
    const ctx = contextOf(house, request)
    return database.transact(async (tx) => {
      await extendWrapUp(tx, { staffId: staffOf(request).id, seconds: secondsAfterALetter }, ctx)
      return writeDraft(tx, { contact, channel: 'voice', citizenId, kind: 'unknown', writing }, ctx)
    })
  }

  api.patch(
    '/api/calls/:callSid/draft',
    {
      config: { permission: 'tickets:fill' },
      schema: {
        summary: 'Save what was written; the first letter opens the ticket',
        description:
          'Sent again after a lost answer it changes nothing. What another page has written is never overwritten unseen.',
        tags: ['desk'],
        params: CallSid,
        body: DraftWriting,
        response: { ...changeProblems, 200: DraftAnswer, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const { callSid } = request.params
      const { topic, district } = request.body.fields
      const problem = unknownField(site(), { ...(topic ? { topic } : {}), ...(district ? { district } : {}) })
      if (problem !== null) {
        const [message, details] = [fieldSentence(problem), [...problem.there]]
        return reply.code(422).send({ error: `unknown_${problem.field}`, message, details })
      }
      const call = await findCall(database, callSid)
      if (call === null) return reply.code(404).send({ error: 'unknown' })
      const { ticket, draft, conflicts } = await save(request, callSid, call.citizenId, request.body)
      return { ...shown(ticket, draft), conflicts: [...conflicts] }
    },
  )
}
