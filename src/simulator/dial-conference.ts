import { Conference, livingConference } from './conference.ts'
import { makeConferenceCallback } from './conference-events.ts'
import type { Participant } from './participant.ts'
import { actionRequest, callbackUrl, isTrue, nextVerb, numberOf, type Scene, type Step } from './scene.ts'
import { type DocumentRequest, methodOf } from './source.ts'
import type { TwimlElement } from './twiml-parse.ts'

/** Puts the call into a conference until it leaves, is taken out, presses star (`hangupOnStar`) or the conference ends. */
export async function dialConference(dial: TwimlElement, noun: TwimlElement, scene: Scene): Promise<Step> {
  const { carrier, leg, signal } = scene
  if (leg.status === 'ringing') leg.answer(carrier.clock.now())
  const conference = livingConference(carrier, noun.text) ?? openConference(noun, scene)
  if (isTrue(dial.attributes.hangupOnStar, false)) leg.keypad = (key) => key === '*' && star.abort()
  const star = new AbortController()
  const participant = conference.join(leg, {
    label: noun.attributes.participantLabel ?? null,
    muted: isTrue(noun.attributes.muted, false),
    beep: !['false', 'onExit'].includes(noun.attributes.beep ?? 'true'),
    startOnEnter: isTrue(noun.attributes.startConferenceOnEnter, true),
    endOnExit: isTrue(noun.attributes.endConferenceOnExit, false),
    coach: noun.attributes.coach ?? null,
    wait: waitRequest(noun, scene),
  })
  const action = () => actionRequest(scene, dial, { DialCallStatus: 'answered', DialBridged: 'true' })
  scene.interrupted = action
  const limit = numberOf(dial.attributes.timeLimit, 14_400, 1, 86_400)
  await untilOut(participant, scene, star.signal, limit)
  if (signal.aborted) {
    conference.leave(leg, leg.isOver ? 'participant_hung_up' : 'participant_updated_via_api')
    return nextVerb
  }
  conference.leave(leg, 'participant_hung_up')
  const request = action()
  return request ? { next: 'document', request } : nextVerb
}

async function untilOut(
  participant: Participant,
  scene: Scene,
  star: AbortSignal,
  limitSeconds: number,
): Promise<void> {
  const out = new AbortController()
  void participant.left.promise.then(() => out.abort())
  await scene.carrier.clock.sleep(limitSeconds, AbortSignal.any([scene.signal, star, out.signal]))
}

function openConference(noun: TwimlElement, scene: Scene): Conference {
  const callback = makeConferenceCallback(
    callbackUrl(scene, noun.attributes.statusCallback),
    noun.attributes.statusCallbackMethod,
    (noun.attributes.statusCallbackEvent ?? '').split(/\s+/),
  )
  const conference = new Conference(scene.carrier, noun.text, callback)
  if (noun.attributes.record === 'record-from-start')
    conference.recorded = {
      startedAt: scene.carrier.clock.now(),
      words: [],
      callback: {
        url: callbackUrl(scene, noun.attributes.recordingStatusCallback),
        method: noun.attributes.recordingStatusCallbackMethod,
        events: noun.attributes.recordingStatusCallbackEvent,
      },
    }
  return conference
}

function waitRequest(noun: TwimlElement, scene: Scene): DocumentRequest | 'silence' | null {
  const { waitUrl, waitMethod } = noun.attributes
  if (waitUrl === undefined) return null
  const url = callbackUrl(scene, waitUrl)
  return url ? { purpose: 'wait', url, method: methodOf(waitMethod), params: {} } : 'silence'
}
