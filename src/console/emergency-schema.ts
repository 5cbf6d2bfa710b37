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
  exhausted: Type.Integer({ description: 'How often everybody on the ladder was rung in vain' }),
  officers: Type.Array(Type.Object({ name: Type.String(), knowsSince: orNull(moment) }), {
    description: 'Duty officers who were texted, and since when they know',
  }),
  ladder: Type.Array(Rung, { description: 'Every rung in its order, rung or not' }),
})
export const Emergencies = Type.Object({
  /** The server's clock, so that a page counts seconds by one clock only. */
  at: moment,
  emergencies: Type.Array(Emergency),
})
export const EmergencyClosing = Type.Object({ reason: Reason }, closed)

const entry = Type.Object({ at: moment, kind: Type.String(), says: Type.String() })
export const Handover = Type.Object({
  kind: Type.String(),
  where: orNull(Type.String()),
  callback: oneOf('number', 'withheld', 'confidential', 'silent'),
  number: orNull(Type.String({ description: 'In clear; null where it may not be told' })),
  raisedAt: moment,
  holder: orNull(Type.String()),
  words: orNull(Type.String({ description: "The reporter's, as they were written" })),
  rungs: Type.Array(Type.Object({ name: Type.String(), state: Type.String(), at: moment })),
  timeline: Type.Array(entry),
  eido: Type.Unknown({ description: 'The same as a document after NENA-STA-021 (EIDO-JSON)' }),
})
