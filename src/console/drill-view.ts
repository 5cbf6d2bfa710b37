/** Drills, with what was measured at each rung. */

import { drillRungs } from '../emergency/drill.ts'
import { drillsWithTries, lastDrills, type ShownDrill } from '../emergency/drill-service.ts'
import { addressOf } from '../emergency/duty-test.ts'
import type { Ladder } from '../emergency/ladder.ts'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type * as schema from './drill-schema.ts'
import { iso, isoOrNull } from './shapes.ts'
import { staffIn, whoIs } from './who.ts'

const shownDrills = 20

/** `ladders`: those of this hour. */
export async function drillsView(reader: Reader, ladders: readonly Ladder[]): Promise<schema.Drills> {
  const [drills, last] = await Promise.all([drillsWithTries(reader, shownDrills), lastDrills(reader)])
  const names = await staffNames(reader, [...new Set(drills.flatMap(({ askedBy }) => staffIn(askedBy) ?? []))])
  return {
    ladders: ladders.flatMap((ladder) => {
      const rungs = drillRungs(ladder).map(({ name, target }) => ({ name, address: addressOf(target) }))
      const { kind, label } = ladder
      return rungs.length === 0 ? [] : [{ kind, label, rungs, lastAt: isoOrNull(last.get(kind) ?? null) }]
    }),
    drills: drills.map((drill) => shown(drill, whoIs(drill.askedBy, names) ?? '')),
  }
}

function shown(drill: ShownDrill, by: string): schema.Drill {
  const { id, ladder, askedAt, endedAt, state, why, tries } = drill
  return {
    ...{ id, ladder, by, state, why },
    askedAt: iso(askedAt),
    endedAt: isoOrNull(endedAt),
    seconds: endedAt === null ? null : secondsBetween(askedAt, endedAt),
    rungs: drill.rungs.map(({ name, target }) => {
      const tried = tries.find(({ rung }) => rung === name)
      const after = (at: number | null | undefined) =>
        tried === undefined || at == null ? null : secondsBetween(tried.askedAt, at)
      return {
        name,
        address: addressOf(target),
        state: tried?.state ?? 'waiting',
        secondsToRing: after(tried?.rangAt),
        secondsToAnswer: after(tried?.answeredAt),
        secondsToKey: tried?.state === 'confirmed' ? after(tried.settledAt) : null,
      }
    }),
  }
}

/** To a tenth; the carrier's own clock may be a little behind ours. */
const secondsBetween = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 100) / 10)
