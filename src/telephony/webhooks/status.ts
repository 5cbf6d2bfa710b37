import { Type } from 'typebox'
import { asCallStatus, type CallStatus } from '../call-status.ts'
import { narrow } from '../fields.ts'
import { readPlace } from '../urls.ts'
import { moment, momentOf, sid, whole, wholeOf, word } from './shape.ts'

/** How far a call is: comes twice, late, out of order, or never. */
export const statusForm = Type.Object({
  CallSid: sid(),
  ParentCallSid: sid(),
  CallStatus: word(),
  CallDuration: whole(),
  SequenceNumber: whole(),
  Timestamp: moment(),
  SipResponseCode: Type.Optional(Type.String({ pattern: '^[1-6]\\d\\d$' })),
})

export type StatusReport = {
  readonly callSid: string
  readonly parentCallSid: string | null
  /** The command that placed the leg; null for a call that came in. */
  readonly command: string | null
  readonly status: CallStatus
  /** Seconds, from answer to end. */
  readonly durationSeconds: number | null
  readonly sequence: number | null
  /** Milliseconds since 1970, by the carrier's clock. */
  readonly at: number | null
  readonly sipResponseCode: number | null
}

/** Null when it says nothing: no call, or a status that we do not know. */
export function readStatus(query: unknown, form: unknown): StatusReport | null {
  const fields = narrow(statusForm, form)
  const status = asCallStatus(fields.CallStatus)
  if (fields.CallSid === undefined || status === null) return null
  return {
    callSid: fields.CallSid,
    parentCallSid: fields.ParentCallSid ?? null,
    command: readPlace(query).command ?? null,
    status,
    durationSeconds: wholeOf(fields.CallDuration),
    sequence: wholeOf(fields.SequenceNumber),
    at: momentOf(fields.Timestamp),
    sipResponseCode: wholeOf(fields.SipResponseCode),
  }
}
