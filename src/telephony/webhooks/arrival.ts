import { Type } from 'typebox'
import { asCallStatus, type CallStatus } from '../call-status.ts'
import { type Caller, callerOf } from '../caller.ts'
import { narrow } from '../fields.ts'
import { address, sid, word } from './shape.ts'

/** A call comes in. */
export const arrivalForm = Type.Object({
  CallSid: sid(),
  From: address(),
  To: address(),
  CallStatus: word(),
  ForwardedFrom: address(),
  ErrorCode: Type.Optional(Type.String({ pattern: '^\\d{1,6}$' })),
  'SipHeader_P-Asserted-Identity': Type.Optional(Type.String({ maxLength: 512 })),
  'SipHeader_X-P-Asserted-Identity': Type.Optional(Type.String({ maxLength: 512 })),
  'SipHeader_X-Asserted-Identity': Type.Optional(Type.String({ maxLength: 512 })),
})

export type Arrival = {
  readonly callSid: string
  readonly caller: Caller
  /** The number or address that was dialled; a hotline has several, 112 among them. */
  readonly dialled: string
  readonly status: CallStatus
  readonly forwardedFrom: string | null
  /** The carrier's number for what went wrong before, when this is a fallback. */
  readonly errorCode: number | null
}

/** Null without a call's id: nothing can be remembered of such a call. */
export function readArrival(form: unknown): Arrival | null {
  const fields = narrow(arrivalForm, form)
  if (fields.CallSid === undefined) return null
  const asserted =
    fields['SipHeader_P-Asserted-Identity'] ??
    fields['SipHeader_X-P-Asserted-Identity'] ??
    fields['SipHeader_X-Asserted-Identity']
  return {
    callSid: fields.CallSid,
    caller: callerOf(fields.From, asserted),
    dialled: fields.To ?? '',
    status: asCallStatus(fields.CallStatus) ?? 'ringing',
    forwardedFrom: fields.ForwardedFrom ?? null,
    errorCode: fields.ErrorCode === undefined ? null : Number(fields.ErrorCode),
  }
}
