/** A call without the database: from memory, from what its addresses carry, and with a journal for afterwards. */

import type { Input } from '../flow/input.ts'
import type { Say } from '../flow/verbs.ts'
import type { CallerAddress } from '../telephony/caller-address.ts'
import { type Signer, signer } from '../telephony/signed.ts'
import { emptyDocument, renderLastWords, renderVoice, type VoiceOptions } from '../telephony/twiml.ts'
import type { WebhookUrls } from '../telephony/urls.ts'
import type { SafeRequest } from '../telephony/webhooks/safe.ts'
import { type SafeCallee, speakToCallee } from './safe-callee.ts'
import { beginSafe, type SafeLine, type SafeState, type SafeStep, takeSafe } from './safe-flow.ts'
import type { CallRecord } from './safe-record.ts'

export type SafeHouse = {
  /** Of this moment and this kind of emergency, in milliseconds since 1970. */
  readonly line: (kind: string, now: number) => SafeLine
  /** The kind of whoever has not said what it is. */
  readonly usualKind: () => string
  /** The key that leads to the emergency in the first menu; empty without one. */
  readonly emergencyKey: () => string
  readonly label: (kind: string) => string
  readonly place: () => string
  readonly say: Say
  readonly urls: WebhookUrls
  readonly voice: VoiceOptions
  /** Signs what the addresses carry. */
  readonly key: string
  /** Resolves when it is on the disk. */
  readonly keep: (record: CallRecord) => Promise<void>
  readonly log: { error(facts: object, message: string): void }
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

export type Diverting = {
  readonly callSid: string
  readonly line: string
  readonly caller: CallerAddress
  /** The emergency in which the call was, or which its key has just chosen; null for none. */
  readonly danger: string | null
  readonly isOver: boolean
}

export type Safe = {
  /** Leads a call into the safe flow; gives its document. */
  readonly divert: (diverting: Diverting) => Promise<string>
  /** One more request of a diverted call. */
  readonly goOn: (request: SafeRequest, who: Pick<Diverting, 'line' | 'caller'>) => Promise<string>
  /** A diverted call was moved by an order from before: it goes on where it was. Null for a call that this process knows nothing of. */
  readonly bringBack: (callSid: string, who: Pick<Diverting, 'line' | 'caller'>) => Promise<string> | null
  /** What whoever is rung hears. */
  readonly speak: (request: SafeRequest) => string
  readonly isDiverted: (callSid: string) => boolean
  readonly keep: (record: CallRecord) => Promise<void>
  readonly firstDanger: (turn: number | null, input: Input) => string | null
}

/** Calls that one process remembers as diverted: of more than so many at once the oldest are over. */
const mostRemembered = 10_000

export function createSafe(house: SafeHouse): Safe {
  const states: Signer = signer(house.key, 'safe flow')
  const callees: Signer = signer(house.key, 'safe callee')
  const remembered = new Map<string, SafeState>()

  function remember(state: SafeState, isOver: boolean): void {
    remembered.delete(state.call)
    if (!isOver) remembered.set(state.call, state)
    const [oldest] = remembered.keys()
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest)
  }

  /** A journal that cannot be written must not also cost the caller the way to a human. */
  async function keep(record: CallRecord): Promise<void> {
    try {
      await house.keep(record)
    } catch (err) {
      house.log.error({ err, callSid: record.callSid }, 'The journal cannot be written: this call will be missing')
    }
  }

  async function answer(
    step: SafeStep,
    turn: number,
    { line, caller }: Pick<Diverting, 'line' | 'caller'>,
    isOver: boolean,
  ): Promise<string> {
    const { state, dials, emergency, isForDuty, reached, events } = step
    const callSid = state.call
    await keep({
      what: 'turn',
      callSid,
      entry: `turn ${turn}`,
      at: house.clock(),
      line,
      caller,
      emergency,
      isForDuty,
      reached,
      isOver,
      events,
    })
    remember(state, isOver)
    if (isOver) return emptyDocument
    const carried = states.seal(state)
    const addresses = { ...nowhere, next: house.urls.safe(carried), silence: house.urls.safeSilence(carried) }
    if (dials === null || emergency === null) return renderVoice(step.verbs, addresses, house.voice)
    const callee: SafeCallee = {
      call: callSid,
      turn,
      name: dials.name,
      accepts: dials.accepts,
      label: house.label(emergency),
      asked: 0,
    }
    return renderVoice(step.verbs, { ...addresses, callee: house.urls.safeCallee(callees.seal(callee)) }, house.voice)
  }

  const begin = ({ callSid, danger }: Pick<Diverting, 'callSid' | 'danger'>) => {
    const usualKind = house.usualKind()
    const line = house.line(danger ?? usualKind, house.clock())
    return beginSafe({ call: callSid, danger, usualKind }, line)
  }

  const take = (state: SafeState, given: Parameters<typeof takeSafe>[1]) =>
    takeSafe(state, given, house.line(state.kind, house.clock()))

  return {
    keep,
    isDiverted: (callSid) => remembered.has(callSid),
    firstDanger: (turn, input) => {
      const isFirst = turn === 1 && input.kind === 'digits' && input.digits === house.emergencyKey()
      return isFirst ? house.usualKind() : null
    },
    divert: (diverting) => answer(begin(diverting), 0, diverting, diverting.isOver),
    goOn: (request, who) => {
      const { callSid, input, talkedSeconds, isOver } = request
      // Signed by us, so it is what `answer` wrote; of another call it counts for nothing.
      const state = states.open(request.safe) as SafeState | undefined
      if (state?.call !== callSid) return answer(begin({ callSid, danger: null }), 0, who, isOver)
      return answer(take(state, { input, talkedSeconds, isOver }), state.turn, who, isOver)
    },
    bringBack: (callSid, who) => {
      const state = remembered.get(callSid)
      if (state === undefined) return null
      const given = { input: { kind: 'continue' }, talkedSeconds: 0, isOver: false } as const
      return answer(take(state, given), state.turn, who, false)
    },
    speak: ({ safe, input }) => {
      const callee = callees.open(safe) as SafeCallee | undefined
      if (callee === undefined) return renderVoice([{ verb: 'hangup' }], nowhere, house.voice)
      const spoken = speakToCallee(callee, input, house.say, house.place())
      if (spoken.step === 'connect') return renderLastWords(spoken.spoken, house.voice)
      if (spoken.step === 'let_go') return renderVoice(spoken.verbs, nowhere, house.voice)
      const again = house.urls.safeCallee(callees.seal(spoken.next))
      return renderVoice(spoken.verbs, { ...nowhere, next: again, silence: again }, house.voice)
    },
  }
}

const nowhere = { next: '', silence: '', conference: '', recording: '', wait: '' }
