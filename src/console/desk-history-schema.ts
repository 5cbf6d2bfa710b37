import { type Static, Type } from 'typebox'
import { placeKinds } from '../places/place.ts'
import { moment, oneOf, orNull } from './shapes.ts'
import { TicketRow } from './ticket-schema.ts'

const PastCall = Type.Object({
  callSid: Type.String(),
  arrivedAt: moment,
  durationSeconds: orNull(Type.Integer()),
  live: Type.Boolean(),
  lane: orNull(Type.String()),
  node: orNull(Type.String()),
  operator: orNull(Type.String()),
  disposition: orNull(Type.String({ description: 'How whoever had the caller last said that it ended' })),
  emergency: orNull(Type.String({ description: 'Its kind' })),
  ticketCode: orNull(Type.String()),
})
export const History = Type.Object({ calls: Type.Array(PastCall), tickets: Type.Array(TicketRow) })
export const OwnTalks = Type.Object({
  conversations: Type.Array(
    Type.Object({
      offerId: Type.String(),
      at: moment,
      callSid: Type.String(),
      caller: orNull(Type.String({ description: 'Masked; null when withheld, or told in confidence' })),
      lane: Type.String(),
      disposition: orNull(Type.String({ description: 'How it ended; null as long as that was not told' })),
      ticketCode: orNull(Type.String()),
      kind: orNull(Type.String()),
      topic: orNull(Type.String()),
    }),
  ),
})
export type OwnTalks = Static<typeof OwnTalks>
export type History = Static<typeof History>

export const PlaceQuery = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export const Places = Type.Object({
  places: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: oneOf(...placeKinds),
      name: Type.String(),
      district: Type.String({ description: 'Its id' }),
      districtName: orNull(Type.String()),
    }),
  ),
})
export type Places = Static<typeof Places>
