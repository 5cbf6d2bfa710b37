import { type Static, Type } from 'typebox'
import { oneOf } from './shapes.ts'

export const SoftphoneLine = Type.Object({
  kind: oneOf('carrier', 'simulator', 'none'),
  identity: Type.String({ description: 'What the carrier calls my browser' }),
  name: Type.String(),
  url: Type.Optional(Type.String({ description: 'Where the simulator is' })),
  missing: Type.Optional(
    Type.Array(Type.String(), {
      description: 'The settings without which no browser can talk; a technician sets them',
    }),
  ),
})
export const SoftphoneToken = Type.Object({
  token: Type.String({ description: 'Names my browser to the carrier' }),
  validSeconds: Type.Integer({ description: 'From now on; fetch another one before' }),
})
export type SoftphoneLine = Static<typeof SoftphoneLine>
