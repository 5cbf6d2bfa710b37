import { type Static, Type } from 'typebox'
import { KeptFilter } from './call-schema.ts'
import { closed } from './shapes.ts'

const CallView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  owner: Type.String({ description: 'Who keeps it' }),
  isMine: Type.Boolean(),
  isShared: Type.Boolean({ description: 'Everybody sees it' }),
  filter: KeptFilter,
})
export const CallViews = Type.Object({ views: Type.Array(CallView) })
export type CallViews = Static<typeof CallViews>
export const CallViewKeeping = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    isShared: Type.Optional(Type.Boolean()),
    filter: KeptFilter,
  },
  closed,
)
