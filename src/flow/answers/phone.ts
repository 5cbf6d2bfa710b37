/** Phone numbers that can be called back: Indonesian, mobile or landline with its area code, and none that costs the caller. */

import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Heard } from '../listening.ts'
import { digitsHeard } from '../words/heard.ts'

/** Numbers beyond these are refused, so that nobody makes the hotline call abroad or a premium line. */
const CALLABLE: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE'])

/** E.164, from `0812...`, `62812...`, `+62 812...` or a landline with its area code; null for every other number. */
export function phoneHeard({ text, by }: Heard, language: string): string | null {
  const digits = by === 'keys' || /[0-9]{3}/.test(text) ? text.replaceAll(/[^0-9+]/g, '') : digitsHeard(text, language)
  if (digits === null || digits === '') return null
  const number = parsePhoneNumberFromString(digits.replace(/^00/, '+'), 'ID')
  if (number?.countryCallingCode !== '62' || !number.isValid()) return null
  return CALLABLE.has(number.getType() ?? '') ? number.number : null
}
