import { bridge } from './bridge.ts'
import { queueNamed, waitedSeconds } from './queues.ts'
import { runDocuments } from './run-documents.ts'
import { actionRequest, callbackUrl, nextVerb, numberOf, type Scene, type Step } from './scene.ts'
import { methodOf } from './source.ts'
import type { TwimlElement } from './twiml-parse.ts'

/** Takes the caller at the front of a queue, waiting for one until the timeout. A queue that does not exist is an error. */
export async function dialQueue(dial: TwimlElement, noun: TwimlElement, scene: Scene): Promise<Step> {
  const { carrier, leg, signal } = scene
  const step = (params: Record<string, string>): Step => {
    const request = actionRequest(scene, dial, params)
    return request ? { next: 'document', request } : nextVerb
  }
  const queue = queueNamed(carrier, noun.text)
  if (!queue) return step({ DialCallStatus: 'failed', DialBridged: 'false' })
  if (queue.members.length === 0) {
    const came = new AbortController()
    const arrival = () => came.abort()
    queue.arrivals.add(arrival)
    await carrier.clock.sleep(numberOf(dial.attributes.timeout, 30, 1, 600), AbortSignal.any([signal, came.signal]))
    queue.arrivals.delete(arrival)
  }
  const member = signal.aborted ? undefined : queue.members.shift()
  if (!member) return step({ DialCallStatus: 'no-answer', DialBridged: 'false', QueueSid: queue.sid })
  const params = { QueueSid: queue.sid, QueueTime: String(waitedSeconds(carrier, member)), DequeingCallSid: leg.sid }
  member.taken.resolve(leg)
  const url = callbackUrl(scene, noun.attributes.url)
  if (url) {
    const source = { purpose: 'queue', url, method: methodOf(noun.attributes.method), params } as const
    await runDocuments(carrier, member.leg, source, {
      signal: AbortSignal.any([signal, member.leg.over]),
      stage: 'wait',
    })
  }
  const began = carrier.clock.seconds()
  const result = () => ({
    ...params,
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallSid: member.leg.sid,
    DialCallDuration: String(Math.round(carrier.clock.seconds() - began)),
  })
  scene.interrupted = () => actionRequest(scene, dial, result())
  await bridge(
    carrier,
    leg,
    member.leg,
    signal,
    new AbortController(),
    numberOf(dial.attributes.timeLimit, 14_400, 1, 86_400),
  )
  member.released.resolve()
  return step(result())
}
