import { useTranslation } from 'react-i18next'
import { tagOf } from './language.ts'
import { useSite, zoneName } from './site.tsx'

/** The day of a moment in a zone, as something to compare. */
const dayIn = (zone: string, at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)

const clockOf = (seconds: boolean): Intl.DateTimeFormatOptions => ({
  hour: '2-digit',
  minute: '2-digit',
  ...(seconds ? { second: '2-digit' } : {}),
})

/**
 * A time of day by the region's wall clock, whatever the clock of this machine says; with the date unless it is today there. Seconds
 * where order matters. Pointed at, it tells everything, with the name of its zone.
 */
export function Moment({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  const { i18n } = useTranslation()
  const { zone } = useSite()
  const tag = tagOf(i18n.language)
  const date = new Date(at)
  const day: Intl.DateTimeFormatOptions =
    dayIn(zone, date) === dayIn(zone, new Date()) ? {} : { day: 'numeric', month: 'short', year: 'numeric' }
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: zone }).format(date)
  const whole = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...clockOf(true) })
  return (
    <time dateTime={at} title={`${whole} ${zoneName(zone)}`}>
      {format({ ...day, ...clockOf(seconds) })}
    </time>
  )
}

/** `3:07`, minutes and seconds; `1:02:09` from an hour on. */
export function readableDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
