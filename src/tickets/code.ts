/** A ticket's number: eight digits, the last a check digit, so that one wrong key or two swapped are noticed on the line. */

/** Luhn's sum (ISO/IEC 7812-1, annex B) of a number whose check digit is in place; valid when it ends in nought. */
function luhn(digits: string): number {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum
}

/** Codes begin with 1 to 9: nought at the front gets lost in spreadsheets. */
export const lowestSerial = 1_000_000
export const serialLimit = 10_000_000

/** The code of a serial of seven digits, drawn by the caller from [lowestSerial, serialLimit). */
export function codeOf(serial: number): string {
  if (!Number.isInteger(serial) || serial < lowestSerial || serial >= serialLimit)
    throw new RangeError('A ticket serial has seven digits')
  const check = (10 - (luhn(`${serial}0`) % 10)) % 10
  return `${serial}${check}`
}

export const isCode = (text: string): boolean => /^[1-9]\d{7}$/.test(text) && luhn(text) % 10 === 0

/** What a person typed or a text message carries: `1234-5678`, `#12345678`; null when it is no ticket's number. */
export function readCode(text: string): string | null {
  const digits = text.replace(/[\s.#-]/g, '')
  return isCode(digits) ? digits : null
}

/** For eyes: `1234 5678`. */
export const written = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

/** For ears: digits apart, a pause in the middle. Speech engines read `12345678` as millions otherwise. */
export const spoken = (code: string): string => `${[...code.slice(0, 4)].join(' ')}, ${[...code.slice(4)].join(' ')}`
