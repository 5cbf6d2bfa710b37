import type { FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { validate as isUuid } from 'uuid'
import { holdCitizen, muteParticipant } from '../conversations/control-service.ts'
import { bringInColleague, bringInContact, type Led, legOf, lockConversation } from '../dispatch/bring-in-service.ts'
import { bringInPartners } from '../emergency/bring-in-service.ts'
import { record } from '../identity/audit-service.ts'
import { can, staffOf } from '../identity/guard.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { BringingIn, Holding, Muting } from './conversation-schema.ts'
import { changeProblems, Id, Problem } from './shapes.ts'

/** Whose conversation it is, and who asks. */
type Asking = { readonly tx: Tx; readonly led: Led; readonly legId: string | null; readonly context: Context }
/** A word for why it could not be; null when it was done, or was so already. */
type Done = 'over' | 'not_free' | 'unknown_contact' | 'rings_already' | null

const responses = { ...changeProblems, 202: Type.Null(), 404: Problem, 409: Problem }
const seeable = { tags: ['conversations'], params: Id, response: responses } as const

/**
 * What an operator does about a conversation in which they are, or a supervisor about anybody's. Answers 202 as soon as it is written:
 * the carrier does it a moment later, and the live channel tells.
 */
export function conversationRoutes(api: Api, house: ConsoleHouse): void {
  const { database, dispatch, conversation, site } = house

  /** The conversation and its caller's wait are locked while `work` decides. What was done stays in the audit. */
  async function lead(
    request: FastifyRequest,
    reply: FastifyReply,
    deed: string,
    work: (asking: Asking) => Promise<Done>,
  ): Promise<FastifyReply> {
    const { id } = request.params as { id: string }
    const context = contextOf(house, request)
    const outcome = await database.transact(async (tx) => {
      const led = await lockConversation(tx, id)
      if (led === null) return 'unknown'
      const legId = legOf(led, staffOf(request).id)
      // Of a conversation in which they are not, operators are told nothing.
      if (legId === null && !can(request, 'conversations:lead')) return 'unknown'
      const problem = await work({ tx, led, legId, context })
      const facts = { callSid: led.wait.callSid, ...(request.body as object | null) }
      if (problem === null)
        record(tx, { action: `conversation.${deed}`, subject: `conversation:${id}`, facts }, context)
      return problem
    })
    if (outcome === null) return reply.code(202).send(null)
    return reply.code(outcome === 'unknown' ? 404 : 409).send({ error: outcome })
  }

  function order<Body extends TSchema>(
    deed: string,
    summary: string,
    body: Body | null,
    work: (asking: Asking, body: unknown) => Promise<Done>,
  ): void {
    api.post(
      `/api/conversations/:id/${deed}`,
      {
        config: { permission: 'presence:own' },
        schema: { ...seeable, summary, ...(body === null ? {} : { body }) },
      },
      async (request, reply) => lead(request, reply, deed, (asking) => work(asking, request.body)),
    )
  }

  order('hold', 'Hold the citizen, who hears that somebody will be back', Holding, async (asking, body) => {
    const { tx, led, legId, context } = asking
    const { on } = body as { on: boolean }
    const by = legId ?? context.actor
    const done = await holdCitizen(tx, { conversationId: led.conversationId, on, by }, context)
    return done.outcome === 'over' ? 'over' : null
  })

  order('mute', 'Let nobody hear one of those who talk', Muting, async ({ tx, led, context }, body) => {
    const { leg: label, on } = body as { leg: string; on: boolean }
    const done = await muteParticipant(tx, { conversationId: led.conversationId, label, on }, context)
    return done.outcome === 'over' ? 'over' : null
  })

  order('bring-in', 'Bring in 119, a colleague who is free, or a duty phone, as a third', BringingIn, (asking, body) =>
    bringIn(asking, body as BringingIn),
  )

  async function bringIn({ tx, led, context }: Asking, { what, id }: BringingIn): Promise<Done> {
    switch (what) {
      case '119': {
        const ladders = site().ladders
        const chosen = ladders.find((each) => each.id === id)?.id
        const bringing = { callSid: led.wait.callSid, ladder: chosen ?? ladders[0]?.id ?? '' }
        const done = await bringInPartners(tx, { ...bringing, isChosen: chosen !== undefined }, context)
        return done ? null : 'over'
      }
      case 'staff': {
        if (id === undefined || !isUuid(id)) return 'not_free'
        return (await bringInColleague(tx, dispatch, led, id, context)) ? null : 'not_free'
      }
      case 'agency': {
        const contact = conversation.contact(id ?? '')
        if (contact === null) return 'unknown_contact'
        return (await bringInContact(tx, led, contact, context)) ? null : 'rings_already'
      }
    }
  }

  order('end', 'End my conversation as by the star key; a third goes on with the citizen', null, async (asking) => {
    const { tx, led, legId, context } = asking
    // A supervisor who is not in it ends it for all of ours.
    const legs = legId === null ? led.operators.flatMap((offer) => offer.legId ?? []) : [legId]
    const left = await Promise.all(legs.map((leg) => conversation.leave(tx, leg, context)))
    return left.some((each) => each) ? null : 'over'
  })
}
