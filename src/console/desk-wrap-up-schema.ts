import { Type } from 'typebox'
import { dispositions } from '../dispatch/disposition.ts'
import { closed, moment, oneOf } from './shapes.ts'

export const Ending = Type.Object(
  {
    disposition: oneOf(...dispositions),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })),
    ready: Type.Optional(Type.Boolean({ description: 'And end the time to write' })),
  },
  closed,
)
export const MoreTime = Type.Object({ seconds: Type.Integer({ minimum: 10, maximum: 300 }) }, closed)
export const WritingTime = Type.Object({ until: moment })
