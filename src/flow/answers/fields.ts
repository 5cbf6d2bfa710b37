/** What may stand in a question. Which of it means something depends on its kind (`answer.ts`). */

import Type, { type Static } from 'typebox'
import { Id, PromptId, SaidSchema } from '../node-kind.ts'
import { Options } from '../options.ts'
import { WordsFields } from '../recording.ts'

const closed = { additionalProperties: false }
const Length = Type.Integer({ minimum: 1, maximum: 20 })
const Amount = Type.Integer({ minimum: 0, maximum: 999_999_999_999 })

export const askFields = {
  ask: SaidSchema,
  kind: Type.Union([
    Type.Literal('digits'),
    Type.Literal('number'),
    Type.Literal('phone'),
    Type.Literal('yes_no'),
    Type.Literal('speech'),
    Type.Literal('recording'),
  ]),
  save: Type.Optional(Id),
  next: Type.Optional(Id),
  /** `yes_no`: in place of `next`. */
  exits: Type.Optional(Type.Object({ yes: Id, no: Id }, closed)),
  /** Digits: shortest and longest; the hash key ends it early. */
  length: Type.Optional(Type.Object({ min: Length, max: Length }, closed)),
  /** Number: least and most. */
  range: Type.Optional(Type.Object({ min: Amount, max: Amount }, closed)),
  timeout_seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 15 })),
  /** Given in confidence: never shown in a timeline or a log, said only by prompts marked for it. */
  sensitive: Type.Optional(Type.Boolean()),
  /** Keys beside the answer. On a single digit of an answer they would never be heard: `*` and `#`, or any for `speech`. */
  options: Type.Optional(Options),
  /** A prompt whose `words` may be expected. */
  hints: Type.Optional(PromptId),
  ...WordsFields,
}
export type AskSpec = Static<Type.TObject<typeof askFields>> & { readonly speech?: boolean }
