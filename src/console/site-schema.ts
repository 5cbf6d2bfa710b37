import { Type } from 'typebox'

const named = { id: Type.String(), name: Type.String() }

export const Site = Type.Object({
  name: Type.String(),
  zone: Type.String({ description: 'IANA zone of the region; its wall clock is the one that people go by' }),
  lanes: Type.Array(Type.Object(named)),
  ladders: Type.Array(Type.Object({ ...named, rungs: Type.Array(Type.String()) })),
  steps: Type.Array(
    Type.Object({
      id: Type.String(),
      names: Type.Record(Type.String(), Type.String(), { description: 'By language, ISO 639-3' }),
    }),
    { description: 'Steps of the flows, by the ids that calls carry' },
  ),
  topics: Type.Array(Type.Object({ ...named, agencyId: Type.String() })),
  districts: Type.Array(Type.Object(named)),
  agencies: Type.Array(Type.Object(named)),
  contacts: Type.Array(Type.Object(named), { description: 'Duty phones that can be brought into a conversation' }),
})
