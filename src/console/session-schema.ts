import { Type } from 'typebox'
import { closed, moment, orNull } from './shapes.ts'

const password = Type.String({ minLength: 1, maxLength: 200 })
const code = Type.String({ minLength: 1, maxLength: 40 })

export const Credentials = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 100 }),
    password,
    code: Type.Optional(
      Type.String({
        maxLength: 40,
        description: 'Of the second factor, or a recovery code; asked for by `code_wanted`',
      }),
    ),
  },
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
  mustChoosePassword: Type.Boolean({ description: 'Came in by a one-time password: nothing else is open until then' }),
})

/** The password again: a page that was left open is not the person. */
export const Again = Type.Object({ password }, closed)
export const NewPassword = Type.Object({ present: password, password }, closed)

export const SecondFactor = Type.Object({
  on: Type.Boolean(),
  since: orNull(moment),
  recoveryCodesLeft: Type.Integer(),
})
export const BegunFactor = Type.Object({
  secret: Type.String({ description: 'Base 32, for who types it' }),
  uri: Type.String({ description: 'otpauth://' }),
  picture: Type.String({ description: 'The same as a QR code: an SVG in a data: address' }),
})
export const Code = Type.Object({ code }, closed)
export const RecoveryCodes = Type.Object({
  recoveryCodes: Type.Array(Type.String(), { description: 'Shown this once; each opens once' }),
})
export const Login = Type.Object({ login: Type.String({ minLength: 1, maxLength: 100 }) })
