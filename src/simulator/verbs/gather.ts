import { actionRequest, isTrue, nextVerb, numberOf, type RunVerb, type Scene, type Step } from '../scene.ts'
import { speechSeconds } from '../sound.ts'
import type { DocumentRequest } from '../source.ts'
import type { TwimlElement } from '../twiml-parse.ts'
import { runPause } from './pause.ts'
import { runPlay } from './play.ts'
import { runSay } from './say.ts'

const prompts = { Say: runSay, Play: runPlay, Pause: runPause }

/** What was collected: words only where no key was pressed. */
type Collected = { digits: string; finishedBy: string; words: { text: string; confidence: number } | null }

/** Silence after which speech is over when the carrier decides itself. */
const pauseOfSpeech = 1

/**
 * Collects keys while its prompts are heard; a key stops them. Words are heard too where `input` says so: from the beginning, stopping the
 * prompts, or with `bargeIn="false"` after them. Without `action` it posts to the document's own URL. Without a key or a word it falls
 * through to the next verb, unless `actionOnEmptyResult` says otherwise.
 */
export const runGather: RunVerb = async (verb, scene) => {
  const { leg, carrier, signal } = scene
  const finishOnKey = verb.attributes.finishOnKey ?? '#'
  const mostDigits =
    verb.attributes.numDigits === undefined ? Number.POSITIVE_INFINITY : numberOf(verb.attributes.numDigits, 1, 1, 1000)
  const timeout = numberOf(verb.attributes.timeout, 5, 0, 600)
  const hearsKeys = (verb.attributes.input ?? 'dtmf').includes('dtmf')
  const hearsSpeech = (verb.attributes.input ?? 'dtmf').includes('speech')
  const speechStops = isTrue(verb.attributes.bargeIn, true)
  const pause = numberOf(verb.attributes.speechTimeout, pauseOfSpeech, 1, 60)
  const got: Collected = { digits: '', finishedBy: '', words: null }
  const bargeIn = new AbortController()
  const done = new AbortController()
  let key = Promise.withResolvers<void>()

  const before = leg.keypad
  const audience = leg.audience
  const finish = () => {
    leg.keypad = before
    leg.audience = audience
    done.abort()
  }
  const listen = () => {
    if (!hearsSpeech || done.signal.aborted) return
    leg.audience = (text, confidence = usualConfidence) => {
      if (got.digits !== '' || done.signal.aborted) return
      got.words = { text: got.words === null ? text : `${got.words.text} ${text}`, confidence }
      bargeIn.abort()
      key.resolve()
      key = Promise.withResolvers()
    }
    leg.changed()
  }
  leg.keypad = (pressed) => {
    if (!hearsKeys || done.signal.aborted) return
    bargeIn.abort()
    if (finishOnKey.includes(pressed)) {
      got.finishedBy = pressed
      finish()
    } else {
      got.digits += pressed
      if (got.digits.length >= mostDigits) finish()
    }
    key.resolve()
    key = Promise.withResolvers()
  }
  leg.listening = true
  leg.changed()
  scene.interrupted = (cause) => (cause === 'hangup' ? null : requestFor(scene, verb, got))

  if (speechStops) listen()
  const hearing = AbortSignal.any([signal, bargeIn.signal])
  for (const prompt of verb.children) {
    if (hearing.aborted) break
    const run = prompts[prompt.name as keyof typeof prompts]
    await run(prompt, { ...scene, signal: hearing })
  }
  if (!speechStops) listen()
  // The timeout counts from the end of the prompts, and anew from each key; of words, from their end.
  while (!signal.aborted && !done.signal.aborted) {
    const rest = new AbortController()
    const either = AbortSignal.any([signal, done.signal, rest.signal])
    let pressed = false
    const onKey = key.promise.then(() => {
      pressed = true
      rest.abort()
    })
    const wait = got.words !== null && got.digits === '' ? speechSeconds(got.words.text) + pause : timeout
    // Nothing pressed: the time is over, or the clock has stopped for good.
    await Promise.race([carrier.clock.sleep(wait, either), onKey])
    if (!pressed) break
  }
  leg.keypad = before
  leg.audience = audience
  leg.listening = false
  leg.changed()
  return outcome(scene, verb, got)
}

/** Of what a person says unless told otherwise; the carrier is never sure. */
const usualConfidence = 0.9

function outcome(scene: Scene, verb: TwimlElement, got: Collected): Step {
  const isEmpty = got.digits === '' && got.words === null
  if (isEmpty && !isTrue(verb.attributes.actionOnEmptyResult, false)) return nextVerb
  const request = requestFor(scene, verb, got)
  return request ? { next: 'document', request } : nextVerb
}

function requestFor(
  scene: Scene,
  verb: TwimlElement,
  { digits, finishedBy, words }: Collected,
): DocumentRequest | null {
  const params: Record<string, string> =
    words !== null && digits === ''
      ? {
          SpeechResult: words.text,
          Confidence: String(words.confidence),
          Language: verb.attributes.language ?? 'en-US',
        }
      : { Digits: digits, FinishedOnKey: finishedBy, msg: 'Gather End' }
  const request = actionRequest(scene, verb, params)
  if (request) return request
  return scene.document && { ...scene.document, purpose: 'action', params: { ...scene.document.params, ...params } }
}
