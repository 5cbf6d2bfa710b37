import { type Static, Type } from 'typebox'
import { severityClasses } from '../emergency/severity.ts'
import { oneOf } from './shapes.ts'

/** Why an emergency is of its class; which of the other fields are there depends on it. */
const Reason = Type.Object({
  because: oneOf('words', 'kind', 'answer', 'cannot_speak', 'called_before', 'nearby', 'key'),
  class: oneOf(...severityClasses),
  words: Type.Optional(Type.Array(Type.String(), { description: 'Dangers that the caller named' })),
  kind: Type.Optional(Type.String({ description: "The emergency's kind, as the caller told it" })),
  question: Type.Optional(Type.String({ description: 'Asked by the line while help was being called' })),
  answer: Type.Optional(Type.String()),
  count: Type.Optional(Type.Integer({ description: 'Other emergencies of the district in the last minutes' })),
})

export const Severity = Type.Object({
  class: oneOf(...severityClasses),
  reasons: Type.Array(Reason, { description: 'The gravest first' }),
  silent: Type.Boolean({ description: 'The caller cannot speak: do not ring or text that phone' }),
})
export type Severity = Static<typeof Severity>
