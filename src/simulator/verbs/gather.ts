import { actionRequest, isTrue, nextVerb, numberOf, type RunVerb, type Scene, type Step } from '../scene.ts'
import type { DocumentRequest } from '../source.ts'
import type { TwimlElement } from '../twiml-parse.ts'
import { runPause } from './pause.ts'
import { runPlay } from './play.ts'
import { runSay } from './say.ts'

const prompts = { Say: runSay, Play: runPlay, Pause: runPause }

/**
 * Collects keys while its prompts are heard; a key stops them. Without `action` it posts to the document's own URL. Without a key it
 * falls through to the next verb, unless `actionOnEmptyResult` says otherwise.
 */
export const runGather: RunVerb = async (verb, scene) => {
  const { leg, carrier, signal } = scene
  const finishOnKey = verb.attributes.finishOnKey ?? '#'
  const mostDigits =
    verb.attributes.numDigits === undefined ? Number.POSITIVE_INFINITY : numberOf(verb.attributes.numDigits, 1, 1, 1000)
  const timeout = numberOf(verb.attributes.timeout, 5, 0, 600)
  const hearsKeys = (verb.attributes.input ?? 'dtmf').includes('dtmf')
  let digits = ''
  let finishedBy = ''
  const bargeIn = new AbortController()
  const done = new AbortController()
  let key = Promise.withResolvers<void>()

  const before = leg.keypad
  const finish = () => {
    leg.keypad = before
    done.abort()
  }
  leg.keypad = (pressed) => {
    if (!hearsKeys || done.signal.aborted) return
    bargeIn.abort()
    if (finishOnKey.includes(pressed)) {
      finishedBy = pressed
      finish()
    } else {
      digits += pressed
      if (digits.length >= mostDigits) finish()
    }
    key.resolve()
    key = Promise.withResolvers()
  }
  leg.listening = true
  leg.changed()
  scene.interrupted = (cause) => (cause === 'hangup' ? null : requestFor(scene, verb, digits, finishedBy))

  const hearing = AbortSignal.any([signal, bargeIn.signal])
  for (const prompt of verb.children) {
    if (hearing.aborted) break
    const run = prompts[prompt.name as keyof typeof prompts]
    await run(prompt, { ...scene, signal: hearing })
  }
  // The timeout counts from the end of the prompts, and anew from each key.
  while (!signal.aborted && !done.signal.aborted) {
    const rest = new AbortController()
    const either = AbortSignal.any([signal, done.signal, rest.signal])
    let pressed = false
    const onKey = key.promise.then(() => {
      pressed = true
      rest.abort()
    })
    // Nothing pressed: the time is over, or the clock has stopped for good.
    await Promise.race([carrier.clock.sleep(timeout, either), onKey])
    if (!pressed) break
  }
  leg.keypad = before
  leg.listening = false
  leg.changed()
  return outcome(scene, verb, digits, finishedBy)
}

function outcome(scene: Scene, verb: TwimlElement, digits: string, finishedBy: string): Step {
  if (digits === '' && !isTrue(verb.attributes.actionOnEmptyResult, false)) return nextVerb
  const request = requestFor(scene, verb, digits, finishedBy)
  return request ? { next: 'document', request } : nextVerb
}

function requestFor(scene: Scene, verb: TwimlElement, digits: string, finishedBy: string): DocumentRequest | null {
  const params = { Digits: digits, FinishedOnKey: finishedBy, msg: 'Gather End' }
  const request = actionRequest(scene, verb, params)
  if (request) return request
  return scene.document && { ...scene.document, purpose: 'action', params: { ...scene.document.params, ...params } }
}
