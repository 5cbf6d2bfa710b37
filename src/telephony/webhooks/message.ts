import { Type } from 'typebox'
import { asMessageStatus, type MessageStatus } from '../call-status.ts'
import { type Caller, callerOf } from '../caller.ts'
import { narrow } from '../fields.ts'
import { addressQuery } from '../urls.ts'
import { address, sid } from './shape.ts'

/** A citizen's text message. Pictures are not fetched; that there were some is known. */
export const messageForm = Type.Object({
  MessageSid: sid(),
  From: address(),
  To: address(),
  /** The carrier stops at 1,600 characters; other carriers may not. Cut, not dropped: these are a citizen's words. */
  Body: Type.Optional(Type.String({ maxLength: 4096, cut: true })),
  NumMedia: Type.Optional(Type.String({ pattern: '^\\d{1,2}$' })),
})

export type TextMessage = {
  readonly messageSid: string
  readonly from: Caller
  readonly to: string
  readonly body: string
  readonly pictures: number
}

export function readMessage(form: unknown): TextMessage | null {
  const fields = narrow(messageForm, form)
  if (fields.MessageSid === undefined) return null
  return {
    messageSid: fields.MessageSid,
    from: callerOf(fields.From),
    to: fields.To ?? '',
    body: fields.Body ?? '',
    pictures: Number(fields.NumMedia ?? 0),
  }
}

/** How far a text of ours is. */
export const messageStatusForm = Type.Object({
  MessageSid: sid(),
  MessageStatus: Type.Optional(Type.String({ pattern: '^[a-z_]{1,30}$' })),
  ErrorCode: Type.Optional(Type.String({ pattern: '^\\d{1,6}$' })),
})

export type MessageReport = {
  readonly messageSid: string
  /** Our id of the text. */
  readonly text: string | null
  readonly status: MessageStatus
  /** The carrier's number for why it failed; 21610 is an opt-out, 21614 a landline. */
  readonly errorCode: number | null
}

export function readMessageStatus(query: unknown, form: unknown): MessageReport | null {
  const fields = narrow(messageStatusForm, form)
  const status = asMessageStatus(fields.MessageStatus)
  if (fields.MessageSid === undefined || status === null) return null
  return {
    messageSid: fields.MessageSid,
    text: narrow(addressQuery, query).text ?? null,
    status,
    errorCode: fields.ErrorCode === undefined || fields.ErrorCode === '0' ? null : Number(fields.ErrorCode),
  }
}
