/** Days of the region's wall clock as moments, whatever the zone of this machine. */

const dayMs = 86_400_000

/** What the zone's clock is ahead of UTC at a moment, in milliseconds. */
function aheadOf(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(at / 1000) * 1000
  )
}

/** `2026-03-01` of a moment. */
export const dayOf = (zone: string, at: number): string => new Date(at + aheadOf(zone, at)).toISOString().slice(0, 10)

/** When a day begins, as the interface wants it; undefined for what is no day. */
export function beginOf(zone: string, day: string): string | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(midnight) ? undefined : new Date(midnight - aheadOf(zone, midnight)).toISOString()
}

/** The day so many days later (or, negative, earlier). */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
