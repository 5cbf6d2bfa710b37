/** Calendars and holidays of the site's files, once their shape is right. Pure. */

import { DateTime } from 'luxon'
import { complaints } from '../flow/check.ts'
import type { Problem } from '../flow/flow.ts'
import { told } from '../flow/rules/told.ts'
import { readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import { type Calendar, type Dates, type Day, spanOf, type Week, wholeWeek } from './calendar.ts'
import { type Decree, type Holiday, type HolidayKind, holidayKinds, type OwnHoliday } from './holidays.ts'
import { HolidaysFile, type HolidaysFileSpec, type SiteFileSpec } from './schema.ts'

export type HoursSource = { readonly calendars: readonly Calendar[]; readonly ownHolidays: readonly OwnHoliday[] }

type WeekSpec = Readonly<Partial<Record<Day, readonly string[]>>>

export const weekOf = (spec: WeekSpec): Week =>
  Object.fromEntries(Object.entries(spec).map(([day, hours]) => [day, hours.map(spanOf)]))

export const datesOf = (spec: Readonly<Record<string, readonly string[]>>): Dates =>
  Object.fromEntries(Object.entries(spec).map(([date, hours]) => [date, hours.map(spanOf)]))

export const isDate = (text: string): boolean => DateTime.fromISO(text).isValid

export const noDate = (date: string) => told('dates-exist', 'none', { date })

export function readCalendars(
  spec: Pick<SiteFileSpec, 'calendars'>,
  file: YamlFile,
): { readonly calendars: readonly Calendar[]; readonly problems: readonly Problem[] } {
  const calendars = Object.entries(spec.calendars).map(([id, calendar]): Calendar => {
    const { label, around_the_clock: always = false, closed_on, dates = {}, ...days } = calendar
    const closedOn: readonly HolidayKind[] = closed_on ?? (always ? [] : holidayKinds)
    return { id, label, week: always ? wholeWeek : weekOf(days), closedOn, dates: datesOf(dates) }
  })
  const problems = Object.entries(spec.calendars).flatMap(([id, calendar]) => {
    const { label: _, around_the_clock: always = false, closed_on: __, dates = {}, ...days } = calendar
    const at = ['calendars', id]
    const wrong = Object.keys(dates).filter((date) => !isDate(date))
    const both = always && Object.keys(days).length > 0
    return [
      ...(both ? [file.problem(at, told('calendar-clear', 'both'))] : []),
      ...wrong.map((date) => file.problem([...at, 'dates', date], noDate(date))),
    ]
  })
  return { calendars, problems }
}

export function readOwnHolidays(
  { holidays = [] }: Pick<SiteFileSpec, 'holidays'>,
  file: YamlFile,
): { readonly days: readonly OwnHoliday[]; readonly problems: readonly Problem[] } {
  const days = holidays.map(({ date, name, kind = 'regional' }): OwnHoliday => ({ date, name, kind }))
  // A leap year, so that the 29th of February passes.
  const problems = days.flatMap(({ date }, index) =>
    isDate(date.length === 5 ? `2028-${date}` : date) ? [] : [file.problem(['holidays', index, 'date'], noDate(date))],
  )
  return { days, problems }
}

/** `holidays/<year>.yaml`; `decree` is null when the file is not usable. */
export function readDecree(source: TextFile): {
  readonly decree: Decree | null
  readonly problems: readonly Problem[]
  readonly file: YamlFile
} {
  const file = readYaml(source)
  if (file.value === undefined) return { decree: null, problems: file.problems, file }
  const shape = complaints(HolidaysFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { decree: null, problems: [...file.problems, ...shape], file }
  const spec = file.value as HolidaysFileSpec
  const problems = [...file.problems, ...dayProblems(spec, file)]
  const days = (['national', 'joint_leave'] as const).flatMap((kind) =>
    Object.entries(spec[kind]).map(([date, name]): Holiday => ({ date, kind, name })),
  )
  return { decree: { year: spec.year, decree: spec.decree, days, file: source.file }, problems, file }
}

function dayProblems(spec: HolidaysFileSpec, file: YamlFile): readonly Problem[] {
  const year = String(spec.year)
  // Of a list with another year's name every day would be wrong.
  if (!file.file.endsWith(`/${year}.yaml`))
    return [file.problem(['year'], told('holidays-listed', 'misnamed', { year }))]
  return (['national', 'joint_leave'] as const).flatMap((kind) =>
    Object.keys(spec[kind]).flatMap((date) => {
      const at = [kind, date]
      if (!isDate(date)) return [file.problem(at, noDate(date))]
      if (!date.startsWith(`${spec.year}-`))
        return [file.problem(at, told('holidays-listed', 'other_year', { date, year }))]
      const isBoth = kind === 'joint_leave' && Object.hasOwn(spec.national, date)
      return isBoth ? [file.problem(at, told('holidays-listed', 'both', { date }))] : []
    }),
  )
}
