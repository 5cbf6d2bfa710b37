import { type Static, Type } from 'typebox'
import { closed, moment, oneOf, orNull } from './shapes.ts'

/** What rings: a phone, or this person's own page, whose identity the house gives. */
export const DeviceWish = Type.Union([
  Type.Object({ kind: Type.Literal('number'), number: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }) }, closed),
  Type.Object(
    { kind: Type.Literal('sip'), uri: Type.String({ pattern: '^sips?:[^\\s@]{1,64}@[^\\s@]{1,190}$' }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('browser') }, closed),
])
export const Presence = Type.Object({
  staffId: Type.String(),
  name: Type.String(),
  state: oneOf('offline', 'paused', 'free', 'offered', 'talking', 'wrap_up'),
  since: moment,
  until: orNull(Type.String({ format: 'date-time', description: 'When the state ends by itself' })),
  thenState: orNull(oneOf('free', 'paused', 'offline')),
  deviceKind: orNull(oneOf('number', 'sip', 'browser')),
  device: orNull(Type.String({ description: 'The phone that rings, masked; null for a browser' })),
  missed: Type.Integer(),
})
export const Room = Type.Object({ operators: Type.Array(Presence) })
export const PresenceWish = Type.Object(
  { state: oneOf('free', 'paused', 'offline'), device: Type.Optional(DeviceWish) },
  closed,
)

export type DeviceWish = Static<typeof DeviceWish>
export type Presence = Static<typeof Presence>
