/** Webhooks as a carrier sends them, made and signed before the clock starts. */

import { createHash, randomUUID } from 'node:crypto'
import { sign } from '../../src/telephony/signature.ts'

export const token = 'b'.repeat(32)
export const accountSid = `AC${'a'.repeat(32)}`
export const line = '+62751000100'

export const callSidOf = (name: string) => `CA${createHash('md5').update(name).digest('hex')}`

export type Webhook = {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** About 500 bytes, as the carrier's own. */
export function webhook(
  publicUrl: string,
  path: string,
  callSid: string,
  fields: Readonly<Record<string, string>> = {},
): Webhook {
  const form = {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'in-progress',
    Called: line,
    CalledCity: '',
    CalledCountry: 'ID',
    CalledState: '',
    CalledZip: '',
    Caller: '+6281200000001',
    CallerCountry: 'ID',
    Direction: 'inbound',
    From: '+6281200000001',
    FromCountry: 'ID',
    To: line,
    ToCountry: 'ID',
    ...fields,
  }
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': sign(token, publicUrl + path, form),
      'i-twilio-idempotency-token': randomUUID(),
    },
    body: new URLSearchParams(form).toString(),
  }
}

/** The turn of one of many callers: the first key, which opens the ticket, or the second, for more topics. */
export const keyTurn = (publicUrl: string, callSid: string, turn: 1 | 2): Webhook =>
  webhook(publicUrl, `/twilio/voice/turn?turn=${turn}&epoch=0`, callSid, {
    Digits: turn === 1 ? '2' : '5',
    msg: 'Gather Digits',
  })
