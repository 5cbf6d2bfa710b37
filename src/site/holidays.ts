/** Which days are holidays: by decree where one is known, else by the library; and the region's own. Pure but for the library. */

import { publicHolidays } from './public-holidays.ts'

/** `joint_leave` is cuti bersama; `regional` are days of the region's own. */
export type HolidayKind = 'national' | 'joint_leave' | 'regional'
export const holidayKinds: readonly HolidayKind[] = ['national', 'joint_leave', 'regional']

export type Holiday = { readonly date: string; readonly kind: HolidayKind; readonly name: string }

/** A year's list, after the decree of three ministers (SKB) that the file names. It is the whole truth about its year. */
export type Decree = {
  readonly year: number
  readonly decree: string
  readonly days: readonly Holiday[]
  /** Where it stands. */
  readonly file: string
}

/** A day that the site itself adds; `date` is an ISO date, or `MM-DD` for every year. */
export type OwnHoliday = { readonly date: string; readonly kind: HolidayKind; readonly name: string }

export type Holidays = {
  /** Those of an ISO date. */
  readonly on: (date: string) => readonly Holiday[]
  /** Of the years whose days are certain. */
  readonly decrees: readonly Decree[]
}

/**
 * The days of every year. A year without a decree has the days that the library computes: those of the sun are right, those of the
 * moon may be off by a day or two, and there is no joint leave.
 */
export function holidaysOf(decrees: readonly Decree[], own: readonly OwnHoliday[]): Holidays {
  const byYear = new Map<number, ReadonlyMap<string, readonly Holiday[]>>()
  const daysOf = (year: number): ReadonlyMap<string, readonly Holiday[]> => {
    const known = byYear.get(year)
    if (known !== undefined) return known
    const decree = decrees.find((one) => one.year === year)
    const national = decree?.days ?? publicHolidays(year).map((day) => ({ ...day, kind: 'national' as const }))
    const regional = own.flatMap(({ date, kind, name }): Holiday[] => {
      const full = date.length === 5 ? `${year}-${date}` : date
      return full.startsWith(`${year}-`) ? [{ date: full, kind, name }] : []
    })
    const days = Map.groupBy([...national, ...regional], ({ date }) => date)
    byYear.set(year, days)
    return days
  }
  return {
    on: (date) => daysOf(Number(date.slice(0, 4))).get(date) ?? [],
    decrees,
  }
}
