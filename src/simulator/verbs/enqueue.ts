import { type Member, makeQueue, type Queue, queueNamed, queueParams, waitedSeconds } from '../queues.ts'
import { runDocuments } from '../run-documents.ts'
import { actionRequest, callbackUrl, nextVerb, numberOf, type RunVerb, type Scene, type Step } from '../scene.ts'
import { network, sound } from '../sound.ts'
import { methodOf } from '../source.ts'
import type { TwimlElement } from '../twiml-parse.ts'

/** Keeps the caller in a queue, with the `waitUrl` document over and over, until somebody takes, moves or loses the caller. */
export const runEnqueue: RunVerb = async (verb, scene) => {
  const { carrier, leg, signal } = scene
  const queue =
    queueNamed(carrier, verb.text) ??
    makeQueue(carrier, verb.text, numberOf(verb.attributes.maxQueueSize, 1000, 1, 5000))
  if (queue.members.length >= queue.maxSize) return after(verb, scene, queue, null, 'queue-full')
  const member: Member = {
    leg,
    since: carrier.clock.now(),
    taken: Promise.withResolvers(),
    released: Promise.withResolvers(),
  }
  queue.members.push(member)
  for (const arrival of queue.arrivals) arrival()
  const waiting = new AbortController()
  let result = 'system-error'
  scene.interrupted = (cause) => request(verb, scene, queue, member, cause === 'hangup' ? 'hangup' : 'redirected')
  void member.taken.promise.then(() => {
    result = 'bridged'
    waiting.abort()
  })
  const stop = AbortSignal.any([signal, waiting.signal])
  while (!stop.aborted) {
    const url = callbackUrl(scene, verb.attributes.waitUrl)
    if (!url) {
      leg.hear(sound('audio', network.music, 30))
      await carrier.clock.sleep(30, stop)
      continue
    }
    const source = {
      purpose: 'wait',
      url,
      method: methodOf(verb.attributes.waitUrlMethod),
      params: queueParams(carrier, queue, member),
    } as const
    const began = carrier.clock.seconds()
    const end = await runDocuments(carrier, leg, source, { signal: stop, stage: 'wait' })
    if (stop.aborted) break
    if (end === 'hangup') {
      result = 'leave'
      break
    }
    if (carrier.clock.seconds() === began) await carrier.clock.sleep(1, stop)
  }
  const place = queue.members.indexOf(member)
  if (place >= 0) queue.members.splice(place, 1)
  if (signal.aborted && result !== 'bridged') return nextVerb
  queue.waits.push(waitedSeconds(carrier, member))
  if (result === 'bridged')
    await Promise.race([
      member.released.promise,
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ])
  return after(verb, scene, queue, member, result)
}

function request(verb: TwimlElement, scene: Scene, queue: Queue, member: Member | null, result: string) {
  return actionRequest(scene, verb, {
    QueueResult: result,
    QueueSid: queue.sid,
    QueueTime: member ? String(waitedSeconds(scene.carrier, member)) : '0',
  })
}

function after(verb: TwimlElement, scene: Scene, queue: Queue, member: Member | null, result: string): Step {
  const next = request(verb, scene, queue, member, result)
  return next ? { next: 'document', request: next } : nextVerb
}
