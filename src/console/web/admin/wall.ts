/** The region's wall clock, as forms write it, to moments. Pure. */

/** How far the zone is ahead of UTC at that moment, in milliseconds. */
function aheadOf(zone: string, at: number): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - at
}

/** `2026-11-22T08:00` on the region's wall, as ISO 8601 in UTC. Where the clock is put forward or back, the hour may be either. */
export function onTheWall(zone: string, written: string): string {
  const asUtc = Date.parse(`${written}Z`)
  return new Date(asUtc - aheadOf(zone, asUtc - aheadOf(zone, asUtc))).toISOString()
}

/** The day after an ISO date. */
export const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
