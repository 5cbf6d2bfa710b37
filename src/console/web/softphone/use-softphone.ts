import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import type { Softphone, SoftphoneLine } from './softphone.ts'

export const SoftphoneContext = createContext<SoftphoneLine | null>(null)

/** The softphone of this page; there is one, whichever part of the page asks. */
export function useSoftphone(): Softphone {
  const line = use(SoftphoneContext)
  if (line === null) throw new Error('This part of the page stands outside of the SoftphoneProvider')
  const now = useSyncExternalStore(line.subscribe, line.now)
  return useMemo(
    () => ({
      ...now,
      start: line.start,
      connect: line.connect,
      hangUp: line.hangUp,
      mute: line.mute,
      press: line.press,
      say: line.say,
      stop: line.stop,
    }),
    [line, now],
  )
}
