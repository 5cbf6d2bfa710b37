/** Weekly hours in the region's wall clock. Pure: the moment is an argument. */

import { DateTime } from 'luxon'

/** Half-open, in minutes of the week from Monday 00:00; the end may lie beyond the week's end. */
export type Interval = { readonly from: number; readonly to: number }
export type Calendar = { readonly id: string; readonly label: string; readonly intervals: readonly Interval[] }

const DAY = 24 * 60
const WEEK = 7 * DAY
const DAYS = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'] as const
export type Day = (typeof DAYS)[number]

/** Open at `from`, closed at `to`: `07:30-16:00`. A `to` before `from` lies on the next day; `00:00-24:00` is the whole day. */
export function intervalOf(day: Day, hours: string): Interval {
  const [from = 0, to = 0] = hours.split('-').map(minutesOf)
  const start = DAYS.indexOf(day) * DAY
  return { from: start + from, to: start + (to <= from ? to + DAY : to) }
}

/** Open at this moment (milliseconds since 1970), by the clock on the wall of `zone`? */
export function isOpenAt(calendar: Calendar, nowMs: number, zone: string): boolean {
  const at = DateTime.fromMillis(nowMs, { zone })
  const minute = (at.weekday - 1) * DAY + at.hour * 60 + at.minute
  return calendar.intervals.some(({ from, to }) =>
    [minute, minute + WEEK].some((candidate) => candidate >= from && candidate < to),
  )
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
