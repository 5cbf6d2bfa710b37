/** How the system is: what was found, and which of it a person has to do something about. Pure. */

import { lineStanding, type Probe } from '../conversations/probe.ts'
import { overdueDrills } from '../emergency/drill.ts'

/** `unknown`: nobody can say, which is itself something to mend. */
export type Condition = 'good' | 'watch' | 'bad' | 'unknown'

/** One thing that is well or not. `problem` is a stable word; the pages say in a sentence what to do. */
export type Part = {
  readonly name: string
  readonly condition: Condition
  readonly problem: string | null
  /** What was measured, in seconds. */
  readonly seconds?: number
  /** Milliseconds since 1970: the last time that it was heard of. */
  readonly at?: number
  readonly bytesFree?: number
  readonly bytes?: number
  /** How long an answer took. */
  readonly milliseconds?: number
}

/** What the program around the console measures: engines, what has waited too long, the disk, the backup's stamp. */
export type Vitals = {
  readonly engines: readonly { readonly name: string; readonly ok: boolean; readonly isEssential: boolean }[]
  readonly lags: readonly { readonly name: string; readonly ok: boolean; readonly seconds: number | null }[]
  /** Null where it cannot be told. */
  readonly disk: { readonly bytesFree: number; readonly bytes: number } | null
  /** When the stamp of the last backup was written; null: no stamp is known or it is not there. */
  readonly backup: { readonly isConfigured: boolean; readonly at: number | null }
  /** How often, by the site, the line is probed and ladders are drilled, and which can be; absent or null: never. */
  readonly watch?: {
    readonly everyMinutes: number | null
    readonly drillDays: number | null
    readonly drilled: readonly string[]
  }
}

/** What the tables tell of the carrier. */
export type CarrierTraces = {
  /** The last command that was settled, and whether the carrier did it. */
  readonly last: { readonly at: number; readonly done: boolean } | null
  /** Of the last quarter of an hour. */
  readonly done: number
  readonly failed: number
  /** The last time that the carrier asked us anything of a call. */
  readonly heardAt: number | null
}

const hour = 3_600_000
/** A backup each night, and two hours for it to take. */
const backupOverdueMilliseconds = 26 * hour
const backupLostMilliseconds = 72 * hour
const gigabyte = 1024 ** 3

const part = (name: string, condition: Condition, problem: string | null, more: Partial<Part> = {}): Part => ({
  name,
  condition,
  problem,
  ...more,
})

export function backupPart({ backup }: Vitals, now: number): Part {
  if (!backup.isConfigured) return part('backup', 'unknown', 'not_configured')
  if (backup.at === null) return part('backup', 'bad', 'none_known')
  const age = now - backup.at
  const found = { at: backup.at, seconds: Math.round(age / 1000) }
  if (age > backupLostMilliseconds) return part('backup', 'bad', 'overdue', found)
  return age > backupOverdueMilliseconds
    ? part('backup', 'watch', 'overdue', found)
    : part('backup', 'good', null, found)
}

export function diskPart({ disk }: Vitals): Part {
  if (disk === null) return part('disk', 'unknown', 'unreadable')
  const { bytesFree, bytes } = disk
  if (bytesFree < gigabyte || bytesFree < bytes * 0.02) return part('disk', 'bad', 'full', disk)
  return bytesFree < 5 * gigabyte || bytesFree < bytes * 0.1
    ? part('disk', 'watch', 'nearly_full', disk)
    : part('disk', 'good', null, disk)
}

/** Whether the carrier does what we ask of it. Silence is no failure: at night nothing is asked. */
export function carrierPart({ last, done, failed }: CarrierTraces): Part {
  if (last === null) return part('carrier', 'unknown', 'never_asked')
  const found = { at: last.at }
  if (failed > 0 && done === 0) return part('carrier', 'bad', 'refuses', found)
  return failed > 0 ? part('carrier', 'watch', 'fails_sometimes', found) : part('carrier', 'good', null, found)
}

export const webhookPart = ({ heardAt }: CarrierTraces): Part =>
  heardAt === null ? part('webhooks', 'unknown', 'never_heard') : part('webhooks', 'good', null, { at: heardAt })

/** Whether calls of our own come through, as the carrier would bring them. `probes`: the newest first. */
export function linePart({ watch }: Vitals, probes: readonly Probe[], now: number): Part {
  const everyMinutes = watch?.everyMinutes ?? null
  const last = probes.find(({ state }) => state !== 'running')
  if (everyMinutes === null) return part('line', 'unknown', 'not_configured')
  if (last === undefined) return part('line', 'unknown', 'never_probed')
  const { menuMilliseconds, settledAt, startedAt, problem } = last
  const found = { at: settledAt ?? startedAt, ...(menuMilliseconds !== null && { milliseconds: menuMilliseconds }) }
  const { standing } = lineStanding(probes, { everyMinutes, begunAt: 0 }, now)
  if (standing === 'missing') return part('line', 'bad', 'missing', found)
  return part('line', standing === 'failing' ? 'bad' : problem === null ? 'good' : 'watch', problem, found)
}

/** Whether every ladder was drilled lately; nothing where the site does not ask for it. */
export function drillParts({ watch }: Vitals, last: ReadonlyMap<string, number>, now: number): readonly Part[] {
  if (watch === undefined || watch.drillDays === null) return []
  const overdue = overdueDrills(watch.drilled, last, watch.drillDays, now)
  const at = watch.drilled.flatMap((ladder) => last.get(ladder) ?? [])
  const found = at.length === 0 ? {} : { at: Math.max(...at) }
  return [part('drills', overdue.length > 0 ? 'watch' : 'good', overdue.length > 0 ? 'overdue' : null, found)]
}

export const engineParts = ({ engines }: Vitals): readonly Part[] =>
  engines.map(({ name, ok, isEssential }) =>
    part(name, ok ? 'good' : isEssential ? 'bad' : 'watch', ok ? null : 'down'),
  )

export const lagParts = ({ lags }: Vitals): readonly Part[] =>
  lags.map(({ name, ok, seconds }) => {
    if (seconds === null) return part(name, 'unknown', 'unmeasured')
    return part(name, ok ? 'good' : 'bad', ok ? null : 'behind', { seconds })
  })

/** The worst of them all; what nobody can say is worth a look. */
export function whole(parts: readonly Part[]): Condition {
  if (parts.some(({ condition }) => condition === 'bad')) return 'bad'
  return parts.some(({ condition }) => condition !== 'good') ? 'watch' : 'good'
}
