import type { Carrier } from './carrier.ts'
import { settle } from './faults.ts'
import type { Ending, Leg } from './leg.ts'
import { reportProgress } from './progress.ts'
import { runDocuments } from './run-documents.ts'
import type { Source } from './source.ts'

/** Leads a call through its documents until it ends, over every update that moves it, and reports its end. */
export async function conduct(carrier: Carrier, leg: Leg, first: Source): Promise<void> {
  let source: Source | null = first
  while (source && !leg.isOver) {
    const end = await runDocuments(carrier, leg, source, { signal: leg.begin(), stage: 'call' })
    source = leg.replacement
    leg.replacement = null
    if (end === 'hangup' || (end !== 'aborted' && !source)) endLeg(carrier, leg, 'completed')
  }
}

/** Ends a leg, once, and reports it. */
export function endLeg(carrier: Carrier, leg: Leg, how: Ending): void {
  if (leg.isOver) return
  const wasQueued = leg.status === 'queued'
  leg.end(how, carrier.clock.now())
  // Canceling a call that is still queued fires no callback (twilio-java#321).
  if (wasQueued && how === 'canceled') return
  reportProgress(carrier, leg, 'completed')
}

/**
 * Moves a live call to other instructions, as a REST update does. If a document is being fetched just then, the seed says whether it is
 * thrown away or still starts for a moment.
 */
export function moveLeg(carrier: Carrier, leg: Leg, source: Source): void {
  leg.replacement = source
  const fetching = leg.fetching
  const choice =
    fetching && settle(carrier.races, 'updateDuringFetch', carrier.faults.updateDuringFetch, ['discards', 'starts'])
  if (choice !== 'starts') {
    leg.interrupt()
    return
  }
  carrier.background(
    Promise.resolve(fetching)
      .then(() => carrier.clock.sleep(0.1, leg.over))
      .then(() => {
        if (leg.replacement === source) leg.interrupt()
      }),
  )
}
