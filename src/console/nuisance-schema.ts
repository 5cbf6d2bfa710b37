import { type Static, Type } from 'typebox'
import { closed, moment, oneOf, orNull, Reason } from './shapes.ts'

const count = Type.Integer({ description: 'Within the last day' })

export const Nuisance = Type.Object({
  citizenId: Type.String(),
  caller: orNull(Type.String({ description: 'Masked' })),
  friction: oneOf('none', 'later', 'asked'),
  score: Type.Number({ description: 'It fades evenly, and is gone a day after the last fact' }),
  letsPassSeconds: Type.Integer({
    description: 'Callers who arrive up to so much later go first; never in an emergency',
  }),
  expiresAt: orNull(moment),
  counts: Type.Object({ prank: count, abusive: count, silent: count, call: count }),
  lifted: orNull(Type.Object({ at: moment, by: Type.String(), reason: Type.String() })),
})
export const Nuisances = Type.Object({ numbers: Type.Array(Nuisance) })
export const NuisanceLift = Type.Object({ reason: Reason }, closed)
export type Nuisance = Static<typeof Nuisance>
export type Nuisances = Static<typeof Nuisances>
