import type { Target } from '../flow/verbs.ts'
import type { CallStatus } from './call-status.ts'

/**
 * What became of a request to the carrier. Only `unknown` leaves open whether it happened: no idempotency exists for placing
 * calls or sending texts, so look (`listCalls`) before asking again.
 */
export type Answer<Done = unknown> =
  | ({ readonly outcome: 'done' } & Done)
  /** The carrier says no, and will say so again. `code` is its own number (21610: opted out), 0 without one. */
  | { readonly outcome: 'refused'; readonly status: number; readonly code: number; readonly message: string }
  /** Too many at once (429, 20429). Nothing happened. */
  | { readonly outcome: 'busy'; readonly retryAfterSeconds: number | null }
  /** The call, conference or participant is no longer there (404, 21220): a normal race. */
  | { readonly outcome: 'gone' }
  /** Time-out, 5xx, broken connection. `mayHaveHappened` is false when the request surely never arrived. */
  | { readonly outcome: 'unknown'; readonly mayHaveHappened: boolean; readonly why: string }

export type CallToPlace = {
  readonly to: Target
  /** A number of ours in E.164; a SIP address or `client:` identity where the carrier allows it. */
  readonly callerId: string
  /** Fetched when it is answered. */
  readonly url: string
  readonly statusCallback: string
  readonly ringSeconds: number
  readonly timeLimitSeconds?: number
}

export type PlacedCall = { readonly callSid: string; readonly status: CallStatus | null }

export type CallAtCarrier = {
  readonly callSid: string
  readonly parentCallSid: string | null
  readonly to: string
  readonly from: string
  readonly status: CallStatus | null
  readonly direction: string
  /** Milliseconds since 1970; of a call that is still queued only `createdAt` is known. */
  readonly createdAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly durationSeconds: number | null
}

export type CallSearch = {
  readonly to?: string
  readonly from?: string
  readonly status?: CallStatus
  /** Milliseconds since 1970. Compared with when the call was made, because a queued call has not started. */
  readonly createdSince?: number
  readonly most?: number
}

export type ParticipantChange = {
  readonly endConferenceOnExit?: boolean
  readonly hold?: boolean
  /** What a held participant hears, again and again; without it the carrier's music. */
  readonly holdUrl?: string
  readonly muted?: boolean
}

export type TextToSend = {
  readonly to: string
  readonly body: string
  readonly statusCallback: string
} & ({ readonly from: string } | { readonly messagingService: string })

export type RecordingAtCarrier = {
  readonly recordingSid: string
  readonly callSid: string | null
  readonly conferenceSid: string | null
  readonly status: string
  readonly seconds: number
  readonly channels: number
}

/** The carrier's REST interface: what conversations and texts ask of it. Only the jobs of `conversations/` and `sms/` use it. */
export type Carrier = {
  placeCall(call: CallToPlace): Promise<Answer<PlacedCall>>
  /** The call drops what it does and fetches `url`; the interrupted verb's `action` is fetched too, in either order. */
  moveCall(callSid: string, url: string): Promise<Answer>
  /** Hangs up; a call that still rings is canceled by the same word. How it stands then, where the carrier says so. */
  endCall(callSid: string): Promise<Answer<{ readonly call?: CallAtCarrier }>>
  fetchCall(callSid: string): Promise<Answer<{ readonly call: CallAtCarrier }>>
  /** Newest first, at most 20 unless told otherwise. */
  listCalls(search: CallSearch): Promise<Answer<{ readonly calls: readonly CallAtCarrier[] }>>
  /** `participant` is a call's sid or the label that it joined with. */
  updateParticipant(conferenceSid: string, participant: string, change: ParticipantChange): Promise<Answer>
  removeParticipant(conferenceSid: string, participant: string): Promise<Answer>
  /** The running conference of this name, or null. */
  findConference(name: string): Promise<Answer<{ readonly conferenceSid: string | null }>>
  sendText(text: TextToSend): Promise<Answer<{ readonly messageSid: string }>>
  fetchRecording(recordingSid: string): Promise<Answer<{ readonly recording: RecordingAtCarrier }>>
  /** The sound itself, as WAV. Always from the carrier's own address, never from one that a webhook gave. */
  downloadRecording(recordingSid: string): Promise<Answer<{ readonly audio: Uint8Array; readonly type: string }>>
  /** Loads what the first request would wait for (about 0.3 s). */
  warm(): Promise<void>
}
