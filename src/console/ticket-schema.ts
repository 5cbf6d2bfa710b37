import { type Static, Type } from 'typebox'
import { privacies, stages, urgencies } from '../tickets/ticket.ts'
import { Severity } from './severity-schema.ts'
import { closed, cursor, Event, limit, moment, oneOf, orNull } from './shapes.ts'

export const TicketRow = Type.Object({
  code: Type.String(),
  openedAt: moment,
  kind: Type.String(),
  stage: oneOf(...stages),
  topic: orNull(Type.String()),
  channel: Type.String(),
  agency: Type.String({ description: 'Name of the agency that owns it' }),
  agencyId: Type.String(),
  answerDueAt: moment,
  answeredAt: orNull(moment),
  closedAt: orNull(moment),
  isOverdue: Type.Boolean(),
  privacy: oneOf(...privacies),
  urgency: orNull(oneOf(...urgencies)),
  caller: orNull(Type.String({ description: 'Masked; null when withheld, or told in confidence' })),
})
export const TicketPage = Type.Object({ tickets: Type.Array(TicketRow), next: orNull(Type.String()) })
export const Ticket = Type.Object({
  ...TicketRow.properties,
  version: Type.Integer({ description: 'Hand it back with a change' }),
  citizenId: orNull(Type.String()),
  district: orNull(Type.String()),
  place: orNull(Type.String()),
  placeRecording: orNull(Type.String()),
  description: orNull(Type.String()),
  descriptionRecording: orNull(Type.String()),
  callSid: orNull(Type.String()),
  emergency: orNull(
    Type.Object(
      { kind: Type.String(), severity: Severity },
      { description: 'That its caller was in danger, as the line learned it' },
    ),
  ),
  possible: Type.Array(Type.String(), { description: 'What the reader may do to it now' }),
  events: Type.Array(Event),
})
export const TicketQuery = Type.Object(
  {
    cursor,
    limit,
    stage: Type.Optional(oneOf(...stages)),
    agency: Type.Optional(Type.String({ maxLength: 100 })),
    kind: Type.Optional(Type.String({ maxLength: 40 })),
    overdue: Type.Optional(Type.Boolean()),
  },
  closed,
)
export const Code = Type.Object({ code: Type.String({ maxLength: 20, description: 'Eight digits' }) })

const version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const words = Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' })
const short = Type.String({ minLength: 1, maxLength: 200 })
export const TicketFilling = Type.Object(
  {
    version,
    kind: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    topic: Type.Optional(short),
    district: Type.Optional(short),
    place: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    description: Type.Optional(words),
    urgency: Type.Optional(oneOf(...urgencies)),
  },
  closed,
)
export const TicketNote = Type.Object({ text: words }, closed)
export const TicketAssignment = Type.Object({ version, agencyId: short, reason: Type.Optional(words) }, closed)
export const TicketAnswer = Type.Object({ version, text: words }, closed)
export const TicketClosing = Type.Object({ version, reason: words }, closed)
export const TicketStep = Type.Union([
  Type.Object({ do: oneOf('verify', 'start'), version }, closed),
  Type.Object({ do: oneOf('hand_back', 'reopen'), version, reason: words }, closed),
])

export const Agencies = Type.Object({
  agencies: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), coordinator: Type.Boolean() })),
})

export type TicketRow = Static<typeof TicketRow>
