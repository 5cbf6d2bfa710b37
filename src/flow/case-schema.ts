/** Example calls as they stand in a flow's file: what the caller does, what the world answers, what is expected. */

import Type, { type Static } from 'typebox'
import { Id } from './node-kind.ts'

const closed = { additionalProperties: false }
const Language = Type.String({ pattern: '^[a-z]{3}$' })

const LookupAnswer = Type.Union([
  Type.Literal('not_found'),
  Type.Literal('failed'),
  /** The values that it gives. */
  Type.Record(Type.String(), Type.String(), { minProperties: 1 }),
])

/** By lane, for expressions (`queue.umum.waiting`). */
const Queue = Type.Record(
  Id,
  Type.Object(
    {
      waiting: Type.Optional(Type.Integer({ minimum: 0 })),
      /** Seconds. */
      expected: Type.Optional(Type.Integer({ minimum: 0 })),
      staffed: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  closed,
)

/** How the world stands: at the beginning of a call, and after a change. */
const world = {
  /** A moment with its offset, for the clock and for temporary changes. */
  now: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' })),
  language: Type.Optional(Language),
  /** Calendars that are open; all of them when not said. */
  open: Type.Optional(Type.Array(Id)),
  staffed: Type.Optional(Type.Boolean()),
  withheld: Type.Optional(Type.Boolean()),
  can_be_texted: Type.Optional(Type.Boolean()),
  queue: Type.Optional(Queue),
  /** What is going on in the region: the fact `incident`. */
  incident: Type.Optional(Type.String()),
  /** The number that a new ticket gets, or `failed`. */
  ticket: Type.Optional(Type.String()),
  /** By the lookup's name: what it finds, each time. */
  lookups: Type.Optional(
    Type.Record(Type.String({ pattern: '^(ticket|place|knowledge|incident)$' }), LookupAnswer, closed),
  ),
  callback: Type.Optional(Type.Union(['granted', 'refused', 'failed'].map((how) => Type.Literal(how)))),
}

/** What changes in the world between two things that the caller does; what is not named stays as it was. */
const FactsChange = Type.Object(
  {
    ...world,
    state: Type.Optional(
      Type.Union([
        Type.Literal('none'),
        Type.Literal('waiting'),
        Type.Literal('joined'),
        Type.Literal('finished'),
        Type.Literal('left'),
      ]),
    ),
    position: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Who is being called, by name. */
    calling: Type.Optional(Type.String()),
    /** Expected wait in seconds. */
    expected: Type.Optional(Type.Integer({ minimum: 0 })),
    conference: Type.Optional(Type.String()),
  },
  closed,
)

/** One line of a scripted call: something done, or something expected of the latest answer. */
const CaseStep = Type.Union([
  Type.Literal('silence'),
  Type.Literal('hangup'),
  /** The document ran out: the heartbeat of a waiting caller. */
  Type.Literal('heartbeat'),
  Type.Object({ press: Type.String({ pattern: '^[0-9*#]+$' }) }, closed),
  Type.Object({ speak: Type.Integer({ minimum: 0 }) }, closed),
  /** Words that the carrier hears beside keys; `confidence` from 0 to 1. */
  Type.Object({ say: Type.String(), confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })) }, closed),
  /** Words of a text dialogue. */
  Type.Object({ write: Type.String() }, closed),
  Type.Object(
    { returns: Type.Union(['completed', 'busy', 'no-answer', 'failed', 'canceled'].map((how) => Type.Literal(how))) },
    closed,
  ),
  Type.Object({ facts: FactsChange }, closed),
  /** A prompt's id, or /a pattern/ in what is said. */
  Type.Object({ hears: Type.String({ minLength: 1 }) }, closed),
  Type.Object({ hears_not: Type.String({ minLength: 1 }) }, closed),
  Type.Object({ does: Type.String({ pattern: '^(gather|record|hold|join|dial|hangup)$' }) }, closed),
  /** A step; one of a part as `call/step`. */
  Type.Object({ at: Type.String({ pattern: '^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*$' }) }, closed),
  /** The language of what is said. */
  Type.Object({ speaks: Language }, closed),
  /** An event of the step, for example `wait.began`. */
  Type.Object({ told: Type.String({ pattern: '^[a-z]+\\.[a-z]+$' }) }, closed),
  Type.Object({ told_not: Type.String({ pattern: '^[a-z]+\\.[a-z]+$' }) }, closed),
])

export const CaseSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    ...world,
    status: Type.Optional(
      Type.Union([
        Type.Literal('not_found'),
        Type.Literal('failed'),
        Type.Object({ stage: Type.String(), agency: Type.String(), opened: Type.String() }, closed),
      ]),
    ),
    channel: Type.Optional(Type.Union([Type.Literal('voice'), Type.Literal('text')])),
    steps: Type.Array(CaseStep),
    ends: Type.Optional(
      Type.Union(
        ['goodbye', 'human', 'handed_off', 'callback', 'recorded', 'hangup', 'waiting'].map((how) => Type.Literal(how)),
      ),
    ),
  },
  closed,
)

export type Case = Static<typeof CaseSchema>
export type CaseStepSpec = Static<typeof CaseStep>
