/** What the journal keeps of a call while the database is away: everything that has to be known of it afterwards. */

import type { CallStatus } from '../telephony/call-status.ts'
import type { CallerAddress } from '../telephony/caller-address.ts'
import type { SafeEvent } from './safe-flow.ts'

export type CallRecord = {
  readonly callSid: string
  /** With the call unique: the turn, or the status. */
  readonly entry: string
  /** Milliseconds since 1970. */
  readonly at: number
} & (TurnRecord | StatusRecord)

export type TurnRecord = {
  readonly what: 'turn'
  readonly line: string
  readonly caller: CallerAddress
  /** The kind of emergency, from the key, silence, or from before; null outside of one. */
  readonly emergency: string | null
  readonly isForDuty: boolean
  /** Who has talked with the caller. */
  readonly reached: string | null
  readonly isOver: boolean
  readonly events: readonly SafeEvent[]
}

export type StatusRecord = {
  readonly what: 'status'
  readonly status: CallStatus
  readonly durationSeconds: number | null
}
