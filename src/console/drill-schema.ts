import { type Static, Type } from 'typebox'
import { closed, moment, oneOf, orNull } from './shapes.ts'

const seconds = (description: string) => orNull(Type.Number({ description }))

export const DrillRung = Type.Object({
  name: Type.String(),
  address: Type.String({ description: 'A number, or a sip: address' }),
  state: oneOf('waiting', 'calling', 'answered', 'confirmed', 'unanswered', 'busy', 'failed', 'stopped'),
  secondsToRing: seconds('From the order to the first ring, as the carrier tells of it'),
  secondsToAnswer: seconds('Until somebody or something picked up'),
  secondsToKey: seconds('Until 1 was pressed'),
})

export const Drill = Type.Object({
  id: Type.String(),
  ladder: Type.String({ description: "The ladder's kind" }),
  by: Type.String(),
  askedAt: moment,
  endedAt: orNull(moment),
  state: oneOf('running', 'finished', 'stopped'),
  why: orNull(oneOf('emergency', 'person')),
  seconds: seconds('The whole, once it is over'),
  rungs: Type.Array(DrillRung),
})
export type Drill = Static<typeof Drill>

export const Drills = Type.Object({
  /** Ladders with marked rungs at this hour. */
  ladders: Type.Array(
    Type.Object({
      kind: Type.String(),
      label: Type.String(),
      rungs: Type.Array(Type.Object({ name: Type.String(), address: Type.String() })),
      lastAt: orNull(Type.String({ format: 'date-time', description: 'When its last whole drill began' })),
    }),
  ),
  drills: Type.Array(Drill),
})
export type Drills = Static<typeof Drills>

export const DrillOrder = Type.Object({ ladder: Type.String({ minLength: 1, maxLength: 100 }) }, closed)
