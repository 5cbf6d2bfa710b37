import { type Static, Type } from 'typebox'
import { stages } from '../tickets/ticket.ts'
import { Presence } from './presence-schema.ts'
import { Severity } from './severity-schema.ts'
import { moment, oneOf, orNull } from './shapes.ts'

/** What the caller pressed and said before a human came, in order. */
const Heard = Type.Object({
  at: moment,
  kind: oneOf('pressed', 'said', 'written', 'recorded', 'answered'),
  node: Type.String({ description: 'The step that asked' }),
  option: orNull(Type.String({ description: 'The step that was chosen; of an answer the question' })),
  words: orNull(Type.String({ description: 'Keys, an answer, or a text' })),
  recordingId: orNull(Type.String()),
})

const OpenTicket = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  topic: orNull(Type.String()),
  stage: oneOf(...stages),
  openedAt: moment,
  answerDueAt: moment,
})

const TicketOfCall = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  topic: orNull(Type.String()),
  district: orNull(Type.String()),
  place: orNull(Type.String()),
  description: orNull(Type.String()),
})

/** One caller, as far as whoever answers may know. */
export const DeskCall = Type.Object({
  callSid: Type.String(),
  line: Type.String(),
  arrivedAt: moment,
  endedAt: orNull(moment),
  lane: Type.String(),
  node: orNull(Type.String()),
  caller: orNull(Type.String({ description: 'Masked; null when withheld, or told in confidence' })),
  citizenId: orNull(Type.String()),
  emergency: orNull(Type.Object({ kind: Type.String(), state: Type.String(), severity: Severity })),
  openLine: Type.Boolean({ description: 'Nothing was said or pressed on this call' }),
  heard: Type.Array(Heard),
  ticket: orNull(TicketOfCall),
  openTickets: Type.Array(OpenTicket, { description: "The citizen's other tickets that are not closed, newest first" }),
  visits: Type.Integer({ description: 'Calls of this citizen before this one' }),
})

const Offer = Type.Object({
  id: Type.String(),
  reason: Type.String({ description: 'emergency, returned, callback, longest_free, turned_to_emergency' }),
  offeredAt: moment,
  expiresAt: moment,
  call: DeskCall,
})

const Participant = Type.Object({
  leg: Type.String(),
  purpose: Type.String(),
  who: orNull(Type.String()),
  state: oneOf('placed', 'ringing', 'answered', 'talking', 'failed'),
  mine: Type.Boolean(),
  muted: Type.Boolean(),
})

const Conversation = Type.Object({
  id: Type.String({ description: 'For /api/conversations/{id}' }),
  offerId: Type.String(),
  since: moment,
  held: Type.Boolean({ description: 'The citizen hears music and nobody hears the citizen' }),
  heldSince: orNull(moment),
  with: Type.Array(Participant),
  call: DeskCall,
})

const WrapUp = Type.Object({
  offerId: Type.String(),
  endedAt: moment,
  call: DeskCall,
})

/** All that an operator's page shows of the person's own work. */
export const Desk = Type.Object({
  me: Presence,
  offer: orNull(Offer),
  conversation: orNull(Conversation),
  wrapUp: orNull(
    Type.Object(WrapUp.properties, { description: 'The last conversation whose end has not been told yet' }),
  ),
  callbacksDue: Type.Integer(),
})
export const DeskNow = Type.Object({
  ...Desk.properties,
  at: Type.String({ format: 'date-time', description: 'Now, by the server' }),
})

export type Desk = Static<typeof Desk>
export type DeskCall = Static<typeof DeskCall>
