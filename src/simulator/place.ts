import { bareAddress, isNumber, isShortCode } from './address.ts'
import type { Carrier } from './carrier.ts'
import { phoneAt } from './carrier.ts'
import { endLeg } from './conduct.ts'
import { type Direction, type Ending, Leg } from './leg.ts'
import { type Progress, reportProgress } from './progress.ts'

export type Placement = {
  readonly from: string
  readonly to: string
  readonly direction: Direction
  readonly parent?: Leg
  readonly byoc?: string | undefined
  readonly progress: Progress | null
  readonly fallbackUrl?: string | null
  readonly extra?: Readonly<Record<string, string>>
}

/** A new leg towards an address, still queued. A short code reaches somebody only over a trunk of our own. */
export function newLeg(carrier: Carrier, placement: Placement): Leg {
  const { from, direction, parent, progress, fallbackUrl, extra } = placement
  const to = bareAddress(placement.to)
  const trunkless = isShortCode(to) && !placement.byoc
  const farEnd = trunkless ? undefined : phoneAt(carrier, to)
  const leg = new Leg({
    from,
    to,
    direction,
    progress,
    now: carrier.clock.now(),
    ...(parent ? { parent } : {}),
    ...(farEnd ? { farEnd } : {}),
    ...(fallbackUrl ? { fallbackUrl } : {}),
    ...(extra ? { extra } : {}),
  })
  carrier.legs.set(leg.sid, leg)
  return leg
}

/** True when the network could carry a call to this address at all. */
export function canDial(to: string, byoc: string | undefined): boolean {
  const target = bareAddress(to)
  return (
    isNumber(target) ||
    target.startsWith('sip:') ||
    target.startsWith('client:') ||
    (isShortCode(target) && byoc !== undefined)
  )
}

/** Rings a leg until it is answered or not. `timeoutSeconds` counts from the first ring. Ends and reports the leg when it is not answered. */
export async function ring(carrier: Carrier, leg: Leg, timeoutSeconds: number): Promise<'answered' | Ending> {
  const { clock, faults } = carrier
  if (faults.callsPerSecond > 0 && leg.direction === 'outbound-api') {
    const at = Math.max(clock.seconds(), carrier.nextCallAt)
    carrier.nextCallAt = at + 1 / faults.callsPerSecond
    await clock.sleep(at - clock.seconds(), leg.over)
  }
  if (leg.isOver) return endingOf(leg)
  leg.set('initiated', clock.now())
  reportProgress(carrier, leg, 'initiated')
  await clock.sleep(0.5, leg.over)
  const phone = leg.farEnd === null ? undefined : phoneAt(carrier, leg.to)
  if (leg.isOver) return endingOf(leg)
  if (!phone) return give(carrier, leg, 'failed')
  leg.farEnd = phone
  const pickedUp = phone.ring(leg, timeoutSeconds)
  if (pickedUp === 'busy') return give(carrier, leg, 'busy')
  leg.set('ringing', clock.now())
  reportProgress(carrier, leg, 'ringing')
  const outcome = await Promise.race([
    leg.answered.then(() => 'answered' as const),
    clock.sleep(timeoutSeconds, leg.over).then(() => 'over' as const),
  ])
  if (outcome === 'answered' && !leg.isOver) {
    reportProgress(carrier, leg, 'answered')
    return 'answered'
  }
  return give(carrier, leg, 'no-answer')
}

function give(carrier: Carrier, leg: Leg, how: Ending): Ending {
  endLeg(carrier, leg, how)
  return endingOf(leg)
}

function endingOf(leg: Leg): Ending {
  const { status } = leg
  return status === 'busy' || status === 'no-answer' || status === 'failed' || status === 'canceled'
    ? status
    : 'completed'
}
