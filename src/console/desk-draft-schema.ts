import { type Static, Type } from 'typebox'
import { draftFields } from '../tickets/draft.ts'
import { urgencies } from '../tickets/ticket.ts'
import { closed, oneOf, orNull } from './shapes.ts'

const short = Type.String({ maxLength: 200 })
const shown = Type.Object({
  kind: Type.String(),
  topic: Type.String(),
  district: Type.String(),
  place: Type.String(),
  description: Type.String(),
  urgency: Type.String(),
})

export const Draft = Type.Object({
  ticketCode: orNull(Type.String({ description: 'Null until the first letter' })),
  version: Type.Integer({ description: 'Hand it back as `base`' }),
  fields: Type.Object(shown.properties, { description: 'As they stand; empty for what nobody has said' }),
})

const page = Type.String({ minLength: 8, maxLength: 40, pattern: '^[A-Za-z0-9-]+$' })
const count = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

/** An empty text empties a field. */
export const DraftWriting = Type.Object(
  {
    writer: Type.Unsafe<string>({ ...page, description: 'One open page, by a name that it gave itself' }),
    count: Type.Unsafe<number>({ ...count, description: "That page's own count: the same one twice changes nothing" }),
    base: Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'The version that the page had seen' }),
    continues: Type.Optional(Type.Object({ writer: page, count }, closed)),
    fields: Type.Object(
      {
        kind: Type.Optional(Type.String({ maxLength: 40 })),
        topic: Type.Optional(short),
        district: Type.Optional(short),
        place: Type.Optional(Type.String({ maxLength: 1000 })),
        description: Type.Optional(Type.String({ maxLength: 10_000 })),
        urgency: Type.Optional(oneOf('', ...urgencies)),
      },
      closed,
    ),
  },
  closed,
)

export const DraftAnswer = Type.Object({
  ...Draft.properties,
  conflicts: Type.Array(oneOf(...draftFields), {
    description:
      'Fields that somebody else has written meanwhile: they stay as they are in `fields` until the page says otherwise with the new version',
  }),
})

export type Draft = Static<typeof Draft>
export type DraftWriting = Static<typeof DraftWriting>
export type DraftAnswer = Static<typeof DraftAnswer>
