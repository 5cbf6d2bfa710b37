/** What a step of the flow needs of the outside before it can go on: a ticket, something looked up, a callback. */

import { know } from '../citizens/service.ts'
import type { Entry } from '../conversations/call-store.ts'
import { numberGiven } from '../dispatch/callback.ts'
import { askCallback, askCallbackByText } from '../dispatch/callback-service.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Need, NeedResult, TicketFields as WantedFields } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { attachTicket } from '../tickets/incident-service.ts'
import { fillTicket, openTicket, ticketById } from '../tickets/service.ts'
import { privacies, type TicketFields } from '../tickets/ticket.ts'
import type { Dialogue } from './dialogue.ts'
import { houseKinds } from './effects.ts'
import type { SessionsHouse } from './house.ts'
import { lookUp } from './lookup-service.ts'
import { secretsOf } from './secrets.ts'

/** The contact's one ticket, opened when it is first needed. */
export async function ensureTicket(tx: Tx, dialogue: Dialogue, kind: string | null, context: Context) {
  const { citizenId, contact = dialogue.id } = dialogue.caller
  const channel = dialogue.state.channel === 'text' ? 'sms' : 'voice'
  const opened = await openTicket(tx, { contact, channel, citizenId, kind: kind ?? houseKinds.unknown }, context)
  if (opened.outcome === 'known' && kind !== null) {
    await fillTicket(tx, { ticketId: opened.id, fields: { kind } }, context)
  }
  return opened
}

export type Asking = {
  readonly flow: Flow
  /** As it was before the step, but for its ticket. */
  readonly dialogue: Dialogue
  /** As the step has left it. */
  readonly session: Session
  /** When the call or the text arrived, in milliseconds since 1970. */
  readonly arrivedAt: number
}

export type Given = {
  readonly result: NeedResult
  /** The ticket that it made or found. */
  readonly ticketId: string | null
  /** For the timeline. */
  readonly entries: readonly Entry[]
}

/** What the outside answers to a step's need. */
export async function give(tx: Tx, house: SessionsHouse, asking: Asking, need: Need, context: Context): Promise<Given> {
  switch (need.need) {
    case 'lookup': {
      const looked = await lookUp(tx, house, { need, flow: asking.flow, session: asking.session }, context)
      return { ...looked, ticketId: need.lookup === 'ticket' ? await asked(tx, asking, context) : null }
    }
    case 'callback':
      return promise(tx, house, asking, need, context)
    case 'ticket':
      return openFilled(tx, house, asking, need.fields, context)
  }
}

/** Who calls to ask how a ticket stands has a ticket for that, which the line closes itself; a text is answered and leaves nothing to do. */
async function asked(tx: Tx, { dialogue }: Asking, context: Context): Promise<string | null> {
  if (dialogue.state.channel === 'text') return null
  const present = dialogue.ticketId === null ? null : await ticketById(tx, dialogue.ticketId)
  // A complaint in the same call stays a complaint.
  const isOpen = present === null || present.kind === houseKinds.unknown
  return (await ensureTicket(tx, dialogue, isOpen ? houseKinds.status : null, context)).id
}

async function promise(
  tx: Tx,
  house: SessionsHouse,
  { dialogue, session, arrivedAt }: Asking,
  { lane, number }: Extract<Need, { need: 'callback' }>,
  context: Context,
): Promise<Given> {
  const { citizenId } = dialogue.caller
  const asking = { callSid: dialogue.id, citizenId, number, lane, language: session.language, arrivedAt }
  const ask = session.channel === 'text' ? askCallbackByText : askCallback
  const { outcome } = await ask(tx, house.callbacks, asking, context)
  return { result: { need: 'callback', granted: outcome === 'granted' }, ticketId: null, entries: [] }
}

/** Of another number only whose it is: the number itself stays with the citizen, sealed. */
async function contactAt(tx: Tx, house: SessionsHouse, number: string | undefined, context: Context) {
  const caller = number === undefined ? null : numberGiven(number)
  return caller === null ? null : (await know(tx, { caller }, house.sealer, context)).citizenId
}

const isPrivacy = (text: string | undefined): text is TicketFields['privacy'] =>
  (privacies as readonly (string | undefined)[]).includes(text)

type Filled = Partial<TicketFields>

/** Which fields hold something that the caller gave in confidence. */
function inConfidence(fields: Filled, secrets: ReadonlySet<string>): readonly (keyof TicketFields)[] {
  const names = Object.keys(fields) as (keyof TicketFields)[]
  return names.filter((name) => secrets.has(fields[name] ?? ''))
}

async function openFilled(
  tx: Tx,
  house: SessionsHouse,
  { dialogue, session }: Asking,
  wanted: WantedFields,
  context: Context,
): Promise<Given> {
  const { privacy, callbackNumber, incident, ...plain } = wanted
  const opened = await ensureTicket(tx, dialogue, null, context)
  const contactCitizenId = await contactAt(tx, house, callbackNumber, context)
  const fields: Filled = {
    ...plain,
    ...(isPrivacy(privacy) ? { privacy } : {}),
    ...(contactCitizenId === null ? {} : { contactCitizenId }),
  }
  const agency = plain.topic === undefined ? null : (house.topic(plain.topic)?.agency ?? null)
  const owner = agency === null ? {} : { ownerAgencyId: agency }
  const filling = { ticketId: opened.id, fields, inConfidence: inConfidence(fields, secretsOf(session)), ...owner }
  await fillTicket(tx, filling, context)
  if (incident !== undefined)
    await attachTicket(tx, { incidentId: incident, ticketId: opened.id, by: 'system' }, context)
  return { result: { need: 'ticket', code: opened.code }, ticketId: opened.id, entries: [] }
}
