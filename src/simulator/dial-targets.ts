import { bridge, goesOnAlone } from './bridge.ts'
import { endLeg } from './conduct.ts'
import type { Leg } from './leg.ts'
import { newLeg, ring } from './place.ts'
import { makeProgress } from './progress.ts'
import { keepRecording, recordingUrl } from './recordings.ts'
import { runDocuments } from './run-documents.ts'
import { actionRequest, callbackUrl, isTrue, nextVerb, numberOf, type Scene, type Step } from './scene.ts'
import { network, sound } from './sound.ts'
import { methodOf } from './source.ts'
import type { TwimlElement } from './twiml-parse.ts'

type Attempt = {
  readonly leg: Leg
  readonly outcome: 'accepted' | 'busy' | 'no-answer' | 'failed' | 'canceled' | 'completed'
}

/** Rings all targets together; the first that answers and lets its `url` document end is bridged with the caller. */
export async function dialTargets(dial: TwimlElement, nouns: readonly TwimlElement[], scene: Scene): Promise<Step> {
  const { carrier, leg, signal } = scene
  const timeout = numberOf(dial.attributes.timeout, 30, 1, 600)
  const onBridge = isTrue(dial.attributes.answerOnBridge, false)
  const star = new AbortController()
  if (isTrue(dial.attributes.hangupOnStar, false)) leg.keypad = (key) => key === '*' && star.abort()
  leg.hear(sound('ringing', network.ringback, timeout))
  const children = nouns.map((noun) => childLeg(dial, noun, scene))
  let result = { DialCallStatus: 'no-answer', DialCallSid: children[0]?.sid ?? '', DialBridged: 'false' } as Record<
    string,
    string
  >
  scene.interrupted = () =>
    actionRequest(
      scene,
      dial,
      leg.isOver && result.DialBridged === 'false' ? { ...result, DialCallStatus: 'canceled' } : result,
    )

  const winner = await firstAccepted(children, nouns, scene, timeout, AbortSignal.any([signal, star.signal]))
  for (const child of children) if (child !== winner?.leg) endLeg(carrier, child, 'canceled')
  if (winner?.outcome === 'accepted') {
    if (onBridge && leg.status === 'ringing') leg.answer(carrier.clock.now())
    const began = carrier.clock.now()
    result = { DialCallStatus: 'completed', DialCallSid: winner.leg.sid, DialBridged: 'true' }
    const limit = numberOf(dial.attributes.timeLimit, 14_400, 1, 86_400)
    const { words, moved } = await bridge(carrier, leg, winner.leg, AbortSignal.any([signal, star.signal]), star, limit)
    if (!moved) endLeg(carrier, winner.leg, 'completed')
    const seconds = Math.round((carrier.clock.now().getTime() - began.getTime()) / 1000)
    result.DialCallDuration = String(seconds)
    if ((dial.attributes.record ?? 'do-not-record') !== 'do-not-record') {
      const recording = keepRecording(
        carrier,
        leg,
        { source: 'DialVerb', seconds, words: words.join(' '), conferenceSid: null, startedAt: began },
        {
          url: callbackUrl(scene, dial.attributes.recordingStatusCallback),
          method: dial.attributes.recordingStatusCallbackMethod,
          events: dial.attributes.recordingStatusCallbackEvent,
        },
      )
      result.RecordingUrl = recordingUrl(carrier, recording)
      result.RecordingSid = recording.sid
      result.RecordingDuration = String(seconds)
    }
  } else if (winner) {
    result = { DialCallStatus: winner.outcome, DialCallSid: winner.leg.sid, DialBridged: 'false' }
  }
  leg.keypad = null
  const request = actionRequest(scene, dial, result)
  return request ? { next: 'document', request } : nextVerb
}

function childLeg(dial: TwimlElement, noun: TwimlElement, { carrier, leg, ...scene }: Scene): Leg {
  const { attributes } = noun
  const whole = { carrier, leg, ...scene }
  const identity = noun.children.find(({ name }) => name === 'Identity')?.text ?? noun.text
  const to = noun.name === 'Client' ? `client:${identity.replace(/^client:/, '')}` : noun.text
  const passed = noun.children
    .filter(({ name }) => name === 'Parameter')
    .map(({ attributes: a }) => [a.name ?? '', a.value ?? ''])
  return newLeg(carrier, {
    from: dial.attributes.callerId ?? leg.from,
    to,
    direction: 'outbound-dial',
    parent: leg,
    byoc: attributes.byoc,
    fallbackUrl: leg.fallbackUrl,
    extra: Object.fromEntries(passed),
    progress: makeProgress(
      callbackUrl(whole, attributes.statusCallback),
      methodOf(attributes.statusCallbackMethod),
      (attributes.statusCallbackEvent ?? '').split(/\s+/),
    ),
  })
}

/** The first target that accepts; when none does, the outcome of the last one to give up. Null when stopped from outside. */
async function firstAccepted(
  children: readonly Leg[],
  nouns: readonly TwimlElement[],
  scene: Scene,
  timeoutSeconds: number,
  stop: AbortSignal,
): Promise<Attempt | null> {
  const accepted = Promise.withResolvers<Attempt | null>()
  let open = children.length
  let answered: Leg | null = null
  const attempt = async (leg: Leg, noun: TwimlElement): Promise<void> => {
    const rang = await ring(scene.carrier, leg, timeoutSeconds)
    let outcome: Attempt['outcome'] = rang === 'answered' ? 'accepted' : rang
    if (outcome === 'accepted' && answered) endLeg(scene.carrier, leg, 'canceled')
    if (outcome === 'accepted' && !answered) {
      answered = leg
      for (const other of children) if (other !== leg) endLeg(scene.carrier, other, 'canceled')
      if (!(await whisper(leg, noun, scene, stop))) outcome = 'completed'
    }
    open--
    if (outcome === 'accepted' || open === 0) accepted.resolve({ leg, outcome })
  }
  for (const [index, leg] of children.entries()) {
    const noun = nouns[index]
    if (noun) scene.carrier.background(attempt(leg, noun))
  }
  if (stop.aborted) accepted.resolve(null)
  stop.addEventListener('abort', () => accepted.resolve(null), { once: true })
  return accepted.promise
}

/** Runs the noun's `url` on the called party before the bridge. False when the party did not get through it. */
async function whisper(leg: Leg, noun: TwimlElement, scene: Scene, stop: AbortSignal): Promise<boolean> {
  const url = callbackUrl(scene, noun.attributes.url)
  if (!url) return true
  const source = { purpose: 'whisper', url, method: methodOf(noun.attributes.method), params: {} } as const
  const end = await runDocuments(scene.carrier, leg, source, {
    signal: AbortSignal.any([leg.begin(), stop]),
    stage: 'whisper',
  })
  if (end === 'ended' && !leg.isOver) return true
  if (!goesOnAlone(scene.carrier, leg)) endLeg(scene.carrier, leg, 'completed')
  return false
}
