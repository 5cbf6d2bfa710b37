/** Indonesian public holidays as the library `date-holidays` computes them. */

import { createRequire } from 'node:module'
import type DateHolidays from 'date-holidays'

type Library = { readonly getHolidays: DateHolidays['getHolidays'] }
let library: Library | undefined

/** Loaded when the first year without a decree is asked for: it takes a third of a second, which no start should wait for. */
function loaded(): Library {
  const Holidays = createRequire(import.meta.url)('date-holidays') as typeof DateHolidays
  return new Holidays('ID')
}

export type PublicHoliday = {
  readonly date: string
  readonly name: string
  /** By the moon, whose sighting decides in Indonesia: the library counts by the Saudi calendar and may be off by a day or two. */
  readonly isEstimate: boolean
}

const lunar = /Muharram|Rabi al-awwal|Rajab|Shawwal|Dhu al-Hijjah/

/** Without joint leave and without Easter Sunday, which the library (3.37) does not have for Indonesia. */
export function publicHolidays(year: number): readonly PublicHoliday[] {
  library ??= loaded()
  return library.getHolidays(year).map(({ date, name, rule }) => ({
    date: date.slice(0, 10),
    // The library calls the 27th of Rajab by the name of another feast.
    name: rule.startsWith('27 Rajab') ? 'Isra Mikraj' : name,
    isEstimate: lunar.test(rule),
  }))
}
