/** What the administrator's pages show of the region's files and of the machines. */

import { DateTime } from 'luxon'
import type { Config } from './config.ts'
import type { Administration } from './console/admin-house.ts'
import type { AdminSite } from './console/admin-site.ts'
import type { Vitals } from './console/health.ts'
import { drillRungs } from './emergency/drill.ts'
import { everyRung, type LadderPlan, presentLadder } from './emergency/ladder.ts'
import { problemText } from './flow/flow.ts'
import { diskOf, writtenAt } from './platform/disk.ts'
import { findings, type HealthOptions } from './platform/health.ts'
import { type Calendar, hoursOn, isoDate, type Span, weekdays } from './site/calendar.ts'
import type { SiteNow } from './site/now.ts'
import { otherHoursOf } from './site/overlay.ts'
import type { Site } from './site.ts'

/** Of the coming days, so many are looked at for hours that are not the week's. */
const daysAhead = 60

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
/** `16:00-24:00`; what ends on the next day is written as it is in the files. */
const written = ({ from, to }: Span) => `${clock(from)}-${clock(to > 24 * 60 ? to - 24 * 60 : to)}`

function calendarOf(site: Site, calendar: Calendar, now: number): AdminSite['calendars'][number] {
  const others = otherHoursOf(site.overlays)
  const today = DateTime.fromMillis(now, { zone: site.zone })
  const days = Array.from({ length: daysAhead }, (_, ahead) => today.plus({ days: ahead }))
  const usual = (day: DateTime) => (calendar.week[weekdays[day.weekday - 1] ?? 'minggu'] ?? []).map(written)
  return {
    id: calendar.id,
    label: calendar.label,
    isOpen: site.isOpen(calendar.id, now),
    week: weekdays.map((day) => ({ day, hours: (calendar.week[day] ?? []).map(written) })),
    closedOn: calendar.closedOn,
    others: days.flatMap((day) => {
      const date = isoDate(day)
      const hours = hoursOn(calendar, date, site.holidays, others).map(written)
      if (hours.join() === usual(day).join()) return []
      return [{ date, hours, why: site.holidays.on(date).map(({ name }) => name) }]
    }),
  }
}

/** A ladder as the files say it. A group of operators has no phone that could be tried. */
function ladderShown(site: Site, plan: LadderPlan): AdminSite['ladders'][number] {
  const { kind, label, atOnce, texts, variants } = plan
  const every = everyRung(plan)
  const isUsual = (name: string) => plan.rungs.some((rung) => rung.name === name)
  const hoursOf = (name: string) => {
    const variant = isUsual(name) ? undefined : variants.find(({ rungs }) => rungs.some((rung) => rung.name === name))
    return site.calendars.find(({ id }) => id === variant?.during)?.label ?? null
  }
  return {
    ...{ kind, label, atOnce, texts },
    groups: every.flatMap(({ name, target }) => (target.kind === 'operators' ? [name] : [])),
    rungs: every.flatMap(({ name, target, accepts, ringSeconds }) =>
      target.kind === 'operators'
        ? []
        : [{ id: `ladder:${kind}:${name}`, name, target, accepts, ringSeconds, during: hoursOf(name) }],
    ),
  }
}

/** Ids by which duty phones are tried: a rung by its ladder's kind and its name. */
export function adminSite(site: Site, folder: string, now: number): AdminSite {
  return {
    folder,
    languages: site.languages,
    lines: site.lines,
    lanes: site.lanes.map(({ id, label, priority, offer }) => ({ id, label, priority, ...offer })),
    calendars: site.calendars.map((calendar) => calendarOf(site, calendar, now)),
    agencies: site.agencies.map(({ id, name, coordinator }) => ({
      ...{ id, name, coordinator },
      topics: site.topics.filter(({ agency }) => agency === id).map(({ label }) => label),
    })),
    ladders: Object.values(site.ladders).map((plan) => ladderShown(site, plan)),
    duties: [
      { ...site.dutyLine, id: 'duty_line' },
      ...Object.values(site.targets).map((duty) => ({ ...duty, id: `target:${duty.id}` })),
    ].map(({ id, name, target }) => ({ id, name, target })),
    flows: site.flows.map(({ id, revision }) => ({ id, revision, coverage: site.coverage[id] ?? {} })),
    warnings: site.warnings.map(problemText),
  }
}

/** Kinds of ladders with marked rungs, at whatever hour. */
export const drilledLadders = ({ ladders }: Pick<Site, 'ladders'>): readonly string[] =>
  Object.values(ladders).flatMap((plan) => (drillRungs({ rungs: everyRung(plan) }).length === 0 ? [] : [plan.kind]))

async function vitalsOf(config: Config, site: Site, health: Pick<HealthOptions, 'checks' | 'lags'>): Promise<Vitals> {
  const { backupStamp, dataFolder, siteFolder } = config
  const [found, disk, backupAt] = await Promise.all([
    findings(health),
    diskOf(config.databaseUrl === null ? dataFolder : siteFolder),
    backupStamp === null ? null : writtenAt(backupStamp),
  ])
  return {
    engines: health.checks.map(({ name, isEssential }) => ({ name, isEssential, ok: found.checks[name]?.ok === true })),
    lags: (health.lags ?? []).map(({ name }) => {
      const { ok = false, seconds = null } = found.waiting[name] ?? {}
      return { name, ok, seconds }
    }),
    disk,
    backup: { isConfigured: backupStamp !== null, at: backupAt },
    watch: { ...site.watch, drilled: drilledLadders(site) },
  }
}

export const administrationOf = (
  config: Config,
  site: SiteNow,
  health: Pick<HealthOptions, 'checks' | 'lags'>,
): Administration => ({
  site: (now) => adminSite(site.current(), config.siteFolder, now),
  ladders: (now) => {
    const { ladders, isOpen } = site.current()
    return Object.values(ladders).map((plan) => presentLadder(plan, (calendar) => isOpen(calendar, now)))
  },
  vitals: () => vitalsOf(config, site.current(), health),
})
