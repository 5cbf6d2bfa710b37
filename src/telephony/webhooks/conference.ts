import { Type } from 'typebox'
import { narrow } from '../fields.ts'
import { flag, moment, momentOf, ourId, sid, whole, wholeOf, word } from './shape.ts'

/** Who comes and goes in a conversation. Only the first participant's callback address and events count at the carrier. */
export const conferenceForm = Type.Object({
  ConferenceSid: sid(),
  FriendlyName: ourId(),
  StatusCallbackEvent: word(),
  SequenceNumber: whole(),
  Timestamp: moment(),
  CallSid: sid(),
  ParticipantLabel: ourId(),
  ReasonConferenceEnded: word(),
  ReasonParticipantLeft: word(),
  CallSidEndingConference: sid(),
  Hold: flag(),
  Muted: flag(),
  Coaching: flag(),
})

const happenings = {
  'conference-start': 'started',
  'conference-end': 'ended',
  'participant-join': 'joined',
  'participant-leave': 'left',
  'participant-mute': 'muted',
  'participant-unmute': 'unmuted',
  'participant-hold': 'held',
  'participant-unhold': 'unheld',
  'participant-modify': 'modified',
} as const

export type ConferenceHappening = (typeof happenings)[keyof typeof happenings]

export type ConferenceReport = {
  readonly conferenceSid: string
  /** Our own name of the conversation. */
  readonly conference: string | null
  readonly happening: ConferenceHappening
  /** With the sid the key of this event; null from carriers that do not number. */
  readonly sequence: number | null
  /** Milliseconds since 1970, by the carrier's clock. */
  readonly at: number | null
  readonly callSid: string | null
  /** `citizen` or a command's id. */
  readonly label: string | null
  /** Why it ended or why someone left, in the carrier's words with hyphens. */
  readonly reason: string | null
  readonly endedByCallSid: string | null
  readonly isHeld: boolean
  readonly isMuted: boolean
  readonly isCoaching: boolean
}

/** Null when it says nothing that we act on. */
export function readConference(form: unknown): ConferenceReport | null {
  const fields = narrow(conferenceForm, form)
  const event = fields.StatusCallbackEvent
  if (fields.ConferenceSid === undefined || event === undefined || !Object.hasOwn(happenings, event)) return null
  return {
    conferenceSid: fields.ConferenceSid,
    conference: fields.FriendlyName ?? null,
    happening: happenings[event as keyof typeof happenings],
    sequence: wholeOf(fields.SequenceNumber),
    at: momentOf(fields.Timestamp),
    callSid: fields.CallSid ?? null,
    label: fields.ParticipantLabel ?? null,
    reason: (fields.ReasonConferenceEnded ?? fields.ReasonParticipantLeft)?.replaceAll('_', '-') ?? null,
    endedByCallSid: fields.CallSidEndingConference ?? null,
    isHeld: fields.Hold === 'true',
    isMuted: fields.Muted === 'true',
    isCoaching: fields.Coaching === 'true',
  }
}
