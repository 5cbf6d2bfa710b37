import { Type } from 'typebox'
import { closed, moment, orNull, Reason } from './shapes.ts'

export const CitizenOpening = Type.Object({ reason: Reason }, closed)
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
