import type { Carrier } from './carrier.ts'
import type { Leg, LegStatus } from './leg.ts'
import { rfc2822, voiceParams } from './voice-params.ts'

export type ProgressEvent = 'initiated' | 'ringing' | 'answered' | 'completed'

/** Who is told of a leg's progress. Without events named, only of its end. */
export type Progress = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly events: ReadonlySet<ProgressEvent>
  /** Counts the callbacks of this leg: SequenceNumber. */
  sequence: number
  /** The callback before, so that without faults they come in order. */
  last: Promise<unknown>
}

const known: readonly ProgressEvent[] = ['initiated', 'ringing', 'answered', 'completed']

export function makeProgress(
  url: string | undefined,
  method: 'GET' | 'POST',
  events: readonly string[],
): Progress | null {
  if (!url) return null
  const wanted = known.filter((event) => events.includes(event))
  return {
    url,
    method,
    events: new Set(wanted.length > 0 ? wanted : ['completed']),
    sequence: 0,
    last: Promise.resolve(),
  }
}

/** Tells the application of one step of a leg, with whatever lateness, doubling, reordering or loss the faults want. */
export function reportProgress(carrier: Carrier, leg: Leg, event: ProgressEvent): void {
  const progress = leg.progress
  if (!progress?.events.has(event)) return
  const { faults, races, clock } = carrier
  const now = clock.now()
  const status: LegStatus = event === 'answered' ? 'in-progress' : event === 'completed' ? leg.status : event
  const params: Record<string, string> = {
    ...voiceParams(carrier.account, leg),
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(progress.sequence++),
    Timestamp: rfc2822(now),
  }
  if (event === 'completed') {
    const seconds = leg.durationSeconds(now)
    params.CallDuration = String(seconds)
    params.Duration = String(Math.ceil(seconds / 60))
    params.SipResponseCode =
      { busy: '486', failed: '404', 'no-answer': '487', canceled: '487' }[leg.status as string] ?? '200'
  }
  if (event === 'completed' && races.happens('callbackMissing', faults.callbackMissing)) return
  const send = () =>
    carrier.webhooks
      .send({ purpose: 'status', url: progress.url, method: progress.method, params, cookies: leg.cookies })
      .then(() => leg.noteContact())
  if (races.happens('callbackReordered', faults.callbackReordered)) {
    const seconds = races.between('callbackReordered seconds', 0.2, 5)
    carrier.background(clock.sleep(seconds).then(send))
    return
  }
  if (races.happens('callbackLate', faults.callbackLate)) {
    carrier.background(clock.sleep(faults.callbackLateSeconds).then(send))
    return
  }
  progress.last = progress.last.then(send)
  if (races.happens('callbackTwice', faults.callbackTwice)) progress.last = progress.last.then(send)
  carrier.background(progress.last)
}
