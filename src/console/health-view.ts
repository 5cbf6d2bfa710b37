/** How the whole system is, on one page. */
import { recentProbes } from '../conversations/probe-service.ts'
import { lastDrills } from '../emergency/drill-service.ts'
import type { Reader } from '../platform/postgres.ts'
import { inForce, watchedFolders } from '../publishing/service.ts'
import {
  backupPart,
  carrierPart,
  diskPart,
  drillParts,
  engineParts,
  lagParts,
  linePart,
  type Part,
  type Vitals,
  webhookPart,
  whole,
} from './health.ts'
import type { Health } from './health-schema.ts'
import { carrierTraces } from './health-store.ts'
import { iso, isoOrNull } from './shapes.ts'

const quarterHour = 15 * 60_000
/** As many as tell how the line stands. */
const shownProbes = 20

/** A database that does not answer is itself what there is to say: then only what was measured without it. */
async function traced<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch {
    return null
  }
}

export async function healthView(reader: Reader, vitals: Vitals, now: number): Promise<Health> {
  const [traces, present, folders, probes, drills] = await Promise.all([
    traced(carrierTraces(reader, now - quarterHour)),
    traced(inForce(reader, now)),
    traced(watchedFolders(reader, now)),
    traced(recentProbes(reader, shownProbes)),
    traced(lastDrills(reader)),
  ])
  const flowProblems = folders?.flatMap(({ problems }) => problems) ?? []
  const parts: readonly Part[] = [
    ...engineParts(vitals),
    ...lagParts(vitals),
    ...(traces === null ? [] : [carrierPart(traces), webhookPart(traces)]),
    ...(probes === null ? [] : [linePart(vitals, probes, now)]),
    ...(drills === null ? [] : drillParts(vitals, drills, now)),
    backupPart(vitals, now),
    diskPart(vitals),
  ]
  return {
    at: iso(now),
    condition: whole(parts),
    parts: parts.map(shown),
    flowProblems,
    publication: present?.number ?? null,
  }
}

const shown = ({
  name,
  condition,
  problem,
  seconds,
  at,
  bytesFree,
  bytes,
  milliseconds,
}: Part): Health['parts'][number] => ({
  name,
  condition,
  problem,
  seconds: seconds ?? null,
  at: isoOrNull(at ?? null),
  bytesFree: bytesFree ?? null,
  bytes: bytes ?? null,
  milliseconds: milliseconds ?? null,
})
