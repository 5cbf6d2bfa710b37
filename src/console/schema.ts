/** What the JSON interface takes and gives. One schema is type, validation and documentation. */
import { type Static, type TSchema, Type } from 'typebox'
import { stages } from '../tickets/ticket.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
const closed = { additionalProperties: false } as const

/** ISO 8601, UTC. */
const moment = Type.String({ format: 'date-time' })
export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

export const Problem = Type.Object(
  {
    error: Type.String({ description: 'A stable word, for programs; the pages translate it.' }),
    details: Type.Optional(Type.Array(Type.String())),
  },
  { description: 'Why it was refused' },
)
export const problems = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 500: Problem } as const

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 }))
const cursor = Type.Optional(Type.String({ maxLength: 120, description: '`next` of the page before' }))

const Event = Type.Object({
  at: moment,
  kind: Type.String(),
  actor: Type.Optional(Type.String()),
  ignored: Type.Optional(Type.Boolean({ description: 'Came twice or too late, and changed nothing' })),
  facts: Type.Record(Type.String(), Type.Unknown()),
})

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
  caller: orNull(Type.String({ description: 'Masked' })),
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
  possible: Type.Array(Type.String(), { description: 'What the reader may do to it now' }),
  events: Type.Array(Event),
})
export const Call = Type.Object({
  ...CallRow.properties,
  ticket: orNull(TicketRow),
  legs: Type.Array(Leg),
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

export const Target = Type.Union([
  Type.Object({ kind: Type.Literal('number'), number: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }) }, closed),
  Type.Object(
    { kind: Type.Literal('sip'), uri: Type.String({ pattern: '^sips?:[^\\s@]{1,64}@[^\\s@]{1,190}$' }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('client'), identity: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,100}$' }) }, closed),
])
export const Presence = Type.Object({
  staffId: Type.String(),
  name: Type.String(),
  state: oneOf('offline', 'paused', 'free', 'offered', 'talking', 'wrap_up'),
  since: moment,
  until: orNull(Type.String({ format: 'date-time', description: 'When the state ends by itself' })),
  thenState: orNull(oneOf('free', 'paused', 'offline')),
  device: orNull(Type.String({ description: 'The phone that rings, masked' })),
  missed: Type.Integer(),
})
export const Room = Type.Object({ operators: Type.Array(Presence) })
export const PresenceWish = Type.Object(
  { state: oneOf('free', 'paused', 'offline'), device: Type.Optional(Target) },
  closed,
)

export const Credentials = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: 100 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
)
export const Me = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  agencyId: orNull(Type.String()),
  language: Type.String(),
})

export const Agencies = Type.Object({
  agencies: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), coordinator: Type.Boolean() })),
})

export const CitizenQuery = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, closed)
export const Citizen = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  address: Type.String(),
  canBeTexted: Type.Boolean(),
  name: orNull(Type.String()),
  language: orNull(Type.String()),
  firstSeenAt: moment,
  lastSeenAt: moment,
})

export type CallRow = Static<typeof CallRow>
export type TicketRow = Static<typeof TicketRow>
export type Event = Static<typeof Event>
export type Presence = Static<typeof Presence>
