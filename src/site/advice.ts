/** What somebody should see to soon, by the clock: lists of holidays that are missing or look wrong, temporary changes that are over. Pure. */

import { DateTime } from 'luxon'
import type { Problem } from '../flow/flow.ts'
import { type Told, told, toldPlainly } from '../flow/rules/told.ts'
import { type Answer, upkeepOf } from '../knowledge/answer.ts'
import type { Site } from './facts.ts'
import type { Decree } from './holidays.ts'
import { hasEnded } from './overlay.ts'
import { type PublicHoliday, publicHolidays } from './public-holidays.ts'

/** The decree for a year comes in September or October of the year before. */
const decreeMonth = 10

/** Warnings of this moment (milliseconds since 1970); nothing here refuses anything. */
export function adviceAt(site: Site, now: number): readonly Problem[] {
  return [...decreeAdvice(site, now), ...overlayAdvice(site, now), ...answerAdvice(site, now)]
}

function decreeAdvice({ holidays, zone }: Site, now: number): readonly Problem[] {
  const { year, month } = DateTime.fromMillis(now, { zone })
  const wanted = month >= decreeMonth ? [year, year + 1] : [year]
  return wanted
    .filter((one) => !holidays.decrees.some((decree) => decree.year === one))
    .map((one) => at(`holidays/${one}.yaml`, told('holidays-decreed', 'missing', { year: String(one) })))
}

function overlayAdvice({ overlays, zone }: Site, now: number): readonly Problem[] {
  return overlays
    .filter((overlay) => hasEnded(overlay, now))
    .map(({ id, until }) => {
      const time = DateTime.fromMillis(until, { zone }).toFormat('yyyy-MM-dd HH:mm')
      return at(`overlays/${id}.yaml`, told('overlay-over', 'over', { time }))
    })
}

/** An owner hears of an answer so long before it ends. */
const answerNoticeDays = 14

function answerAdvice({ answers, agencies, zone }: Site, now: number): readonly Problem[] {
  const today = DateTime.fromMillis(now, { zone })
  const soon = today.plus({ days: answerNoticeDays }).toFormat('yyyy-MM-dd')
  const { expired, ending } = upkeepOf(answers, today.toFormat('yyyy-MM-dd'), soon)
  const ownerOf = ({ owner }: Answer) => agencies.find(({ id }) => id === owner)?.name ?? owner
  const due = (answer: Answer, what: string) =>
    advice(
      `knowledge/${answer.topic}.yaml`,
      'answer-current',
      `the answer "${answer.id}" ${what}`,
      `${ownerOf(answer)} renews it with a later valid_until, or takes it out`,
    )
  return [
    ...expired.map((answer) => due(answer, `ended with ${answer.validUntil} and is not said any more`)),
    ...ending.map((answer) => due(answer, `ends with ${answer.validUntil}`)),
  ]
}

/** Days of the moon are sighted, so that the library may be this far from the decree. */
const mostDaysOff = 2

/**
 * Days that the library knows and a decree's list does not have anywhere near: a slip of the pen, most likely. Apart from the rest,
 * because the library takes a moment to load.
 */
export function doubtsAbout({ holidays }: Site): readonly Problem[] {
  return holidays.decrees.flatMap((decree) =>
    missedBy(decree).map(({ date, name }) => at(decree.file, told('holidays-plausible', 'missed', { date, name }))),
  )
}

function missedBy({ year, days }: Decree): readonly PublicHoliday[] {
  const listed = days.filter(({ kind }) => kind === 'national').map(({ date }) => dayNumber(date))
  return publicHolidays(year).filter(({ date, isEstimate }) => {
    const most = isEstimate ? mostDaysOff : 0
    return !listed.some((day) => Math.abs(day - dayNumber(date)) <= most)
  })
}

const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

const at = (file: string, said: Told): Problem => ({ file, line: 1, path: '', ...said })

const advice = (file: string, rule: string, message: string, help: string): Problem =>
  at(file, { ...toldPlainly(message, rule), help, severity: 'warning' })
