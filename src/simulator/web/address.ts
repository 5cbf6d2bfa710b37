/** PURE. Numbers as people read them; everything else as it is. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** `+6281200000001` -> `0812-0000-0001`; numbers of other countries in international form; `sip:` and names unchanged. */
export function readableAddress(address: string): string {
  const number = address.startsWith('+') ? parsePhoneNumberFromString(address) : undefined
  if (number === undefined) return address.replace(/^(sip|client):/, '')
  return number.country === 'ID' ? number.formatNational() : number.formatInternational()
}
