import { type Static, Type } from 'typebox'
import { closed, cursor, limit, moment, oneOf, orNull, Reason } from './shapes.ts'

const recoveryOutcomes = oneOf('reached', 'called_again', 'texted', 'unreachable', 'unattended', 'undecided', 'closed')

export const Recovery = Type.Object({
  id: Type.String(),
  callSid: Type.String({ description: 'The call that was dropped' }),
  caller: orNull(Type.String({ description: 'Masked; null when withheld or told in confidence' })),
  kind: Type.String(),
  silent: Type.Boolean({ description: 'Could not speak: that phone rings only when a person decides so' }),
  droppedAt: moment,
  pressed: Type.Array(Type.String(), { description: 'Keys and words of the call, in their order' }),
  state: oneOf('held', 'open', 'closed'),
  since: moment,
  callback: orNull(oneOf('asked', 'waiting', 'calling', 'talking', 'resting', 'closed')),
  nextTryAt: orNull(moment),
  takenBy: orNull(Type.String({ description: 'Who has it while the phone rings or they talk' })),
  tries: Type.Integer({ description: "How often the citizen's phone has been rung" }),
  firstTryAt: orNull(moment),
  isLate: Type.Boolean({ description: 'Nobody rang or decided within a minute' }),
  outcome: orNull(recoveryOutcomes),
  mergedInto: orNull(Type.String({ description: 'The call that took it over' })),
  closedAt: orNull(moment),
  closedBy: orNull(Type.String()),
  reason: orNull(Type.String()),
})

const seconds = orNull(Type.Number({ description: 'Seconds; null when none was rung' }))

export const RecoveryMeasure = Type.Object({
  from: moment,
  dropped: Type.Integer(),
  unfinished: Type.Integer(),
  recovered: Type.Integer({ description: 'Spoken with: reached, or called again' }),
  unreached: Type.Integer(),
  closed: Type.Integer({ description: 'Closed by a person, with a reason' }),
  firstTrySeconds: Type.Object({ p50: seconds, p90: seconds }),
})

export const Recoveries = Type.Object({
  at: moment,
  measure: RecoveryMeasure,
  recoveries: Type.Array(Recovery),
  next: orNull(Type.String()),
})
export const RecoveryQuery = Type.Object(
  {
    open: Type.Optional(Type.Boolean({ description: 'Only those without an outcome, or only those with one' })),
    cursor,
    limit,
  },
  closed,
)
export const RecoveryClosing = Type.Object({ reason: Reason }, closed)
export type Recoveries = Static<typeof Recoveries>
