import { randomInt } from 'node:crypto'
import { ownerOf } from '../agencies/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import { publish } from '../platform/outbox.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { codeOf, lowestSerial, readCode, serialLimit } from './code.ts'
import * as history from './event-store.ts'
import * as store from './store.ts'
import {
  type Action,
  type Channel,
  capacitiesOf,
  type Refusal,
  step,
  type Ticket,
  type TicketFields,
} from './ticket.ts'

export type { TicketEvent } from './event-store.ts'
export type { TicketFilter } from './store.ts'

/** What other rooms hear of tickets, through the outbox; each carries `{ ticketId }`. */
export const topics = ['ticket.opened', 'ticket.answered', 'ticket.closed', 'ticket.reopened'] as const

const isTopic = (event: string): event is (typeof topics)[number] => (topics as readonly string[]).includes(event)

function tell(
  tx: Tx,
  ticketId: string,
  kind: string,
  facts: Readonly<Record<string, unknown>>,
  { now, actor }: Context,
) {
  history.addEvent(tx, ticketId, { at: now, kind, actor, facts })
  if (isTopic(kind)) publish(tx, { topic: kind, payload: { ticketId } }, { now, actor })
}

export type NewTicket = {
  /** The contact that it comes from (for a call its CallSid): one contact has one ticket. Null when a person writes it. */
  readonly contact: string | null
  readonly channel: Channel
  readonly citizenId: string | null
  readonly kind: string
  /** Absent, unknown or retired: the coordinator owns it. */
  readonly ownerAgencyId?: string
}

export type OpenedTicket = { readonly id: string; readonly code: string; readonly outcome: 'opened' | 'known' }

// With a million tickets one draw in nine meets a taken code; ten in a row are one in three thousand million.
const draws = 10

/** Opens the contact's ticket, or gives the one that it has. */
export async function openTicket(tx: Tx, input: NewTicket, ctx: Context): Promise<OpenedTicket> {
  const { contact, ownerAgencyId = null, ...rest } = input
  for (let draw = 0; draw < draws; draw++) {
    const code = codeOf(randomInt(lowestSerial, serialLimit))
    const opening = { ...rest, contact, ownerAgencyId, id: newId(), code, openedAt: ctx.now, actor: ctx.actor }
    const ticket = await store.open(tx, opening)
    if (ticket !== null) {
      publish(tx, { topic: 'ticket.opened', payload: { ticketId: ticket.id } }, ctx)
      return { id: ticket.id, code: ticket.code, outcome: 'opened' }
    }
    const known = contact === null ? null : await store.findByContact(tx, contact)
    if (known !== null) return { id: known.id, code: known.code, outcome: 'known' }
  }
  throw new Error('No free ticket code was drawn')
}

export type Changed =
  | { readonly outcome: 'done'; readonly ticket: Ticket }
  /** Somebody changed it since it was read. */
  | { readonly outcome: 'stale'; readonly ticket: Ticket }
  | { readonly outcome: 'refused'; readonly why: Refusal | 'no_such_agency'; readonly ticket: Ticket }
  | { readonly outcome: 'unknown' }

export type Filling = {
  readonly ticketId: string
  readonly fields: Partial<TicketFields>
  /** Fields that were given in confidence: the timeline tells that they were, and not what. */
  readonly inConfidence?: readonly (keyof TicketFields)[]
  /** Follows the topic; of effect only while nobody has taken the ticket up. */
  readonly ownerAgencyId?: string
  /** The version that the writer saw; without it the last writer wins, field by field. */
  readonly version?: number
}

/** Adds what became known. A field that is not named keeps what it has; nothing is ever emptied. */
export async function fillTicket(tx: Tx, input: Filling, ctx: Context): Promise<Changed> {
  const { ticketId, fields, ownerAgencyId = null, version = null, inConfidence = [] } = input
  const ticket = await store.fill(tx, ticketId, fields, ownerAgencyId, version)
  if (ticket === null) {
    const present = await store.findById(tx, ticketId)
    return present === null ? { outcome: 'unknown' } : { outcome: 'stale', ticket: present }
  }
  const told = { ...fields, ...Object.fromEntries(inConfidence.map((field) => [field, '***'])) }
  tell(tx, ticketId, 'ticket.filled', { fields: told, owner: ticket.ownerAgencyId }, ctx)
  return { outcome: 'done', ticket }
}

/** Who does it: the house itself, or staff with their roles. */
export type Doer = 'system' | { readonly roles: readonly string[]; readonly agencyId: string | null }

export type Doing = { readonly ticketId: string; readonly by: Doer; readonly version?: number }

/** Takes one step of the table in `ticket.ts`, with its event; every way of changing a ticket's stage comes through here. */
export async function takeStep(
  tx: Tx,
  { ticketId, by, version, action }: Doing & { action: Action },
  ctx: Context,
): Promise<Changed> {
  const ticket = await store.lock(tx, ticketId)
  if (ticket === null) return { outcome: 'unknown' }
  if (version !== undefined && version !== ticket.version) return { outcome: 'stale', ticket }
  const owner = await ownerOf(tx, action.do === 'assign' ? action.agencyId : null)
  if (action.do === 'assign' && owner.id !== action.agencyId)
    return { outcome: 'refused', why: 'no_such_agency', ticket }
  const taken = step(ticket, action, { capacities: capacitiesOf(by, ticket), coordinatorId: owner.id, now: ctx.now })
  if (taken.outcome === 'refused') return { outcome: 'refused', why: taken.why, ticket }
  store.move(tx, ticketId, taken.progress)
  tell(tx, ticketId, taken.event, taken.facts, ctx)
  return { outcome: 'done', ticket: { ...ticket, ...taken.progress } }
}

/** To a named agency; anything else is refused. */
export const assignTicket = (
  tx: Tx,
  { agencyId, reason, ...doing }: Doing & { agencyId: string; reason?: string },
  ctx: Context,
) => takeStep(tx, { ...doing, action: { do: 'assign', agencyId, ...(reason === undefined ? {} : { reason }) } }, ctx)

/** What the citizen is told. */
export const answerTicket = (tx: Tx, { text, ...doing }: Doing & { text: string }, ctx: Context) =>
  takeStep(tx, { ...doing, action: { do: 'answer', text } }, ctx)

export const closeTicket = (tx: Tx, { reason, ...doing }: Doing & { reason: string }, ctx: Context) =>
  takeStep(tx, { ...doing, action: { do: 'close', reason } }, ctx)

/** Adds a remark to the timeline; the ticket itself stays as it is. */
export async function noteTicket(
  tx: Tx,
  { ticketId, text }: { ticketId: string; text: string },
  ctx: Context,
): Promise<Changed> {
  const ticket = await store.findById(tx, ticketId)
  if (ticket === null) return { outcome: 'unknown' }
  tell(tx, ticketId, 'ticket.noted', { text }, ctx)
  return { outcome: 'done', ticket }
}

/**
 * Takes the open tickets of retired agencies back to the coordinator. Runs at start and as the janitor of ownership;
 * a row that somebody is changing waits for the next round.
 */
export async function reclaimTickets(tx: Tx, ctx: Context): Promise<number> {
  const tickets = await store.lockOfRetired(tx)
  if (tickets.length === 0) return 0
  const coordinator = await ownerOf(tx, null)
  for (const ticket of tickets) {
    const stage = ticket.stage === 'assigned' || ticket.stage === 'in_progress' ? 'verified' : ticket.stage
    store.move(tx, ticket.id, { ...ticket, stage, ownerAgencyId: coordinator.id, version: ticket.version + 1 })
    tell(
      tx,
      ticket.id,
      'ticket.reclaimed',
      { from: ticket.ownerAgencyId, to: coordinator.id, reason: 'agency_retired' },
      ctx,
    )
  }
  return tickets.length
}

export type Status = {
  readonly stage: Ticket['stage']
  readonly openedAt: number
  readonly dueAt: number
  readonly agency: string
}

/** What a caller hears of a ticket by its number; a number that cannot be one is not looked up. */
export async function statusOf(reader: Reader, code: string): Promise<Status | null> {
  const read = readCode(code)
  return read === null ? null : store.status(reader, read)
}

export type TicketWithEvents = Ticket & { readonly events: readonly history.TicketEvent[] }

/** By its number, with everything that happened to it. */
export async function findTicket(reader: Reader, code: string): Promise<TicketWithEvents | null> {
  const read = readCode(code)
  const ticket = read === null ? null : await store.findByCode(reader, read)
  return ticket === null ? null : { ...ticket, events: await history.events(reader, ticket.id) }
}

export const ticketById = (reader: Reader, id: string): Promise<Ticket | null> => store.findById(reader, id)

/** The ticket of a contact, for a call its CallSid. */
export const ticketOfContact = (reader: Reader, contact: string): Promise<Ticket | null> =>
  store.findByContact(reader, contact)

/** The codes of many contacts at once, for lists of calls. */
export const ticketCodesOf = (reader: Reader, contacts: readonly string[]) => store.codesOf(reader, contacts)

/** Newest first. */
export const listTickets = (reader: Reader, filter: store.TicketFilter): Promise<readonly Ticket[]> =>
  store.list(reader, filter)
