import { type Static, Type } from 'typebox'
import { callOutcomes } from './call-outcome.ts'
import { closed, cursor, Event, limit, moment, oneOf, orNull, uuid } from './shapes.ts'
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
  outcome: orNull(oneOf(...callOutcomes)),
  topic: orNull(Type.String({ description: "Of the call's ticket" })),
  district: orNull(Type.String()),
  answeredSeconds: orNull(Type.Integer({ description: 'From the first ring to the first human' })),
  operator: orNull(Type.String({ description: 'Who had the caller last' })),
  emergency: orNull(Type.Object({ kind: Type.String(), state: Type.String() })),
  ticketCode: orNull(Type.String()),
})
export const CallPage = Type.Object({ calls: Type.Array(CallRow), next: orNull(Type.String()) })
const word = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 100, description }))
const someone = (description: string) => Type.Optional(Type.String({ pattern: uuid, description }))
const yesOrNo = (description: string) => Type.Optional(Type.Boolean({ description }))
const time = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }))

/** What may be kept under a name: everything but who called. */
const kept = {
  from: time('Calls that arrived at this moment or later'),
  until: time('Calls that arrived before it'),
  lane: word('The lane that the caller was in last'),
  node: word('The step at which the call ended, or is'),
  outcome: Type.Optional(oneOf(...callOutcomes)),
  operator: someone('The staff id of who had the caller last'),
  topic: word("Of the call's ticket"),
  district: word("Of the call's ticket"),
  emergency: yesOrNo('Only emergencies, or only other calls'),
  live: yesOrNo('Only calls that go on, or only those that have ended'),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Words of what was said and written; "in quotes" beside each other, -without, or',
    }),
  ),
} as const
export const KeptFilter = Type.Object(kept, closed)
export const CallFilter = Type.Object(
  {
    ...kept,
    caller: someone('A citizen, as POST /api/callers/lookups names one: a number never stands in an address'),
  },
  closed,
)
export const CallQuery = Type.Object({ ...CallFilter.properties, cursor, limit }, closed)
export const CallerNumber = Type.Object(
  { number: Type.String({ minLength: 3, maxLength: 40, description: 'As people write it: 0812…, +62812…, sip:…' }) },
  closed,
)
export const CallerFound = Type.Object({ caller: orNull(Type.String({ description: 'Null: nobody called from it' })) })

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
  kind: oneOf('message', 'conversation'),
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
export type CallFilter = Static<typeof CallFilter>
export type KeptFilter = Static<typeof KeptFilter>
