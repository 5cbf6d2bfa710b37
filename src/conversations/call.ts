import { type CallStatus, isFinal } from '../telephony/call-status.ts'

/** A citizen's call as the carrier reports it. Its status moves forward only, and what is final wins: `telephony/call-status.ts`. */

/** How a call or leg can end. */
export type FinalStatus = Extract<CallStatus, 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>

export type CallerKind = 'number' | 'sip' | 'client' | 'withheld' | 'raw'

/** All times in milliseconds since 1970. */
export type Call = {
  readonly callSid: string
  readonly line: string
  readonly citizenId: string | null
  readonly callerKind: CallerKind
  readonly status: CallStatus
  readonly statusRank: number
  /** Grows by one each time that we move the call. */
  readonly epoch: number
  /** Where the caller is, or was when the call ended. */
  readonly node: string | null
  readonly lane: string | null
  readonly arrivedAt: number
  readonly heardAt: number
  readonly endedAt: number | null
  readonly durationSeconds: number | null
}

/** One entry of a call's timeline. */
export type CallEvent = {
  readonly id: number
  readonly at: number
  readonly kind: string
  readonly facts: Readonly<Record<string, unknown>>
  /** It came twice or too late, and changed nothing. */
  readonly ignored: boolean
}

export const hasEnded = (status: CallStatus): status is FinalStatus => isFinal(status)
