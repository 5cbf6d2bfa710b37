/** A citizen's call as the carrier reports it, and the one rule of its status: forward only, and what is final wins. */

export const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const
export type CallStatus = (typeof callStatuses)[number]

/** How a call or leg can end. */
export type FinalStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'

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

const ranks: Readonly<Record<CallStatus, number>> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  completed: 10,
  busy: 10,
  failed: 10,
  'no-answer': 10,
  canceled: 10,
}

/** The rank of a status; a report counts only if its rank is higher than what is stored (callbacks come twice, late, out of order). */
export const rankOf = (status: CallStatus): number => ranks[status]

export const finalRank = 10
export const answeredRank = ranks['in-progress']

export const isFinal = (status: CallStatus): status is FinalStatus => ranks[status] >= finalRank

/** Reads a carrier's word at the border; null for a word that Twilio does not define. */
export const toCallStatus = (word: string): CallStatus | null => callStatuses.find((status) => status === word) ?? null
