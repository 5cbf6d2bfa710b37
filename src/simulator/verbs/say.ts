import { nextVerb, numberOf, type RunVerb } from '../scene.ts'
import { sound, speechSeconds } from '../sound.ts'

/** Speaks its text; `loop="0"` repeats until something stops it. */
export const runSay: RunVerb = async (verb, { carrier, leg, signal }) => {
  const seconds = speechSeconds(verb.text)
  const times = numberOf(verb.attributes.loop, 1, 0, 1000) || 1000
  for (let spoken = 0; spoken < times && !signal.aborted; spoken++) {
    leg.hear(
      sound('speech', verb.text, seconds, {
        language: verb.attributes.language ?? null,
        voice: verb.attributes.voice ?? null,
      }),
    )
    await carrier.clock.sleep(seconds, signal)
  }
  return nextVerb
}
