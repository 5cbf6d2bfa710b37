/** English as it is taught in Indonesia: British numbers, days as ordinals, years in two halves. */

import { toCardinal, toOrdinal } from 'n2words/en-GB'
import words from './lang/eng.json' with { type: 'json' }
import { filled, type Tongue, twoDigits } from './tongue.ts'

/** Hours at which afternoon, evening and night begin. */
const BOUNDS = [12, 18, 21]

function partOfDay(hour: number): string {
  const index = BOUNDS.findIndex((bound) => hour < bound)
  return words.parts.at(index) ?? '' // -1: the last one
}

const onDial = (hour: number): string => toCardinal(hour % 12 === 0 ? 12 : hour % 12)

function patternOf(minute: number): string {
  if (minute === 0) return words.oClock
  if (minute === 15) return words.quarterPast
  if (minute === 30) return words.halfPast
  if (minute === 45) return words.quarterTo
  return minute < 10 ? words.pastFew : words.past
}

/** `nineteen ninety-eight`, `two thousand and five`, `twenty twenty-six`. */
function year(value: number): string {
  const [century, rest] = [Math.floor(value / 100), value % 100]
  const inHalves = (value >= 1100 && value < 2000) || (value >= 2010 && value < 2100)
  return inHalves && rest >= 10 ? `${toCardinal(century)} ${toCardinal(rest)}` : toCardinal(value)
}

export const english: Tongue = {
  locale: 'en-GB',
  words,
  cardinal: toCardinal,
  dayOfMonth: toOrdinal,
  year,
  timeOfDay: (hour, minute) => {
    if (minute === 0 && hour === 0) return words.midnight
    if (minute === 0 && hour === 12) return words.noon
    const values = { hour: onDial(hour), next: onDial(hour + 1), minutes: toCardinal(minute), part: partOfDay(hour) }
    return filled(patternOf(minute), values)
  },
  writtenTime: (hour, minute) => `${twoDigits(hour)}:${twoDigits(minute)}`,
}
