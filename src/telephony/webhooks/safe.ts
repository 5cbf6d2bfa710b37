import { type Static, Type } from 'typebox'
import type { Input } from '../../flow/input.ts'
import { asCallStatus, isFinal } from '../call-status.ts'
import { narrow } from '../fields.ts'
import { addressQuery } from '../urls.ts'
import { whole, wholeOf } from './shape.ts'
import { inputOf, turnForm } from './turn.ts'

/** A request of a call in the safe flow, the citizen's or that of whom it rings. */
const safeForm = Type.Object({ ...turnForm.properties, DialCallDuration: whole() })

export type SafeRequest = {
  readonly callSid: string
  /** What the address carries, still to be opened. */
  readonly safe: string | undefined
  readonly input: Input
  /** Of the conversation that has just ended; 0 without one. */
  readonly talkedSeconds: number
  readonly isOver: boolean
}

/** Null without a call's id. */
export function readSafe(query: unknown, form: unknown): SafeRequest | null {
  const fields: Partial<Static<typeof safeForm>> = narrow(safeForm, form)
  if (fields.CallSid === undefined) return null
  const { safe, silence } = narrow(addressQuery, query)
  return {
    callSid: fields.CallSid,
    safe,
    input: inputOf(fields, silence === '1'),
    talkedSeconds: wholeOf(fields.DialCallDuration) ?? 0,
    isOver: isFinal(asCallStatus(fields.CallStatus) ?? 'in-progress'),
  }
}
