/** Incidents: told, changed and closed by people with the right; the tickets of those who call about one are attached to it. */

import * as audit from '../identity/audit-service.ts'
import { may, type Permission } from '../identity/permission.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import { publish } from '../platform/outbox.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { addEvent } from './event-store.ts'
import { type About, type Incident, type IncidentWords, incidentsNear, type Wrong, wrongWith } from './incident.ts'
import * as store from './incident-store.ts'
import type { Doer } from './service.ts'
import { lock as lockTicket } from './store.ts'

/** What other rooms hear of incidents, through the outbox; each carries `{ incidentId }`. */
export const incidentTopics = ['incident.opened', 'incident.changed', 'incident.closed'] as const
type IncidentTopic = (typeof incidentTopics)[number]

const mayDo = (by: Doer, permission: Permission): boolean => by === 'system' || may(by.roles, permission)

function tell(tx: Tx, topic: IncidentTopic, incidentId: string, facts: Record<string, unknown>, context: Context) {
  audit.record(tx, { action: topic, subject: `incident:${incidentId}`, facts }, context)
  publish(tx, { topic, payload: { incidentId } }, context)
}

function noteOn(tx: Tx, ticketId: string, kind: string, facts: Record<string, unknown>, { now, actor }: Context) {
  addEvent(tx, ticketId, { at: now, kind, actor, facts })
}

export type IncidentChanged =
  | { readonly outcome: 'done'; readonly incident: Incident }
  /** Somebody changed it since it was read. */
  | { readonly outcome: 'stale'; readonly incident: Incident }
  | { readonly outcome: 'refused'; readonly why: Wrong | 'not_allowed' | 'reason_wanted' | 'closed' }
  | { readonly outcome: 'unknown' }

const refused = <Why extends string>(why: Why) => ({ outcome: 'refused', why }) as const

/** From now on callers whom it concerns hear of it. `defaultLanguage`: the site's, in which it must have a title. */
export async function openIncident(
  tx: Tx,
  input: { readonly words: IncidentWords; readonly defaultLanguage: string; readonly by: Doer },
  context: Context,
): Promise<IncidentChanged> {
  const { words, defaultLanguage, by } = input
  if (!mayDo(by, 'incidents:lead')) return refused('not_allowed')
  const wrong = wrongWith(words, defaultLanguage, context.now)
  if (wrong !== null) return refused(wrong)
  const incident = await store.add(tx, newId(), words, context.actor)
  tell(tx, 'incident.opened', incident.id, { kind: incident.kind, districts: incident.districts }, context)
  return { outcome: 'done', incident }
}

/** Other words, places, or a later end. `version` is the one that was seen. */
export async function changeIncident(
  tx: Tx,
  input: {
    readonly incidentId: string
    readonly version: number
    readonly words: Partial<IncidentWords>
    readonly defaultLanguage: string
    readonly by: Doer
  },
  context: Context,
): Promise<IncidentChanged> {
  if (!mayDo(input.by, 'incidents:lead')) return refused('not_allowed')
  const present = await store.lock(tx, input.incidentId)
  if (present === null) return { outcome: 'unknown' }
  if (present.status === 'closed') return refused('closed')
  if (present.version !== input.version) return { outcome: 'stale', incident: present }
  const words = { ...present, ...input.words }
  const wrong = wrongWith(words, input.defaultLanguage, context.now)
  if (wrong !== null) return refused(wrong)
  const incident = await store.change(tx, present.id, words)
  if (incident === null) return { outcome: 'unknown' }
  tell(tx, 'incident.changed', incident.id, { changed: Object.keys(input.words) }, context)
  return { outcome: 'done', incident }
}

/** It is over, and callers hear no more of it. The tickets stay with it and with their owners. */
export async function closeIncident(
  tx: Tx,
  input: { readonly incidentId: string; readonly reason: string; readonly by: Doer },
  context: Context,
): Promise<IncidentChanged> {
  if (!mayDo(input.by, 'incidents:lead')) return refused('not_allowed')
  const reason = input.reason.trim()
  if (reason === '') return refused('reason_wanted')
  const incident = await store.close(tx, input.incidentId, { by: context.actor, reason }, context.now)
  if (incident === null) return (await store.find(tx, input.incidentId)) ? refused('closed') : { outcome: 'unknown' }
  tell(tx, 'incident.closed', incident.id, { reason }, context)
  return { outcome: 'done', incident }
}

/** The janitor of incidents: those that nobody closed end by themselves. Gives how many. */
export async function closeEndedIncidents(tx: Tx, context: Context): Promise<number> {
  const ended = await store.closeEnded(tx, context.now)
  for (const id of ended) tell(tx, 'incident.closed', id, { reason: 'ended' }, context)
  return ended.length
}

export type Attached =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly why: 'not_allowed' | 'closed' | 'no_such_ticket' }
  | { readonly outcome: 'unknown' }

/** This ticket is about the incident. One that was attached elsewhere moves; both stand in its timeline. */
export async function attachTicket(
  tx: Tx,
  input: { readonly incidentId: string; readonly ticketId: string; readonly by: Doer },
  context: Context,
): Promise<Attached> {
  const { incidentId, ticketId, by } = input
  if (!mayDo(by, 'incidents:attach')) return refused('not_allowed')
  const [incident, ticket] = await Promise.all([store.lock(tx, incidentId), lockTicket(tx, ticketId)])
  if (incident === null) return { outcome: 'unknown' }
  if (incident.status === 'closed') return refused('closed')
  if (ticket === null) return refused('no_such_ticket')
  const left = await store.detach(tx, ticketId, context.actor, context.now, incidentId)
  if (left !== null) noteOn(tx, ticketId, 'ticket.detached', { incident: left }, context)
  if (await store.attach(tx, incidentId, ticketId, context.actor, context.now)) {
    noteOn(tx, ticketId, 'ticket.attached', { incident: incidentId }, context)
  }
  return { outcome: 'done' }
}

/** The ticket is about something else after all. It loses nothing. */
export async function detachTicket(
  tx: Tx,
  input: { readonly ticketId: string; readonly by: Doer },
  context: Context,
): Promise<Attached> {
  if (!mayDo(input.by, 'incidents:attach')) return refused('not_allowed')
  const left = await store.detach(tx, input.ticketId, context.actor, context.now)
  if (left !== null) noteOn(tx, input.ticketId, 'ticket.detached', { incident: left }, context)
  return left === null ? { outcome: 'unknown' } : { outcome: 'done' }
}

/** Those that go on and may be what this is about, the nearest first: for a caller, and for an operator who types. */
export const findIncidents = async (reader: Reader, about: About, { now }: Context): Promise<readonly Incident[]> =>
  incidentsNear(await store.open(reader), about, now)

export const incidentById = (reader: Reader, id: string): Promise<Incident | null> => store.find(reader, id)

/** Newest first; `before` is the beginning of the last one of the page before. */
export const listIncidents = (
  reader: Reader,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly Incident[]> => store.list(reader, page.before, page.limit)

export const incidentOfTicket = (reader: Reader, ticketId: string): Promise<string | null> =>
  store.incidentOf(reader, ticketId)

/** Tickets that are attached to it, in the order in which they were. */
export const ticketsOfIncident = async (reader: Reader, incidentId: string): Promise<readonly string[]> =>
  (await store.attached(reader, incidentId)).map(({ ticket_id }) => ticket_id)
