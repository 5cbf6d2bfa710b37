import { audioSeconds } from '../audio.ts'
import { nextVerb, numberOf, type RunVerb, resolveUrl } from '../scene.ts'
import { sound } from '../sound.ts'

/** Plays a recording (its length is read from the file) or key tones. */
export const runPlay: RunVerb = async (verb, scene) => {
  const { carrier, leg, signal } = scene
  const { digits, loop } = verb.attributes
  if (digits) {
    leg.hear(sound('tone', digits, digits.length / 2))
    await carrier.clock.sleep(digits.length / 2, signal)
    return nextVerb
  }
  const url = resolveUrl(scene, verb.text)
  if (!url) return nextVerb
  const seconds = await carrier.clock.busy(audioSeconds(url))
  const times = numberOf(loop, 1, 0, 1000) || 1000
  for (let played = 0; played < times && !signal.aborted; played++) {
    leg.hear(sound('audio', url, seconds))
    await carrier.clock.sleep(seconds, signal)
  }
  return nextVerb
}
