import { letsPassSeconds } from '../citizens/nuisance.ts'
import { listNuisances, type Nuisance as Met, nuisanceOf } from '../citizens/nuisance-service.ts'
import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type { Nuisance, Nuisances } from './nuisance-schema.ts'
import { iso, isoOrNull } from './shapes.ts'
import { staffIn, whoIs } from './who.ts'

async function shown(reader: Reader, met: readonly Met[], sealer: Sealer): Promise<readonly Nuisance[]> {
  const [callers, names] = await Promise.all([
    maskedAddresses(
      reader,
      met.map(({ citizenId }) => citizenId),
      sealer,
    ),
    staffNames(
      reader,
      met.flatMap(({ lifted }) => staffIn(lifted?.by ?? null) ?? []),
    ),
  ])
  return met.map(({ citizenId, friction, score, expiresAt, counts, lifted }) => ({
    citizenId,
    caller: callers.get(citizenId) ?? null,
    friction,
    score: Math.round(score * 10) / 10,
    letsPassSeconds: letsPassSeconds[friction],
    expiresAt: isoOrNull(expiresAt),
    counts,
    lifted:
      lifted === null ? null : { at: iso(lifted.at), by: whoIs(lifted.by, names) ?? lifted.by, reason: lifted.reason },
  }))
}

/** Numbers that meet friction now, and those from which it was lifted within the day. */
export const nuisanceList = async (reader: Reader, sealer: Sealer, now: number): Promise<Nuisances> => ({
  numbers: [...(await shown(reader, await listNuisances(reader, now), sealer))],
})

/** One number, whatever it meets. */
export async function nuisanceView(reader: Reader, citizenId: string, sealer: Sealer, now: number): Promise<Nuisance> {
  const [one] = await shown(reader, [await nuisanceOf(reader, citizenId, now)], sealer)
  if (one === undefined) throw new Error('One number gave no view')
  return one
}
