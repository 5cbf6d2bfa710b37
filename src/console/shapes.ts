/** What every part of the JSON interface is made of. One schema is type, validation and documentation. */
import { type Static, type TSchema, Type } from 'typebox'

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
export const closed = { additionalProperties: false } as const

/** ISO 8601, UTC. */
export const moment = Type.String({ format: 'date-time' })
export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

export const Problem = Type.Object(
  {
    error: Type.String({ description: 'A stable word, for programs; the pages translate it.' }),
    message: Type.Optional(Type.String({ description: 'The same as a sentence, for whoever writes the program.' })),
    details: Type.Optional(
      Type.Array(Type.String(), { description: 'What is wrong, piece by piece, or what there is instead' }),
    ),
    retryAfterSeconds: Type.Optional(Type.Integer({ description: 'When to try again' })),
  },
  { description: 'Why it was refused' },
)
export type Problem = Static<typeof Problem>
export const problems = { 400: Problem, 401: Problem, 403: Problem, 429: Problem, 500: Problem } as const
/** Of routes that take a body. */
export const changeProblems = { ...problems, 415: Problem } as const

export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 }))
export const cursor = Type.Optional(Type.String({ maxLength: 120, description: '`next` of the page before' }))

export const Event = Type.Object({
  at: moment,
  kind: Type.String(),
  actor: Type.Optional(Type.String()),
  ignored: Type.Optional(Type.Boolean({ description: 'Came twice or too late, and changed nothing' })),
  facts: Type.Record(Type.String(), Type.Unknown()),
})
export type Event = Static<typeof Event>

export const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
export const Id = Type.Object({ id: Type.String({ pattern: uuid }) })
/** Why somebody does what others will ask about. */
export const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S\\s*\\S\\s*\\S' })
