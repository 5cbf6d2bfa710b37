import type { Leg } from './leg.ts'
import type { DocumentRequest } from './source.ts'

export type ReasonLeft =
  | 'participant_hung_up'
  | 'participant_updated_via_api'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api'

/** What a participant joins with. */
export type Joining = {
  readonly label: string | null
  readonly muted: boolean
  readonly beep: boolean
  readonly startOnEnter: boolean
  readonly endOnExit: boolean
  readonly coach: string | null
  /** What is heard while waiting; null: Twilio's classical music; `silence`: nothing. */
  readonly wait: DocumentRequest | 'silence' | null
}

/** One leg in one conference. */
export type Participant = {
  readonly leg: Leg
  readonly label: string | null
  readonly joinedAt: Date
  readonly startOnEnter: boolean
  readonly beep: boolean
  readonly wait: DocumentRequest | 'silence' | null
  updatedAt: Date
  muted: boolean
  hold: boolean
  endOnExit: boolean
  coaching: boolean
  callSidToCoach: string | null
  /** Stops the music or the hold document. */
  music: AbortController | null
  /** Resolves when the participant is out, for the leg's own `<Dial>` to go on. */
  readonly left: PromiseWithResolvers<ReasonLeft>
}

export function makeParticipant(leg: Leg, joining: Joining, now: Date): Participant {
  return {
    leg,
    label: joining.label,
    joinedAt: now,
    updatedAt: now,
    startOnEnter: joining.startOnEnter,
    beep: joining.beep,
    wait: joining.wait,
    muted: joining.muted,
    hold: false,
    endOnExit: joining.endOnExit,
    coaching: joining.coach !== null,
    callSidToCoach: joining.coach,
    music: null,
    left: Promise.withResolvers<ReasonLeft>(),
  }
}

/** Whether words of one reach another: not over hold or mute, and a coach only reaches the one who is coached. */
export function reachesEar(speaker: Participant, ear: Participant): boolean {
  if (speaker === ear || speaker.muted || speaker.hold || ear.hold) return false
  return !speaker.coaching || speaker.callSidToCoach === ear.leg.sid
}
