import type { Carrier } from './carrier.ts'
import type { Leg } from './leg.ts'
import { reachesEar } from './participant.ts'

/** Somebody in the same room as a leg: whether they hear each other now, each way. */
export type Company = {
  readonly leg: Leg
  /** The leg hears this one. */
  readonly isHeard: boolean
  /** This one hears the leg. */
  readonly hears: boolean
}

/** Everybody in the same bridge or conference: over hold, mute, coaching and a conference that has not begun nobody hears. */
export function companyOf(carrier: Carrier, leg: Leg): readonly Company[] {
  if (leg.bridgedWith) return [{ leg: leg.bridgedWith, isHeard: true, hears: true }]
  const conference = leg.conference && carrier.conferences.get(leg.conference.sid)
  const self = conference?.participants.get(leg.sid)
  if (!conference || !self) return []
  const hasBegun = conference.status === 'in-progress'
  return [...conference.participants.values()]
    .filter((one) => one !== self)
    .map((other) => ({
      leg: other.leg,
      isHeard: hasBegun && reachesEar(other, self),
      hears: hasBegun && reachesEar(self, other),
    }))
}
