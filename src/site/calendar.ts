/** When a calendar is open: weekly hours, holidays, special dates and temporary hours, by the clock on the region's wall. Pure. */

import { DateTime } from 'luxon'
import type { HolidayKind, Holidays } from './holidays.ts'

export const weekdays = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'] as const
export type Day = (typeof weekdays)[number]

/** Half-open, in minutes from the day's 00:00; the end may lie in the next day. */
export type Span = { readonly from: number; readonly to: number }
/** A day that is not named is closed. */
export type Week = Readonly<Partial<Record<Day, readonly Span[]>>>
/** By ISO date; an empty list is closed. */
export type Dates = Readonly<Record<string, readonly Span[]>>

export type Calendar = {
  readonly id: string
  readonly label: string
  readonly week: Week
  /** Closed on these days, whatever the week says. */
  readonly closedOn: readonly HolidayKind[]
  readonly dates: Dates
}

/** Other hours for a while, in place of the calendar's own. ISO dates, both ends included. */
export type OtherHours = {
  readonly id: string
  readonly calendar: string
  readonly from: string | null
  readonly until: string
  /** In place of the calendar's week; holidays close as before. */
  readonly week: Week | null
  /** More than any holiday. */
  readonly dates: Dates
}

const DAY = 24 * 60

/** Open at `from`, closed at `to`: `07:30-16:00`. A `to` that is not after `from` lies on the next day; `00:00-24:00` is the whole day. */
export function spanOf(hours: string): Span {
  const [from = 0, to = 0] = hours.split('-').map(minutesOf)
  return { from, to: to <= from ? to + DAY : to }
}

export const wholeWeek: Week = Object.fromEntries(weekdays.map((day) => [day, [{ from: 0, to: DAY }]]))

/**
 * The hours that begin on an ISO date. What is said of that very date counts most (temporary hours before the calendar's own), then
 * holidays, then the week (temporary hours first; of two that began the later one counts).
 */
export function hoursOn(
  calendar: Calendar,
  date: string,
  holidays: Holidays,
  others: readonly OtherHours[],
): readonly Span[] {
  const present = others
    .filter((one) => one.calendar === calendar.id && (one.from ?? '') <= date && date <= one.until)
    .toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1))
  const special = [...present, calendar].find(({ dates }) => Object.hasOwn(dates, date))?.dates[date]
  if (special !== undefined) return special
  if (holidays.on(date).some(({ kind }) => calendar.closedOn.includes(kind))) return []
  const week = present.find((one) => one.week !== null)?.week ?? calendar.week
  return week[weekdays[DateTime.fromISO(date).weekday - 1] ?? 'minggu'] ?? []
}

/** Open at this moment (milliseconds since 1970), by the clock on the wall of `zone`? */
export function isOpenAt(
  calendar: Calendar,
  nowMs: number,
  zone: string,
  holidays: Holidays,
  others: readonly OtherHours[] = [],
): boolean {
  const at = DateTime.fromMillis(nowMs, { zone })
  const minute = at.hour * 60 + at.minute
  const opens = (day: DateTime, then: number): boolean =>
    hoursOn(calendar, isoDate(day), holidays, others).some(({ from, to }) => then >= from && then < to)
  return opens(at, minute) || opens(at.minus({ days: 1 }), minute + DAY)
}

export const isoDate = (at: DateTime): string => at.toFormat('yyyy-MM-dd')

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
