/** Codes and phone numbers, digit by digit, with a breath between groups, as people write them down. */

import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { tongueOf } from './tongues.ts'

/** More than four in a row are not remembered. */
const LONGEST_GROUP = 4

/** `satu dua tiga empat, lima enam tujuh empat`: a breath after every four. Letters are said one by one too. */
export function spokenDigits(value: string, language: string): string {
  return inGroups(groupsOf(value, LONGEST_GROUP), language)
}

/** A phone number as it is dialled in Indonesia, in the groups in which it is written: `0812-0000-0001`; 112 stays 112. */
export function writtenPhone(value: string): string {
  const text = value.trim()
  const number = /^\+?[\d\s().-]{5,20}$/.test(text) ? parsePhoneNumberFromString(text, 'ID') : undefined
  if (number === undefined || !number.isPossible()) return text
  const format = number.countryCallingCode === '62' ? number.formatNational() : number.formatInternational()
  return format.replaceAll(/[()]/g, '').replaceAll(/[\s-]+/g, '-')
}

/** The same digit by digit, long groups in halves: `nol delapan satu dua, nol nol nol nol, nol nol nol satu`. A plus is left out: nobody dials it. */
export function spokenPhone(value: string, language: string): string {
  const groups = writtenPhone(value)
    .split('-')
    .flatMap((group) => groupsOf(group, Math.ceil(group.length / Math.ceil(group.length / LONGEST_GROUP))))
  return inGroups(groups, language)
}

function groupsOf(value: string, size: number): readonly string[] {
  const signs = [...value].filter((sign) => /[\p{L}\p{N}]/u.test(sign))
  const groups: string[] = []
  for (let from = 0; from < signs.length; from += size) groups.push(signs.slice(from, from + size).join(''))
  return groups
}

function inGroups(groups: readonly string[], language: string): string {
  const { digits } = tongueOf(language).words
  const said = (sign: string): string => (/^[0-9]$/.test(sign) ? (digits[Number(sign)] ?? sign) : sign)
  return groups.map((group) => [...group].map(said).join(' ')).join(', ')
}
