import { randomUUID } from 'node:crypto'
import { type Line, lineOf } from './account.ts'
import { isNumber } from './address.ts'
import { type Carrier, trouble } from './carrier.ts'
import { conduct, endLeg } from './conduct.ts'
import { Leg } from './leg.ts'
import type { Phone } from './phones.ts'
import { makeProgress } from './progress.ts'
import { network, sound, speechSeconds } from './sound.ts'

/** Where SIP calls of this account arrive: the account's SIP domain at Twilio. */
const sipDomain = 'sahut.sip.twilio.com'

/** A call from a phone to one of our lines begins. A number that is not ours is announced as unknown and the call ends. */
export function receiveCall(
  carrier: Carrier,
  phone: Phone,
  to: string,
  parameters: Readonly<Record<string, string>>,
): Leg {
  if (phone.address.startsWith('client:')) return connectClient(carrier, phone, parameters)
  const line = lineOf(carrier.account, to)
  const leg = new Leg({
    ...endpoints(phone, to, line),
    direction: 'inbound',
    now: carrier.clock.now(),
    farEnd: phone,
    ...settings(line),
  })
  carrier.legs.set(leg.sid, leg)
  leg.status = 'ringing'
  carrier.background(
    (async () => {
      await Promise.resolve() // the phone has to know its leg first
      leg.hear(sound('ringing', network.ringback, 1))
      if (!line) {
        trouble(carrier, leg, 21421, `${to} is no line of this account`)
        leg.hear(sound('speech', network.unknownNumber, speechSeconds(network.unknownNumber), { language: 'id-ID' }))
        await carrier.clock.sleep(speechSeconds(network.unknownNumber), leg.over)
        return endLeg(carrier, leg, 'failed')
      }
      await conduct(carrier, leg, { purpose: 'voice', url: line.voiceUrl, method: line.voiceMethod, params: {} })
    })(),
  )
  return leg
}

function settings(line: Line | undefined) {
  if (!line) return {}
  return {
    line,
    fallbackUrl: line.voiceFallbackUrl,
    progress: makeProgress(line.statusCallback ?? undefined, 'POST', []),
  }
}

/** Who calls whom, as the application is told: by number, withheld, or over SIP with the number asserted in a header. */
function endpoints(phone: Phone, to: string, line: Line | undefined) {
  const overSip = phone.address.startsWith('sip:') || Boolean(line?.sipHost)
  if (!overSip) return { from: phone.address, to }
  const host = line?.sipHost ?? phone.address.split('@')[1] ?? 'sip.invalid'
  const from = phone.address.startsWith('sip:') ? phone.address : `sip:${phone.address}@${host}`
  const asserted = isNumber(phone.address) ? `<sip:${phone.address}@${host};user=phone>` : `<${from}>`
  return {
    from,
    to: `sip:${to}@${sipDomain}`,
    extra: {
      SipCallId: `${randomUUID()}@${host}`,
      SipDomain: sipDomain,
      SipSourceIp: '127.0.0.1',
      ...(phone.address === 'anonymous' ? { SipHeader_Privacy: 'id' } : { 'SipHeader_P-Asserted-Identity': asserted }),
    },
  }
}

/** A browser or app connects outward through the TwiML application; its own parameters come along. */
function connectClient(carrier: Carrier, phone: Phone, parameters: Readonly<Record<string, string>>): Leg {
  const leg = new Leg({
    from: phone.address,
    to: parameters.To ?? '',
    direction: 'inbound',
    now: carrier.clock.now(),
    farEnd: phone,
    fallbackUrl: carrier.account.lines[0]?.voiceFallbackUrl ?? null,
    progress: makeProgress(carrier.account.lines[0]?.statusCallback ?? undefined, 'POST', []),
    extra: parameters,
  })
  carrier.legs.set(leg.sid, leg)
  leg.status = 'ringing'
  const url = carrier.account.clientVoiceUrl
  carrier.background(
    (async () => {
      await Promise.resolve()
      if (url) return conduct(carrier, leg, { purpose: 'voice', url, method: 'POST', params: {} })
      trouble(carrier, leg, 21218, 'no TwiML application for clients')
      return endLeg(carrier, leg, 'failed')
    })(),
  )
  return leg
}
