/** Moments as values of a flow, and days and times of day as people say and write them. */

import { DateTime } from 'luxon'
import { filled, type Tongue } from './tongue.ts'
import { tongueOf } from './tongues.ts'

/** Where and in which language something is said. */
export type Place = { readonly language: string; readonly zone: string }

const MILLISECONDS = /^-?\d{1,15}$/
/** A time of day alone, as sites write their hours. */
const CLOCK = /^([01]?\d|2[0-4])[:.]([0-5]\d)$/

/**
 * Milliseconds since 1970, an ISO date (`2026-11-21`, a day of the region) or an ISO time; null for anything else.
 * A time without an offset is the region's wall clock.
 */
function momentOf(value: string, zone: string): DateTime | null {
  const text = value.trim()
  const moment = MILLISECONDS.test(text)
    ? DateTime.fromMillis(Number(text), { zone })
    : DateTime.fromISO(/^\d{4}-\d{2}-\d{2}/.test(text) ? text : '', { zone })
  return moment.isValid ? moment : null
}

/** `dua puluh satu November dua ribu dua puluh enam`; empty for what is no day. */
export function spokenDate(value: string, { language, zone }: Place): string {
  const moment = momentOf(value, zone)
  if (moment === null) return ''
  const tongue = tongueOf(language)
  const month = moment.setLocale(tongue.locale).toFormat('MMMM')
  return filled(tongue.words.date, { day: tongue.dayOfMonth(moment.day), month, year: tongue.year(moment.year) })
}

/** `21 November 2026` */
export function writtenDate(value: string, { language, zone }: Place): string {
  return momentOf(value, zone)?.setLocale(tongueOf(language).locale).toFormat('d MMMM yyyy') ?? ''
}

/** `Sabtu` */
export function weekday(value: string, { language, zone }: Place): string {
  return momentOf(value, zone)?.setLocale(tongueOf(language).locale).toFormat('cccc') ?? ''
}

/** `pukul setengah delapan pagi`, of a moment or of `07:30`; empty for what is neither. */
export const spokenTime = (value: string, place: Place): string =>
  timeOf(value, place, (tongue, hour, minute) => tongue.timeOfDay(hour, minute))

/** `07.30` */
export const writtenTime = (value: string, place: Place): string =>
  timeOf(value, place, (tongue, hour, minute) => tongue.writtenTime(hour, minute))

function timeOf(
  value: string,
  { language, zone }: Place,
  told: (tongue: Tongue, hour: number, minute: number) => string,
): string {
  const tongue = tongueOf(language)
  const clock = CLOCK.exec(value.trim())
  if (clock !== null) return told(tongue, Number(clock[1]) % 24, Number(clock[2]))
  const moment = momentOf(value, zone)
  return moment === null ? '' : told(tongue, moment.hour, moment.minute)
}

/** `waktu Indonesia barat`, in writing `WIB`; empty for a zone outside Indonesia. */
export function zoneName({ language, zone }: Place, how: 'spoken' | 'written'): string {
  const { zones } = tongueOf(language).words
  return Object.hasOwn(zones, zone) ? (zones[zone]?.[how] ?? '') : ''
}
