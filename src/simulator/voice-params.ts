import { type Account, apiVersion } from './account.ts'
import { isNumber } from './address.ts'
import type { Leg } from './leg.ts'

const place = ['City', 'State', 'Zip'] as const

/** The parameters of every voice request about a leg (Twilio: "Request parameters"). */
export function voiceParams(account: Account, leg: Leg): Record<string, string> {
  const params: Record<string, string> = {
    AccountSid: account.sid,
    ApiVersion: apiVersion,
    CallSid: leg.sid,
    CallStatus: leg.status,
    Direction: leg.direction,
    From: leg.from,
    To: leg.to,
    Caller: leg.from,
    Called: leg.to,
    ...leg.extra,
  }
  for (const [name, address] of [
    ['From', leg.from],
    ['To', leg.to],
  ] as const) {
    if (!isNumber(address)) continue
    const other = name === 'From' ? 'Caller' : 'Called'
    for (const part of place) {
      params[`${name}${part}`] = ''
      params[`${other}${part}`] = ''
    }
    const country = address.startsWith('+62') ? 'ID' : ''
    params[`${name}Country`] = country
    params[`${other}Country`] = country
  }
  if (leg.direction === 'inbound' && isNumber(leg.from))
    params.CallToken = JSON.stringify({ parentCallInfoToken: leg.sid.slice(2) })
  if (leg.parent) params.ParentCallSid = leg.parent.sid
  if (leg.answeredBy) params.AnsweredBy = leg.answeredBy
  return params
}

/** RFC 2822 in GMT, as in Twilio's webhooks and REST replies. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
