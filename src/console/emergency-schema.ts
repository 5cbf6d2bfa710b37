import { Type } from 'typebox'
import { Severity } from './severity-schema.ts'
import { closed, moment, oneOf, orNull, Reason } from './shapes.ts'

const Rung = Type.Object({
  name: Type.String(),
  rings: Type.Integer({ description: 'How often it was rung so far' }),
  state: orNull(oneOf('ringing', 'talking', 'accepted', 'refused', 'failed', 'withdrawn', 'ended')),
  since: orNull(moment),
})

export const Emergency = Type.Object({
  id: Type.String(),
  callSid: Type.String(),
  caller: orNull(Type.String({ description: 'Masked; null when withheld' })),
  kind: Type.String(),
  severity: Severity,
  state: oneOf('raised', 'acknowledged', 'closed', 'dropped'),
  raisedAt: moment,
  nextStepAt: orNull(Type.String({ format: 'date-time', description: 'When the ladder climbs on by itself' })),
  acknowledgedBy: orNull(Type.String({ description: 'Who has it, or had it last' })),
  acknowledgedAt: orNull(moment),
  callEndedAt: orNull(moment),
  ladder: Type.Array(Rung, { description: 'Every rung in its order, rung or not' }),
})
export const Emergencies = Type.Object({
  /** The server's clock, so that a page counts seconds by one clock only. */
  at: moment,
  emergencies: Type.Array(Emergency),
})
export const EmergencyClosing = Type.Object({ reason: Reason }, closed)
