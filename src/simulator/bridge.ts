import type { Carrier } from './carrier.ts'
import { conduct } from './conduct.ts'
import type { Leg } from './leg.ts'
import { sound, speechSeconds } from './sound.ts'

/**
 * Lets two legs talk until either is gone, the signal stops it, or the limit is reached. A called leg that REST moves away goes on with
 * its own documents. Returns what was said and whether the called leg was moved.
 */
export async function bridge(
  carrier: Carrier,
  caller: Leg,
  called: Leg,
  signal: AbortSignal,
  star: AbortController,
  limitSeconds: number,
): Promise<{ readonly words: readonly string[]; readonly moved: boolean }> {
  const words: string[] = []
  const connect = (leg: Leg, other: Leg) => {
    leg.bridgedWith = other
    leg.audience = (text) => {
      words.push(text)
      other.hear(sound('person', text, speechSeconds(text), { from: leg.farEnd?.label ?? leg.from }))
    }
    const before = leg.keypad
    leg.keypad = (key) => {
      before?.(key)
      if (!star.signal.aborted) other.hear(sound('tone', key, 0.3))
    }
    leg.changed()
  }
  const moved = called.begin()
  connect(caller, called)
  connect(called, caller)
  await carrier.clock.sleep(limitSeconds, AbortSignal.any([signal, moved, called.over]))
  for (const leg of [caller, called]) {
    leg.bridgedWith = null
    leg.audience = null
    leg.keypad = null
    leg.changed()
  }
  return { words, moved: goesOnAlone(carrier, called) }
}

/** A called leg that REST gave instructions of its own leaves its caller and follows them. */
export function goesOnAlone(carrier: Carrier, called: Leg): boolean {
  const source = called.replacement
  called.replacement = null
  if (!source || called.isOver) return false
  carrier.background(conduct(carrier, called, source))
  return true
}
