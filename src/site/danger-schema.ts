/** The border of `danger-words/<language>.yaml`: what callers say and write when somebody is in danger. */

import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false }
const Phrases = Type.Array(Type.String({ minLength: 2, maxLength: 60 }), { minItems: 1 })

export const DangerWordsFile = Type.Object(
  {
    schema: Type.Literal('hotline-danger-words/v1'),
    /** What the language hangs on a word. */
    endings: Type.Optional(Type.Array(Type.String({ pattern: '^\\p{L}{1,10}$' }))),
    danger: Type.Array(
      Type.Object(
        {
          gravity: Type.Union([Type.Literal('life'), Type.Literal('urgent')]),
          /** A ladder of `site.yaml`; of one that the site does not have, its first is climbed. */
          kind: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]*$' })),
          /** Counts only if nothing else is said. */
          alone: Type.Optional(Type.Boolean()),
          words: Phrases,
        },
        closed,
      ),
    ),
    /** In these the words mean nothing. */
    harmless: Type.Optional(Phrases),
  },
  closed,
)
export type DangerWordsFileSpec = Static<typeof DangerWordsFile>
