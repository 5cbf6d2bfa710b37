import { readableDuration } from '../moment.tsx'
import { useNow } from '../ticking.ts'
import { useClockAhead } from './desk-queries.ts'

/** Seconds since a moment of the server's clock. */
export const useSecondsSince = (at: string): number => Math.max(0, (useNow() + useClockAhead() - Date.parse(at)) / 1000)

export const useSecondsUntil = (at: string): number => Math.max(0, (Date.parse(at) - useNow() - useClockAhead()) / 1000)

/** `3:07`, growing. */
export function Since({ at }: { readonly at: string }) {
  const seconds = useSecondsSince(at)
  return <span style={{ fontVariantNumeric: 'tabular-nums' }}>{readableDuration(seconds)}</span>
}

/** `0:42`, shrinking. */
export function Until({ at }: { readonly at: string }) {
  const seconds = useSecondsUntil(at)
  return <span style={{ fontVariantNumeric: 'tabular-nums' }}>{readableDuration(Math.ceil(seconds))}</span>
}
