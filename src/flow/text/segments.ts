/**
 * What a text costs: its parts in GSM-7 (160 letters, 153 each in several parts) or UCS-2 (70, 67). The alphabet and its stand-ins are
 * the library's; we count by letters ourselves, because its own count takes a tenth of a second for a long text. Pure.
 */

import smartEncoding from 'sms-segments-calculator/dist/libs/SmartEncodingMap.js'
import unicodeToGsm from 'sms-segments-calculator/dist/libs/UnicodeToGSM.js'

/** Carriers refuse a longer text. */
const LONGEST = 1600

const gsm: ReadonlyMap<number, number> = new Map(
  Object.entries(unicodeToGsm.default).map(([letter, octets]) => [Number(letter), octets.length]),
)
const plain: ReadonlyMap<string, string> = new Map(Object.entries(smartEncoding.default))

/** How many parts the text is sent in; one letter outside of GSM-7 makes all of it UCS-2. */
export function segmentsOf(text: string): number {
  const letters = [...text]
  const isGsm = letters.every((letter) => gsm.has(letter.codePointAt(0) ?? 0))
  const units = letters.map((letter) => (isGsm ? (gsm.get(letter.codePointAt(0) ?? 0) ?? 1) : letter.length))
  const total = units.reduce((sum, size) => sum + size, 0)
  if (total <= (isGsm ? 160 : 70)) return total === 0 ? 0 : 1
  const room = isGsm ? 153 : 67
  // A letter of two units is never cut in half by the end of a part.
  let parts = 1
  let used = 0
  for (const size of units) {
    if (used + size > room) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}

/** Curly quotes, long dashes and the like as the plain signs that every phone has: they would more than double the parts. */
export const plainSigns = (text: string): string =>
  [...text.toWellFormed()].map((letter) => plain.get(letter) ?? letter).join('')

/** Cut so that it is sent in at most so many parts, at a blank where there is one. */
export function cutTo(text: string, most: number): string {
  let kept = text.slice(0, LONGEST).toWellFormed()
  for (let parts = segmentsOf(kept); parts > most; parts = segmentsOf(kept)) {
    const shorter = kept.slice(0, Math.floor(kept.length * Math.min(0.95, (most + 0.5) / parts)))
    const blank = shorter.lastIndexOf(' ')
    kept = shorter.slice(0, blank > shorter.length / 2 ? blank : shorter.length).replace(/[\ud800-\udbff]$/, '')
  }
  return kept.trim()
}
