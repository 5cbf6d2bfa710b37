/** Indonesian: half past seven is `setengah delapan`, half way to eight; the day has five parts. */

import { toCardinal } from 'n2words/id-ID'
import words from './lang/ind.json' with { type: 'json' }
import { filled, type Tongue, twoDigits } from './tongue.ts'

/** Minutes of the day at which the next part begins: dini hari, pagi (4), siang (11), sore (15), malam (18.30). */
const BOUNDS = [4 * 60, 11 * 60, 15 * 60, 18 * 60 + 30]

/** Midnight is `pukul dua belas malam`, though the small hours after it are `dini hari`. */
function partOfDay(hour: number, minute: number): string {
  if (hour === 0 && minute === 0) return words.parts.at(-1) ?? ''
  const index = BOUNDS.findIndex((bound) => hour * 60 + minute < bound)
  return words.parts.at(index) ?? '' // -1: the last one
}

const onDial = (hour: number): string => toCardinal(hour % 12 === 0 ? 12 : hour % 12)

export const indonesian: Tongue = {
  locale: 'id-ID',
  words,
  cardinal: toCardinal,
  dayOfMonth: toCardinal,
  year: toCardinal,
  timeOfDay: (hour, minute) => {
    const values = {
      hour: onDial(hour),
      next: onDial(hour + 1),
      minutes: toCardinal(minute),
      part: partOfDay(hour, minute),
    }
    return filled(minute === 0 ? words.oClock : minute === 30 ? words.halfTo : words.past, values)
  },
  writtenTime: (hour, minute) => `${twoDigits(hour)}.${twoDigits(minute)}`,
}
