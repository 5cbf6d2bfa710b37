import { Type } from 'typebox'
import { closed, orNull } from './shapes.ts'

export const Credentials = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: 100 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
)
export const Me = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  agencyId: orNull(Type.String()),
  language: Type.String(),
})
