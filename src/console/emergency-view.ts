import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { officersOf } from '../emergency/duty-alert-service.ts'
import { severities } from '../emergency/severity-service.ts'
import { type StandingEmergency, standingEmergencies } from '../emergency/standing-service.ts'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type { ConsoleSite } from './console-site.ts'
import { severityView } from './judged.ts'
import { iso, isoOrNull } from './shapes.ts'
import { staffIn, whoIs } from './who.ts'

/** The site's ladder with what became of each rung; rungs that the site has no more stand at the end. */
function ladderOf({ ladder, rungs }: StandingEmergency, site: ConsoleSite) {
  const planned = site.ladders.find(({ id }) => id === ladder)?.rungs ?? []
  const rung = new Map(rungs.map((one) => [one.name, one]))
  const names = [...new Set([...planned, ...rung.keys()])]
  return names.map((name) => {
    const { rings = 0, state = null, since = null } = rung.get(name) ?? {}
    return { name, rings, state, since: isoOrNull(since) }
  })
}

const unjudged = { class: 'unclear', reasons: [], silent: false } as const

/** Emergencies that somebody has to look at, newest first, with masked callers. */
export async function emergencyList(reader: Reader, site: ConsoleSite, sealer: Sealer, now: number) {
  const standing = await standingEmergencies(reader)
  const [officers, severity, callers, names] = await Promise.all([
    officersOf(
      reader,
      standing.map(({ id }) => id),
    ),
    severities(
      reader,
      standing.map(({ callSid }) => callSid),
    ),
    maskedAddresses(
      reader,
      standing.flatMap(({ citizenId }) => citizenId ?? []),
      sealer,
    ),
    staffNames(
      reader,
      standing.flatMap(({ acknowledgedBy }) => staffIn(acknowledgedBy) ?? []),
    ),
  ])
  return {
    at: iso(now),
    emergencies: standing.map((emergency) => ({
      id: emergency.id,
      callSid: emergency.callSid,
      caller: callers.get(emergency.citizenId ?? '') ?? null,
      kind: emergency.kind,
      severity: severityView(severity.get(emergency.callSid) ?? unjudged),
      state: emergency.state,
      raisedAt: iso(emergency.raisedAt),
      nextStepAt: isoOrNull(emergency.climbAt),
      acknowledgedBy: whoIs(emergency.acknowledgedBy, names),
      acknowledgedAt: isoOrNull(emergency.acknowledgedAt),
      callEndedAt: isoOrNull(emergency.callEndedAt),
      exhausted: emergency.exhausted,
      officers: (officers.get(emergency.id) ?? []).map(({ name, acknowledgedAt }) => ({
        ...{ name, knowsSince: isoOrNull(acknowledgedAt) },
      })),
      ladder: ladderOf(emergency, site),
    })),
  }
}
