import { Type } from 'typebox'
import { callerOf } from '../caller.ts'
import { narrow } from '../fields.ts'
import { address, ourId, sid } from './shape.ts'

/** An operator's browser connects outward through the TwiML application, to take the offer that the console showed. */
export const clientForm = Type.Object({
  CallSid: sid(),
  From: address(),
  /** A parameter that our own page gives when it connects. */
  offer: ourId(),
})

export type ClientConnection = {
  readonly callSid: string
  /** Who the carrier says is connecting: the identity in the access token that we signed. */
  readonly identity: string
  readonly offer: string | null
}

/** Null unless a browser with an identity connects. */
export function readClient(form: unknown): ClientConnection | null {
  const fields = narrow(clientForm, form)
  const caller = callerOf(fields.From)
  if (fields.CallSid === undefined || caller.kind !== 'client') return null
  return { callSid: fields.CallSid, identity: caller.identity, offer: fields.offer ?? null }
}
