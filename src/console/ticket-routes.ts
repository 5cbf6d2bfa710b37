import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { listAgencies } from '../agencies/service.ts'
import { can, staffOf } from '../identity/guard.ts'
import type { Permission } from '../identity/permission.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import * as tickets from '../tickets/service.ts'
import type { Action } from '../tickets/ticket.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { fieldSentence, unknownField } from './console-site.ts'
import { decodeCursor, paged } from './cursor.ts'
import { changeProblems, Problem, problems } from './shapes.ts'
import * as schema from './ticket-schema.ts'
import { ticketRows, ticketView } from './ticket-view.ts'

/** An agency's officer sees what the agency owns; for others' tickets the answer is that there is none. */
const mayRead = (request: FastifyRequest, { ownerAgencyId }: { readonly ownerAgencyId: string }) =>
  can(request, 'tickets:read-all') || ownerAgencyId === staffOf(request).agencyId

type Change = (tx: Tx, ticketId: string, ctx: Context) => Promise<tickets.Changed>

export function ticketRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock, site } = house
  const answers = {
    ...changeProblems,
    200: schema.Ticket,
    404: Problem,
    409: Problem,
    422: Problem,
  }

  async function show(request: FastifyRequest, reply: FastifyReply, code: string) {
    const ticket = await tickets.findTicket(database, code)
    if (ticket === null || !mayRead(request, ticket)) return reply.code(404).send({ error: 'unknown' })
    return ticketView(database, ticket, staffOf(request), sealer, clock())
  }

  /** Changes a ticket that the person may see, and shows it as it is then. */
  async function change(request: FastifyRequest, reply: FastifyReply, code: string, work: Change) {
    const ticket = await tickets.findTicket(database, code)
    if (ticket === null || !mayRead(request, ticket)) return reply.code(404).send({ error: 'unknown' })
    const changed = await database.transact((tx) => work(tx, ticket.id, contextOf(house, request)))
    switch (changed.outcome) {
      case 'done': {
        // Shown also to those who have just given it away: they see what became of it.
        const events = (await tickets.findTicket(database, code))?.events ?? ticket.events
        return ticketView(database, { ...changed.ticket, events }, staffOf(request), sealer, clock())
      }
      case 'stale':
        return reply.code(409).send({ error: 'stale' })
      case 'refused':
        return reply.code(422).send({ error: changed.why })
      case 'unknown':
        return reply.code(404).send({ error: 'unknown' })
    }
  }

  const route = <Body extends TSchema>(permission: Permission, summary: string, body: Body) => ({
    config: { permission },
    schema: { summary, tags: ['tickets'], params: schema.Code, body, response: answers },
  })
  const step = (request: FastifyRequest, version: number, action: Action): Change => {
    return (tx, ticketId, ctx) => tickets.takeStep(tx, { ticketId, by: staffOf(request), version, action }, ctx)
  }

  api.get(
    '/api/tickets',
    {
      config: { permission: 'tickets:read' },
      schema: {
        summary: 'Tickets, newest first; officers of an agency get those of their agency',
        tags: ['tickets'],
        querystring: schema.TicketQuery,
        response: { ...problems, 200: schema.TicketPage },
      },
    },
    async (request, reply) => {
      const { cursor, limit = 50, agency, overdue, ...filter } = request.query
      const before = cursor === undefined ? undefined : decodeCursor(cursor)
      if (before === null) return reply.code(400).send({ error: 'invalid', details: ['cursor'] })
      const agencyId = can(request, 'tickets:read-all') ? agency : (staffOf(request).agencyId ?? '')
      const now = clock()
      const found = await tickets.listTickets(database, {
        ...filter,
        limit,
        ...(agencyId === undefined ? {} : { agencyId }),
        ...(overdue === true ? { dueBefore: now } : {}),
        ...(before === undefined ? {} : { before: { openedAt: before.at, id: before.id } }),
      })
      const { next } = paged(found, limit, ({ openedAt, id }) => ({ at: openedAt, id }))
      return { tickets: [...(await ticketRows(database, found, staffOf(request), sealer, now))], next }
    },
  )

  api.get(
    '/api/tickets/:code',
    {
      config: { permission: 'tickets:read' },
      schema: {
        summary: 'One ticket with everything that happened to it',
        tags: ['tickets'],
        params: schema.Code,
        response: answers,
      },
    },
    (request, reply) => show(request, reply, request.params.code),
  )

  api.patch(
    '/api/tickets/:code',
    route(
      'tickets:fill',
      'Add what became known; until somebody takes the ticket up, its owner follows the topic',
      schema.TicketFilling,
    ),
    async (request, reply) => {
      const { version, ...fields } = request.body
      const region = site()
      const problem = unknownField(region, fields)
      if (problem !== null) {
        const [message, details] = [fieldSentence(problem), [...problem.there]]
        return reply.code(422).send({ error: `unknown_${problem.field}`, message, details })
      }
      const owner = region.topics.find(({ id }) => id === fields.topic)?.agencyId
      const filling = { fields, version, ...(owner === undefined ? {} : { ownerAgencyId: owner }) }
      return change(request, reply, request.params.code, (tx, ticketId, ctx) =>
        tickets.fillTicket(tx, { ticketId, ...filling }, ctx),
      )
    },
  )

  api.post(
    '/api/tickets/:code/notes',
    route('tickets:note', 'Add a remark to the timeline', schema.TicketNote),
    (request, reply) =>
      change(request, reply, request.params.code, (tx, ticketId, ctx) =>
        tickets.noteTicket(tx, { ticketId, text: request.body.text }, ctx),
      ),
  )

  api.post(
    '/api/tickets/:code/assignment',
    route('tickets:step', 'Hand it to a named agency', schema.TicketAssignment),
    (request, reply) => {
      const { version, ...assignment } = request.body
      return change(request, reply, request.params.code, step(request, version, { do: 'assign', ...assignment }))
    },
  )

  api.post(
    '/api/tickets/:code/answer',
    route('tickets:step', 'Answer the citizen', schema.TicketAnswer),
    (request, reply) => {
      const { version, text } = request.body
      return change(request, reply, request.params.code, step(request, version, { do: 'answer', text }))
    },
  )

  api.post(
    '/api/tickets/:code/closing',
    route('tickets:step', 'Close it, with a reason', schema.TicketClosing),
    (request, reply) => {
      const { version, reason } = request.body
      return change(request, reply, request.params.code, step(request, version, { do: 'close', reason }))
    },
  )

  api.post(
    '/api/tickets/:code/steps',
    route('tickets:step', 'Verify, begin, hand back to the coordinator, or reopen', schema.TicketStep),
    (request, reply) => {
      const { version, ...action } = request.body
      return change(request, reply, request.params.code, step(request, version, action as Action))
    },
  )

  api.get(
    '/api/agencies',
    {
      config: { permission: 'tickets:read' },
      schema: {
        summary: 'Who can own a ticket',
        tags: ['tickets'],
        response: { ...problems, 200: schema.Agencies },
      },
    },
    async () => ({ agencies: [...(await listAgencies(database))] }),
  )
}
