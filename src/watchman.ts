/** What the program watches of itself, and whom it tells: the log once, the room and Prometheus as long as it lasts. */

import { drilledLadders } from './administration.ts'
import type { Watched, WatchedKind } from './console/alarm.ts'
import { failuresInRow, lineStanding, type Probe } from './conversations/probe.ts'
import { recentProbes } from './conversations/probe-service.ts'
import { overdueDrills } from './emergency/drill.ts'
import { lastDrills } from './emergency/drill-service.ts'
import { systemClock } from './platform/clock.ts'
import type { Lag } from './platform/health.ts'
import type { Logger } from './platform/log.ts'
import { addGauge, type Metrics } from './platform/metrics.ts'
import type { Rooms } from './rooms.ts'

const looksEveryMilliseconds = 10_000
/** Enough to tell how often the line has failed in a row. */
const probesLookedAt = 20

/** Lags that are an alarm; callers who wait too long have one of their own. */
const kindOf: Readonly<Record<string, WatchedKind>> = {
  commands: 'commands_late',
  jobs: 'jobs_late',
  facts: 'facts_late',
  texts: 'texts_late',
}

export type Watchman = {
  /** What is wrong, as it was seen last. */
  readonly watched: () => readonly Watched[]
  readonly look: () => Promise<void>
  readonly close: () => void
}

export type WatchmanOptions = {
  readonly lags: readonly Lag[]
  /** Of the line and of drills: what is wrong at this moment. */
  readonly others: () => Promise<readonly Watched[]>
  readonly clock: () => number
  readonly log: Logger
}

const keyOf = ({ kind, about }: Watched) => `${kind} ${about ?? ''}`

/** Work that is late at one look may be done at the next: it is an alarm when it is late twice. What cannot be read stays as it was. */
export function openWatchman({ lags, others, clock, log }: WatchmanOptions): Omit<Watchman, 'close'> {
  const lateSince = new Map<WatchedKind, number>()
  let watched: readonly Watched[] = []

  async function lateWork(): Promise<readonly Watched[]> {
    const found = await Promise.all(
      lags.map(async ({ name, read, limitSeconds }): Promise<readonly Watched[]> => {
        const kind = kindOf[name]
        if (kind === undefined) return []
        const seconds = await read()
        const before = lateSince.get(kind)
        if (seconds < limitSeconds) lateSince.delete(kind)
        else lateSince.set(kind, before ?? clock())
        return before === undefined || seconds < limitSeconds ? [] : [{ kind, about: null, since: before }]
      }),
    )
    return found.flat()
  }

  async function look(): Promise<void> {
    const seen = await Promise.all([others(), lateWork()]).catch(() => null)
    // Engines that are down have checks of their own, and nothing can be told of what stands in them.
    if (seen === null) return
    const present = seen.flat()
    const before = new Set(watched.map(keyOf))
    const now = new Set(present.map(keyOf))
    for (const one of present)
      if (!before.has(keyOf(one)))
        log.error({ alarm: one.kind, about: one.about }, 'Something of the program itself needs a person')
    for (const one of watched)
      if (!now.has(keyOf(one))) log.info({ alarm: one.kind, about: one.about }, 'What needed a person is well again')
    watched = present
  }

  return { watched: () => watched, look }
}

/** How the line and the drills stand, by the site in force. `begunAt`: since when anybody looks. */
function standingOf({ clock, database, site }: Rooms, begunAt: number): () => Promise<readonly Watched[]> {
  return async () => {
    const present = site.current()
    const { everyMinutes, drillDays } = present.watch
    const now = clock()
    const line = lineStanding(await recentProbes(database, probesLookedAt), { everyMinutes, begunAt }, now)
    const drills = overdueDrills(drilledLadders(present), await lastDrills(database), drillDays, now)
    return [
      ...(line.standing === 'failing' ? [{ kind: 'line_failing', about: null, since: line.since } as const] : []),
      ...(line.standing === 'missing' ? [{ kind: 'line_unprobed', about: null, since: line.since } as const] : []),
      ...drills.map(({ ladder, since }) => ({ kind: 'drill_overdue', about: ladder, since }) as const),
    ]
  }
}

/** The line's measures before Prometheus; not a number where there is none. */
function measureLine(metrics: Metrics, { clock, database }: Pick<Rooms, 'clock' | 'database'>): void {
  const settled = async (): Promise<readonly Probe[]> =>
    (await recentProbes(database, probesLookedAt)).filter(({ state }) => state !== 'running')
  const of = (read: (last: Probe) => number | null) => async () => {
    const [last] = await settled()
    return last === undefined ? Number.NaN : (read(last) ?? Number.NaN)
  }
  addGauge(
    metrics,
    'sahut_probe_menu_seconds',
    'Within how many seconds the last call of our own heard the first menu',
    of(({ menuMilliseconds }) => menuMilliseconds && menuMilliseconds / 1000),
  )
  addGauge(
    metrics,
    'sahut_probe_key_seconds',
    'Within how many seconds its key was answered',
    of(({ keyMilliseconds }) => keyMilliseconds && keyMilliseconds / 1000),
  )
  addGauge(
    metrics,
    'sahut_probe_age_seconds',
    'How long ago the last call of our own was made',
    of(({ startedAt }) => (clock() - startedAt) / 1000),
  )
  const failures = async () => failuresInRow(await settled()).length
  addGauge(metrics, 'sahut_probe_failures', 'Calls of our own that failed, since the last that passed', failures)
}

/** Looks each ten seconds. In a rehearsed day nobody does: it may stand still for hours. */
export function startWatchman(rooms: Rooms, lags: readonly Lag[], metrics: Metrics): Watchman {
  const { clock, log } = rooms
  measureLine(metrics, rooms)
  const watchman = openWatchman({ lags, others: standingOf(rooms, clock()), clock, log })
  const timer = clock === systemClock ? setInterval(() => void watchman.look(), looksEveryMilliseconds) : undefined
  return { ...watchman, close: () => clearInterval(timer) }
}
