import { type Static, Type } from 'typebox'
import { closed, limit, moment, oneOf, orNull, Reason } from './shapes.ts'

export const Callback = Type.Object({
  id: Type.String(),
  callSid: Type.String({ description: 'The call in which it was asked' }),
  caller: orNull(Type.String({ description: 'Masked; null when told in confidence' })),
  lane: Type.String(),
  state: oneOf('asked', 'waiting', 'calling', 'talking', 'resting', 'closed'),
  askedAt: moment,
  since: moment,
  dueAt: orNull(Type.String({ format: 'date-time', description: 'When a phone that rang in vain rings again' })),
  attempts: Type.Integer({ description: 'Times that the phone rang in vain' }),
  outcome: orNull(oneOf('spoken', 'called_again', 'not_reached', 'expired', 'cancelled')),
})
export const Callbacks = Type.Object({ callbacks: Type.Array(Callback), next: orNull(moment) })
export const CallbackQuery = Type.Object(
  {
    open: Type.Optional(Type.Boolean({ description: 'Only those without an outcome, or only those with one' })),
    before: Type.Optional(moment),
    limit,
  },
  closed,
)
export const Cancelling = Type.Object({ reason: Reason }, closed)
export type Callbacks = Static<typeof Callbacks>
