import { type Static, Type } from 'typebox'
import { severityClasses } from '../emergency/severity.ts'
import { alarmKinds } from './alarm.ts'
import { moment, oneOf, orNull } from './shapes.ts'

const talk = Type.Object({
  callSid: Type.String(),
  caller: orNull(Type.String({ description: 'Masked; null when withheld or given in confidence' })),
  lane: Type.String(),
  emergency: orNull(Type.String({ description: "The emergency's kind" })),
  isCallback: Type.Boolean(),
})

export const RoomOperator = Type.Object({
  staffId: Type.String(),
  name: Type.String(),
  state: oneOf('offline', 'paused', 'free', 'offered', 'talking', 'wrap_up'),
  since: moment,
  until: orNull(moment),
  thenState: orNull(oneOf('free', 'paused', 'offline')),
  device: orNull(oneOf('number', 'sip', 'client')),
  missed: Type.Integer({ description: 'Rings in a row that nobody answered' }),
  with: orNull(talk),
})

export const RoomLane = Type.Object({
  id: Type.String(),
  waiting: Type.Integer({ description: 'On the line now' }),
  longestSince: orNull(Type.String({ format: 'date-time', description: 'Since when the first of them waits' })),
  answerSeconds: Type.Integer({ description: 'The promise, from the first ring to a human' }),
  limitSeconds: Type.Integer({ description: 'A longer wait is an alarm' }),
  entered: Type.Integer({ description: 'Callers of the last 60 minutes by whom the promise was kept or broken' }),
  within: Type.Integer({ description: 'Of those, by whom it was kept' }),
  abandonedToday: Type.Integer(),
})

export const RoomCaller = Type.Object({
  ...talk.properties,
  position: Type.Integer({ description: '1 is next, over all lanes' }),
  since: moment,
  returns: Type.Integer({ description: 'Times that a conversation broke off' }),
  ringing: Type.Integer({ description: 'Operators whom this caller is offered to now' }),
})

export const RoomEmergency = Type.Object({
  id: Type.String(),
  callSid: Type.String(),
  kind: Type.String(),
  class: oneOf(...severityClasses),
  silent: Type.Boolean({ description: 'The caller cannot speak' }),
  state: oneOf('raised', 'acknowledged', 'dropped'),
  caller: orNull(Type.String()),
  since: moment,
})

export const Alarm = Type.Object({
  kind: oneOf(...alarmKinds),
  about: orNull(Type.String({ description: "The lane, or the emergency's id" })),
  since: orNull(moment),
  count: Type.Integer({ description: 'Callers or emergencies that it concerns' }),
})

export const RoomNow = Type.Object({
  isOpen: Type.Boolean({ description: 'Somebody has to be signed in now' }),
  operators: Type.Array(RoomOperator),
  lanes: Type.Array(RoomLane),
  waiting: Type.Array(RoomCaller),
  emergencies: Type.Array(RoomEmergency),
  callbacks: Type.Object({
    waiting: Type.Integer({ description: 'In line for an operator' }),
    calling: Type.Integer({ description: 'The phone rings, or they talk' }),
    resting: Type.Integer({ description: 'Nobody picked up; tried again later' }),
    oldest: orNull(Type.String({ format: 'date-time', description: 'Since when the first of them waits' })),
  }),
  alarms: Type.Array(Alarm),
})
export type RoomNow = Static<typeof RoomNow>
