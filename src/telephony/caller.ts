import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Who calls or texts, as far as the network says. */
export type Caller =
  | { readonly kind: 'number'; readonly e164: string }
  /** `asserted` is what the network vouches for (P-Asserted-Identity, RFC 3325): a number in E.164 where it holds one, else a `sip:` address. */
  | { readonly kind: 'sip'; readonly uri: string; readonly asserted?: string }
  | { readonly kind: 'client'; readonly identity: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'raw'; readonly text: string }

/** Words, and the numbers that spell them on a keypad (ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN, BLOCKED), as the carrier sends them. */
const withheld = new Set([
  '',
  'anonymous',
  'unknown',
  'restricted',
  'unavailable',
  'private',
  'blocked',
  'withheld',
  '+266696687',
  '+7378742833',
  '+86282452253',
  '+8656696',
  '+2562533',
])

/** Reads `From`, and `P-Asserted-Identity` where a SIP trunk passes it on. National formats (0812...) are Indonesian. */
export function callerOf(from: string | undefined, assertedIdentity?: string): Caller {
  const text = (from ?? '').trim()
  const asserted = assertedOf(assertedIdentity)
  if (withheld.has(text.toLowerCase())) {
    return asserted === null ? { kind: 'withheld' } : { kind: 'sip', uri: 'sip:anonymous@anonymous.invalid', asserted }
  }
  if (/^client:/i.test(text)) return { kind: 'client', identity: text.slice('client:'.length) }
  if (/^sips?:/i.test(text)) return sipCaller(text, asserted)
  if (/^tel:/i.test(text)) return numberCaller(text.slice('tel:'.length), text)
  return numberCaller(text, text)
}

/** The caller's number in E.164, whichever way it came; null when there is none. */
export function numberOf(caller: Caller): string | null {
  if (caller.kind === 'number') return caller.e164
  return caller.kind === 'sip' && caller.asserted?.startsWith('+') ? caller.asserted : null
}

/** Whether a text message would arrive: an Indonesian mobile number. A landline refuses it (21614), and abroad is not served. */
export function canBeTexted(caller: Caller): boolean {
  const number = numberOf(caller)
  const parsed = number === null ? null : parse(number)
  const type = parsed?.getType()
  return parsed?.country === 'ID' && (type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE')
}

function sipCaller(text: string, asserted: string | null): Caller {
  const user = sipUser(text)
  if (user !== '' && withheld.has(user.toLowerCase())) {
    return asserted === null ? { kind: 'withheld' } : { kind: 'sip', uri: text, asserted }
  }
  const number = numberIn(user)
  if (number === null) return asserted === null ? { kind: 'sip', uri: text } : { kind: 'sip', uri: text, asserted }
  return { kind: 'number', e164: asserted?.startsWith('+') ? asserted : number }
}

function numberCaller(number: string, text: string): Caller {
  const e164 = numberIn(number)
  return e164 === null ? { kind: 'raw', text } : { kind: 'number', e164 }
}

/** All identities of the header (`"Warga" <sip:+62812@ims.example>, <tel:+62812>`); one with a number is preferred. */
function assertedOf(header: string | undefined): string | null {
  const addresses = (header ?? '').match(/\b(?:sips?|tel):[^\s<>,"]+/gi) ?? []
  let other: string | null = null
  for (const address of addresses) {
    const isTel = /^tel:/i.test(address)
    const user = isTel ? address.slice('tel:'.length) : sipUser(address)
    if (user !== '' && withheld.has(user.toLowerCase())) continue
    const number = numberIn(user)
    if (number !== null) return number
    if (!isTel) other ??= address
  }
  return other
}

function sipUser(uri: string): string {
  const address = uri.replace(/^sips?:/i, '')
  const end = address.indexOf('@')
  const user = end === -1 ? '' : (address.slice(0, end).split(';', 1)[0] ?? '').split(':', 1)[0]
  return decoded(user ?? '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** E.164 when the text is written as a phone number that can exist; extensions and short codes are none. */
function numberIn(text: string): string | null {
  const digits = text.split(';', 1)[0] ?? ''
  if (!/^\+?[\d\s().-]{5,24}$/.test(digits)) return null
  const number = parse(digits)
  if (number === undefined) return null
  return digits.startsWith('+') ? (number.isPossible() ? number.number : null) : number.isValid() ? number.number : null
}

function parse(text: string): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, 'ID')
}
