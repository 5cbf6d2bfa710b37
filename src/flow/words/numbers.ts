/** Numbers and amounts of money, said and written. */

import { filled } from './tongue.ts'
import { tongueOf } from './tongues.ts'

/** A decimal number as programs write it: no separators but the point. Longer ones are nobody's number. */
const NUMBER = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/

/** `1500.5` is `seribu lima ratus koma lima`; what is no number stays as it is. */
export function spokenNumber(value: string, language: string): string {
  const read = NUMBER.exec(value.trim())
  if (read === null) return value
  const { cardinal, words } = tongueOf(language)
  const [, sign = '', whole = '', fraction = ''] = read
  const digits = [...fraction].map((digit) => words.digits[Number(digit)] ?? '')
  const parts = [
    ...(sign === '' ? [] : [words.minus]),
    cardinal(BigInt(whole)),
    ...(digits.length === 0 ? [] : [words.point, ...digits]),
  ]
  return parts.join(' ')
}

/** `1.500` in Indonesian, `1,500` in English. */
export function writtenNumber(value: string, language: string): string {
  const read = NUMBER.exec(value.trim())
  return read === null ? value : formatOf(tongueOf(language).locale).format(Number(value))
}

/** Rupiah, rounded to whole ones: nobody has seen a sen for decades. */
export function spokenMoney(value: string, language: string): string {
  const amount = wholeAmount(value)
  return amount === null ? value : filled(tongueOf(language).words.money, { amount: spokenNumber(amount, language) })
}

/** `Rp15.000`, without a space, as the Indonesian spelling rules (EYD V) write it. */
export function writtenMoney(value: string, language: string): string {
  const amount = wholeAmount(value)
  if (amount === null) return value
  const sign = amount.startsWith('-') ? '-' : ''
  return `${sign}Rp${writtenNumber(amount.replace('-', ''), language)}`
}

function wholeAmount(value: string): string | null {
  return NUMBER.test(value.trim()) ? String(Math.round(Number(value)) || 0) : null
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string): Intl.NumberFormat {
  const known = formats.get(locale)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  formats.set(locale, format)
  return format
}
