/** What an administrator sees and changes of people's accounts. */
import { type Static, Type } from 'typebox'
import { roles } from '../identity/permission.ts'
import { DeviceWish } from './presence-schema.ts'
import { closed, moment, oneOf, orNull } from './shapes.ts'

const login = Type.String({ minLength: 1, maxLength: 40 })
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const heldRoles = Type.Array(oneOf(...roles), { minItems: 1, maxItems: roles.length })
const agencyId = orNull(Type.String({ maxLength: 100, description: 'Whose tickets an agency officer answers' }))
const languages = Type.Array(Type.String({ pattern: '^[a-z]{3}$' }), {
  maxItems: 20,
  description: "ISO 639-3: what they speak with callers beside the region's own language",
})
const skills = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
  maxItems: 50,
  description: 'Lanes for which they were trained; empty: for all',
})

export const Person = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  agencyId: orNull(Type.String()),
  languages: Type.Array(Type.String()),
  skills: Type.Array(Type.String()),
  device: orNull(Type.String({ description: 'The phone that rings: a number, a sip: address or `browser`' })),
  hasSecondFactor: Type.Boolean(),
  createdAt: moment,
  disabledAt: orNull(moment),
  oneTimeUntil: orNull(
    Type.String({
      format: 'date-time',
      description: 'Until when the password that was given them opens; null: it is their own',
    }),
  ),
})
export type Person = Static<typeof Person>
export const People = Type.Object({ people: Type.Array(Person) })

export const NewPerson = Type.Object(
  {
    login,
    name,
    roles: heldRoles,
    agencyId: Type.Optional(agencyId),
    languages: Type.Optional(languages),
    skills: Type.Optional(skills),
  },
  closed,
)
export const PersonChange = Type.Object(
  {
    name: Type.Optional(name),
    roles: Type.Optional(heldRoles),
    agencyId: Type.Optional(agencyId),
    languages: Type.Optional(languages),
    skills: Type.Optional(skills),
  },
  { ...closed, minProperties: 1 },
)
const oneTime = {
  password: Type.String({ description: 'Shown this once; opens only the choice of an own password' }),
  until: moment,
}
export const OneTimePassword = Type.Object(oneTime)
export const AddedPerson = Type.Object({ person: Person, oneTime: OneTimePassword })
export const Device = Type.Object({ device: DeviceWish }, closed)
