/** The border of `overlays/<id>.yaml`. */

import Type, { type Static } from 'typebox'
import { DatesWithHours, weekFields } from './schema.ts'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
/** A step; of a sub-flow by the step that calls it: `tanya_lokasi/kecamatan`. */
const Step = Type.String({ pattern: '^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*$' })
/** A day, or a day and a time by the region's clock. A last day is part of it, to its end. */
const Moment = Type.String({ pattern: '^20[0-9]{2}-[0-9]{2}-[0-9]{2}( ([01][0-9]|2[0-3]):[0-5][0-9])?$' })

const Words = Type.String({ minLength: 1 })
const Said = Type.Union([
  Words,
  Type.Object(
    {
      text: Words,
      audio: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_/.-]*$' })),
      sms: Type.Optional(Words),
    },
    closed,
  ),
])
const Notice = Type.Object(
  { notice: Step, say: Type.Record(Type.String({ pattern: '^[a-z]{3}$' }), Said, closed) },
  closed,
)
const Detour = Type.Object({ detour: Step, go: Step }, closed)
const Lane = Type.Object({ lane: Id, go: Step }, closed)
const OtherHours = Type.Object(
  {
    hours: Id,
    week: Type.Optional(Type.Object(weekFields, closed)),
    dates: Type.Optional(DatesWithHours),
  },
  closed,
)

export const OverlayFile = Type.Object(
  {
    schema: Type.Literal('hotline-overlay/v1'),
    title: Type.String({ minLength: 1 }),
    from: Type.Optional(Moment),
    until: Moment,
    flow: Type.Optional(Id),
    changes: Type.Array(Type.Union([Notice, Detour, Lane, OtherHours]), { minItems: 1 }),
  },
  closed,
)
export type OverlayFileSpec = Static<typeof OverlayFile>
