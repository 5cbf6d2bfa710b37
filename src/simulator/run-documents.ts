import { type Carrier, trouble } from './carrier.ts'
import { fetchDocument, sayApplicationError } from './documents.ts'
import { settle } from './faults.ts'
import type { Leg } from './leg.ts'
import { allowedOn, type Scene, type Stage } from './scene.ts'
import type { DocumentRequest, Source } from './source.ts'
import type { TwimlElement } from './twiml-parse.ts'

/** How a run of documents came to its end: out of verbs, told to hang up, stopped from outside, or without a usable document. */
export type RunEnd = 'ended' | 'hangup' | 'aborted' | 'failed'

/** Runs documents on a leg, one after the other, until they are out of verbs or the signal stops them. */
export async function runDocuments(
  carrier: Carrier,
  leg: Leg,
  first: Source,
  options: { readonly signal: AbortSignal; readonly stage: Stage },
): Promise<RunEnd> {
  let source = first
  for (;;) {
    const fetching = fetchDocument(carrier, leg, source)
    leg.fetching = fetching
    const document = await Promise.race([fetching, whenAborted(options.signal)])
    if (leg.fetching === fetching) leg.fetching = null
    if (document === 'aborted') return 'aborted'
    if (options.stage === 'call') payOwed(carrier, leg)
    if (document.outcome === 'failed') {
      if (options.stage === 'wait' || options.stage === 'music') return 'failed'
      if (leg.status === 'ringing') leg.answer(carrier.clock.now())
      await sayApplicationError(carrier, leg, document)
      return 'failed'
    }
    const next = await runVerbs(carrier, leg, document.verbs, document.request, options)
    if (typeof next === 'string') return next
    source = next
  }
}

async function runVerbs(
  carrier: Carrier,
  leg: Leg,
  elements: readonly TwimlElement[],
  document: DocumentRequest | null,
  options: { readonly signal: AbortSignal; readonly stage: Stage },
): Promise<DocumentRequest | RunEnd> {
  for (const element of elements) {
    const verb = carrier.verbs[element.name]
    if (!verb) throw new Error(`no way to run ${element.name}`)
    if (allowedOn[options.stage]?.includes(element.name) === false) {
      trouble(carrier, leg, 12200, `<${element.name}> is not allowed in a ${options.stage} document`)
      return 'failed'
    }
    if (leg.status === 'ringing' && options.stage === 'call' && !staysRinging(element)) leg.answer(carrier.clock.now())
    const scene: Scene = { carrier, leg, document, interrupted: null, ...options }
    const step = await verb(element, scene)
    if (options.signal.aborted) {
      if (options.stage === 'call') await payInterrupted(carrier, leg, scene)
      return 'aborted'
    }
    if (step.next === 'hangup') return 'hangup'
    if (step.next === 'document') return step.request
  }
  return 'ended'
}

/** Rejecting and dialling with `answerOnBridge` leave the caller's leg ringing. */
function staysRinging(element: TwimlElement): boolean {
  return element.name === 'Reject' || (element.name === 'Dial' && element.attributes.answerOnBridge === 'true')
}

/** The interrupted verb's action: after a hang-up always (its answer is ignored); after an update before or after the new document, by seed. */
async function payInterrupted(carrier: Carrier, leg: Leg, scene: Scene): Promise<void> {
  const cause = leg.isOver ? 'hangup' : 'replaced'
  const request = scene.interrupted?.(cause)
  if (!request) return
  if (cause === 'hangup') {
    await fetchDocument(carrier, leg, request)
    return
  }
  const when = settle(carrier.races, 'interruptedAction', carrier.faults.interruptedAction, [
    'before',
    'after',
    'never',
  ])
  if (when === 'before') await fetchDocument(carrier, leg, request)
  if (when === 'after') leg.owed.push(request)
}

function payOwed(carrier: Carrier, leg: Leg): void {
  for (const request of leg.owed.splice(0)) carrier.background(fetchDocument(carrier, leg, request))
}

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  if (signal.aborted) return Promise.resolve('aborted')
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }))
}
