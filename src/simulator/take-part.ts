import type { Carrier } from './carrier.ts'
import { conduct } from './conduct.ts'
import type { Conference } from './conference.ts'
import type { Leg } from './leg.ts'
import type { Joining } from './participant.ts'

/** A leg without a document of its own (added by REST) is in the conference until it leaves, or until REST moves it elsewhere. */
export async function takePart(carrier: Carrier, conference: Conference, leg: Leg, joining: Joining): Promise<void> {
  const signal = leg.begin()
  const participant = conference.join(leg, joining)
  const out = new AbortController()
  void participant.left.promise.then(() => out.abort())
  await carrier.clock.sleep(14_400, AbortSignal.any([signal, out.signal]))
  conference.leave(leg, leg.isOver || !leg.replacement ? 'participant_hung_up' : 'participant_updated_via_api')
  const source = leg.replacement
  leg.replacement = null
  if (source && !leg.isOver) await conduct(carrier, leg, source)
}
