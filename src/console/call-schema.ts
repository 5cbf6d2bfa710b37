import { type Static, Type } from 'typebox'
import { closed, cursor, Event, limit, moment, orNull } from './shapes.ts'
import { TicketRow } from './ticket-schema.ts'

export const CallRow = Type.Object({
  callSid: Type.String(),
  line: Type.String(),
  arrivedAt: moment,
  endedAt: orNull(moment),
  durationSeconds: orNull(Type.Integer()),
  status: Type.String(),
  caller: orNull(Type.String({ description: 'Masked; null when withheld' })),
  citizenId: orNull(Type.String()),
  node: orNull(Type.String({ description: 'Where the caller is, or was when the call ended' })),
  lane: orNull(Type.String()),
  operator: orNull(Type.String({ description: 'Who had the caller last' })),
  emergency: orNull(Type.Object({ kind: Type.String(), state: Type.String() })),
  ticketCode: orNull(Type.String()),
})
export const CallPage = Type.Object({ calls: Type.Array(CallRow), next: orNull(Type.String()) })
export const CallQuery = Type.Object(
  {
    cursor,
    limit,
    node: Type.Optional(Type.String({ maxLength: 100, description: 'Where the call ended, or is' })),
    lane: Type.Optional(Type.String({ maxLength: 100 })),
    emergency: Type.Optional(Type.Boolean()),
    live: Type.Optional(Type.Boolean({ description: 'Only calls that go on, or only those that have ended' })),
  },
  closed,
)
const Leg = Type.Object({
  id: Type.String(),
  purpose: Type.String(),
  who: orNull(Type.String()),
  status: Type.String(),
  placedAt: moment,
  answeredAt: orNull(moment),
  metAt: orNull(Type.String({ format: 'date-time', description: 'When it was first with the citizen' })),
  endedAt: orNull(moment),
})

export const Recording = Type.Object({
  id: Type.String(),
  at: moment,
  durationSeconds: orNull(Type.Integer()),
  status: Type.String({ description: 'in-progress, completed, absent or failed; only completed ones can be heard' }),
})
export const Call = Type.Object({
  ...CallRow.properties,
  ticket: orNull(TicketRow),
  legs: Type.Array(Leg),
  recordings: Type.Array(Recording, { description: 'To be heard under /api/calls/{callSid}/recordings/{id}/audio' }),
  events: Type.Array(Event),
})
export const CallSid = Type.Object({ callSid: Type.String({ maxLength: 64 }) })
export const RecordingOfCall = Type.Object({
  callSid: Type.String({ maxLength: 64 }),
  id: Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
})

export type CallRow = Static<typeof CallRow>
