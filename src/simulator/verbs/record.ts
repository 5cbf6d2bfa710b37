import { keepRecording, type Recording, recordingUrl } from '../recordings.ts'
import { actionRequest, callbackUrl, isTrue, nextVerb, numberOf, type RunVerb } from '../scene.ts'
import { network, sound, speechSeconds } from '../sound.ts'
import type { DocumentRequest } from '../source.ts'

/**
 * Records what the person says until a silence, the longest length, an end key or the hang-up. An empty recording falls through to the
 * next verb; otherwise the action (or the document itself) is asked, after a hang-up too.
 */
export const runRecord: RunVerb = async (verb, scene) => {
  const { leg, carrier, signal } = scene
  const { clock } = carrier
  const timeout = numberOf(verb.attributes.timeout, 5, 1, 3600)
  const longest = numberOf(verb.attributes.maxLength, 3600, 1, 14_400)
  const endKeys = verb.attributes.finishOnKey ?? '1234567890*#'
  if (isTrue(verb.attributes.playBeep, true)) {
    leg.hear(sound('tone', network.beep, 0.5))
    await clock.sleep(0.5, signal)
  }
  const startedAt = clock.now()
  const began = clock.seconds()
  const words: string[] = []
  let spokenUntil = began
  let heardUntil = began
  let pressed = ''
  const finished = new AbortController()
  leg.audience = (text) => {
    words.push(text)
    spokenUntil = Math.max(clock.seconds(), spokenUntil) + speechSeconds(text)
  }
  const before = leg.keypad
  leg.keypad = (key) => {
    if (!endKeys.includes(key)) return
    pressed = key
    leg.keypad = before
    finished.abort()
  }
  leg.recording = true
  leg.changed()

  let kept: Recording | null = null
  const keep = (): Recording | null => {
    const until = Math.min(clock.seconds(), began + longest)
    // A person who hangs up in the middle of a sentence is still recorded up to there; one spoken at once counts in full.
    heardUntil = words.length > 0 ? Math.max(until, Math.min(spokenUntil, began + longest)) : began
    const seconds = Math.round(heardUntil - began)
    if (words.length === 0) return null
    kept ??= keepRecording(
      carrier,
      leg,
      { source: 'RecordVerb', seconds: Math.max(1, seconds), words: words.join(' '), conferenceSid: null, startedAt },
      {
        url: callbackUrl(scene, verb.attributes.recordingStatusCallback),
        method: verb.attributes.recordingStatusCallbackMethod,
        events: verb.attributes.recordingStatusCallbackEvent,
      },
    )
    return kept
  }
  const request = (digits: string): DocumentRequest | null => {
    const recording = keep()
    if (!recording) return null
    const params = {
      RecordingUrl: recordingUrl(carrier, recording),
      RecordingSid: recording.sid,
      RecordingDuration: String(recording.seconds),
      Digits: digits,
    }
    const action = actionRequest(scene, verb, params)
    return (
      action ??
      (scene.document && { ...scene.document, purpose: 'action', params: { ...scene.document.params, ...params } })
    )
  }
  scene.interrupted = (cause) => request(cause === 'hangup' ? 'hangup' : '')

  const stop = AbortSignal.any([signal, finished.signal])
  for (;;) {
    const silentAt = Math.max(spokenUntil, began) + timeout
    const rest = Math.min(silentAt, began + longest) - clock.seconds()
    if (rest <= 0 || stop.aborted) break
    await clock.sleep(rest, stop)
  }
  leg.keypad = before
  leg.audience = null
  leg.recording = false
  if (!leg.isOver) leg.changed()
  if (signal.aborted) return nextVerb
  const action = request(pressed)
  return action ? { next: 'document', request: action } : nextVerb
}
