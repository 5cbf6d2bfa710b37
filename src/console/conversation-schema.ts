import { type Static, Type } from 'typebox'
import { closed, oneOf } from './shapes.ts'

export const Holding = Type.Object(
  { on: Type.Boolean({ description: 'false: the citizen hears the others again' }) },
  closed,
)
export const Muting = Type.Object(
  { leg: Type.String({ maxLength: 64, description: '`citizen`, or the id of a leg' }), on: Type.Boolean() },
  closed,
)
export const BringingIn = Type.Object(
  {
    what: oneOf('119', 'staff', 'agency'),
    id: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          'Of 119 the kind of emergency (the first one if not said), of staff the person, of an agency its duty phone',
      }),
    ),
  },
  closed,
)
export type BringingIn = Static<typeof BringingIn>
