import { nextVerb, numberOf, type RunVerb } from '../scene.ts'
import { sound } from '../sound.ts'

/** Silence, one second unless `length` says otherwise. */
export const runPause: RunVerb = async (verb, { carrier, leg, signal }) => {
  const seconds = numberOf(verb.attributes.length, 1, 0, 3600)
  leg.hear(sound('silence', '', seconds))
  await carrier.clock.sleep(seconds, signal)
  return nextVerb
}
