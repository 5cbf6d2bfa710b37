/** The border of `knowledge/<topic>.yaml`: answers that officials keep up. */

import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
const Words = Type.String({ minLength: 1 })
const Day = Type.String({ pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$' })
/** By ISO 639-3 language. */
const InLanguages = Type.Record(Type.String({ pattern: '^[a-z]{3}$' }), Words, closed)

export const KnowledgeFile = Type.Object(
  {
    schema: Type.Literal('hotline-knowledge/v1'),
    answers: Type.Array(
      Type.Object(
        {
          id: Id,
          title: InLanguages,
          /** As it is said on the line. */
          text: InLanguages,
          /** As it is sent; absent: `text`. */
          sms: Type.Optional(InLanguages),
          /** How to get there, or what to do. */
          way: Type.Optional(InLanguages),
          cost: Type.Optional(InLanguages),
          /** What people call it. */
          words: Type.Optional(Type.Array(Words)),
          /** An agency of `site.yaml`. */
          owner: Id,
          valid_from: Type.Optional(Day),
          /** The last day on which it is said. */
          valid_until: Day,
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
)
export type KnowledgeFileSpec = Static<typeof KnowledgeFile>
