import { useTranslation } from 'react-i18next'
import { tagOf } from './language.ts'

const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

/** A time of day; with the date unless it is today. Seconds where order matters. */
export function Moment({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  const { i18n } = useTranslation()
  const date = new Date(at)
  const clock: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }
  const day: Intl.DateTimeFormatOptions = sameDay(date, new Date())
    ? {}
    : { day: 'numeric', month: 'short', year: 'numeric' }
  return <time dateTime={at}>{new Intl.DateTimeFormat(tagOf(i18n.language), { ...day, ...clock }).format(date)}</time>
}

/** `3:07`, minutes and seconds. */
export const readableDuration = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
