/**
 * Waiting in a lane: what `queue` and `emergency` share. The caller hears one short document after the other, each ending in a
 * heartbeat that looks at how the wait stands; see decision 2.
 */

import { type AskSpec, ask, askDocuments, hearAnswer, nextAsk, tellKinds } from './asks.ts'
import type { WaitMemory } from './flow.ts'
import type { Input } from './input.ts'
import { type OptionsSpec, choose as takeKey } from './options.ts'
import { change, emit, go, list, type Outcome, reach, type Said, say, type Turn } from './turn.ts'

/** Longest document in seconds, words included. */
export const DOCUMENT_SECONDS = 10
/** Between a conversation that ended on the wire and the record of its end. */
const BACK_SECONDS = 2
/** Pauses held for a conversation that ended on the wire before its end reached the records; then it is joined again. */
const BACKS_BEFORE_REJOIN = 3

export type Holding = {
  readonly lane: string
  readonly emergency?: string
  /** Whoever comes here cannot speak. */
  readonly silent?: boolean
  /** Asked while help is being called. */
  readonly asks?: readonly AskSpec[]
  /** Whether its answers may be spoken; they may unless it says otherwise. */
  readonly speech?: boolean
  /** Length of a document; the shorter, the sooner a join that the carrier's API does not hasten. */
  readonly seconds: number
  readonly first: Said
  /** Said in turn, one a document. */
  readonly meanwhile: readonly string[]
  /** `{position}`, and `{minutes}` when an expected wait is known. */
  readonly position?: string
  /** `{who}` is being called, said as long as somebody is. */
  readonly calling?: string
  readonly expected?: string
  /** The apology for a conversation that broke off. */
  readonly returned: Said
  readonly options?: OptionsSpec
  /** Where to go with nobody signed in; absent: the caller holds. */
  readonly nobody?: string
  readonly answered: string
  readonly left: string
}

/** Enters the lane and says the first words. */
export function beginWait(node: string, holding: Holding, turn: Turn): Outcome {
  const { wait } = turn.facts
  const elsewhere = turn.session.wait !== null && turn.session.wait.lane !== holding.lane
  if (holding.nobody !== undefined && !wait.staffed) return go(holding.nobody)
  const emergency = holding.emergency === undefined ? {} : { emergency: holding.emergency }
  const silent = holding.silent === true || (turn.session.silences ?? 0) > 0 ? { silent: true as const } : {}
  emit(turn, { event: 'wait.began', node, lane: holding.lane, ...emergency, ...silent })
  change(turn, { wait: nothingHeard(holding.lane) })
  if (holding.asks !== undefined) tellKinds(node, holding.asks, turn.session.dangers ?? [], turn)
  say(turn, holding.first)
  if (wait.state === 'waiting' && !elsewhere) sayPosition(holding, turn)
  return hold(turn, holding.seconds)
}

/** Anything that comes while the caller waits, talks, or returns. */
export function keepWaiting(node: string, holding: Holding, input: Input, turn: Turn): Outcome {
  const { wait } = turn.facts
  if (turn.session.wait?.lane !== holding.lane) return beginWait(node, holding, turn)
  // Back from a conversation: who ended it, and how, is heard in the same moment, before or after.
  const heard = memory(turn)
  if (input.kind === 'returned' && heard.conference !== null) {
    change(turn, { wait: { ...heard, backs: heard.backs + 1 } })
    return hold(turn, BACK_SECONDS)
  }
  const hasAnswered = holding.asks !== undefined && hearAnswer(node, holding.asks, input, turn)
  switch (wait.state) {
    case 'finished':
      return leave(holding.answered, turn)
    case 'left':
      return leave(holding.left, turn)
    case 'joined':
      return wait.join === null ? holdOn(holding, turn) : join(node, wait.join, turn)
    default:
      return stillWaiting(node, holding, input, hasAnswered, turn)
  }
}

function stillWaiting(node: string, holding: Holding, input: Input, hasAnswered: boolean, turn: Turn): Outcome {
  const { wait } = turn.facts
  const chosen = input.kind === 'digits' ? takeKey(node, holding.options, input.digits, turn) : null
  if (chosen?.outcome === 'go') {
    emit(turn, { event: 'wait.left', node, option: chosen.node })
    return leave(chosen.node, turn)
  }
  const heard = memory(turn)
  if (heard.conference !== null) {
    // Waiting again after a conversation: it broke off, and the caller is back at the front.
    change(turn, { wait: { ...heard, conference: null, backs: 0, position: wait.position } })
    say(turn, holding.returned)
    return hold(turn, holding.seconds)
  }
  if (holding.nobody !== undefined && !wait.staffed && wait.state === 'waiting') {
    emit(turn, { event: 'wait.left', node, option: holding.nobody })
    return leave(holding.nobody, turn)
  }
  return askMeanwhile(holding, hasAnswered, turn) ?? holdOn(holding, turn)
}

/**
 * A question, unless the last document was one: in between the caller hears that help is being called. After an answer the next one comes
 * at once. Whoever has already spoken with a human is asked nothing by us.
 */
function askMeanwhile({ asks, speech = true }: Holding, hasAnswered: boolean, turn: Turn): Outcome | null {
  const heard = memory(turn)
  if (asks === undefined || turn.facts.wait.returns > 0) return null
  const question = heard.hasJustAsked === true && !hasAnswered ? null : nextAsk(asks, heard)
  if (question === null) {
    change(turn, { wait: { ...heard, hasJustAsked: false } })
    return null
  }
  // A question is not counted among the sentences said in turn: of two sentences one would never be heard.
  return { outcome: 'wait', verb: ask(question, memory(turn), { seconds: DOCUMENT_SECONDS, hears: speech }, turn) }
}

/** The citizen meets a human. Joining the same conference again (after a move) is told only once. */
function join(node: string, target: { conference: string; endsOnExit: boolean }, turn: Turn): Outcome {
  const heard = memory(turn)
  if (heard.conference === target.conference && heard.backs > 0 && heard.backs < BACKS_BEFORE_REJOIN) {
    change(turn, { wait: { ...heard, backs: heard.backs + 1 } })
    return hold(turn, BACK_SECONDS)
  }
  if (heard.conference !== target.conference) emit(turn, { event: 'human.reached', node })
  reach(turn, 'human')
  change(turn, { wait: { ...heard, conference: target.conference, backs: 0 } })
  return { outcome: 'wait', verb: { verb: 'join', ...target, label: 'citizen', leavesOnStar: false } }
}

/** One more document: the position when it moved or was not said for a while, else the next of the other sentences. */
function holdOn(holding: Holding, turn: Turn): Outcome {
  const heard = memory(turn)
  const { state, position, calling = '' } = turn.facts.wait
  const moved = position !== heard.position
  const known = state === 'waiting' && position > 0 && holding.position !== undefined
  if (known && (moved || heard.holds % 3 === 0)) sayPosition(holding, turn)
  else if (state === 'waiting' && calling !== '' && holding.calling !== undefined)
    say(turn, holding.calling, { who: calling })
  else say(turn, holding.meanwhile[heard.holds % holding.meanwhile.length])
  return hold(turn, holding.seconds)
}

function sayPosition(holding: Holding, turn: Turn): void {
  const { position, expectedWaitSeconds } = turn.facts.wait
  if (position <= 0 || holding.position === undefined) return
  say(turn, holding.position, { position: String(position) })
  if (expectedWaitSeconds !== null && holding.expected !== undefined) {
    say(turn, holding.expected, { minutes: String(Math.max(1, Math.ceil(expectedWaitSeconds / 60))) })
  }
  change(turn, { wait: { ...memory(turn), position } })
}

/** `seconds` is the whole document, words included; the channel makes the rest of it a pause. */
function hold(turn: Turn, seconds: number): Outcome {
  const heard = memory(turn)
  change(turn, { wait: { ...heard, holds: heard.holds + 1 } })
  return { outcome: 'wait', verb: { verb: 'hold', spoken: [], seconds } }
}

function leave(node: string, turn: Turn): Outcome {
  change(turn, { wait: null })
  return go(node)
}

function memory(turn: Turn): WaitMemory {
  return turn.session.wait ?? nothingHeard('')
}

function nothingHeard(lane: string): WaitMemory {
  return { lane, holds: 0, position: 0, conference: null, backs: 0 }
}

/** Every set of sentences that one document of this lane can hold, for the limit of ten seconds. */
export function documentsOf(
  holding: Pick<Holding, 'first' | 'meanwhile' | 'position' | 'expected' | 'returned' | 'calling' | 'asks'>,
): string[][] {
  const place = [holding.position, holding.expected].filter((id) => id !== undefined)
  return [
    [...list(holding.first)],
    place,
    [...list(holding.returned)],
    ...holding.meanwhile.map((id) => [id]),
    ...(holding.calling === undefined ? [] : [[holding.calling]]),
    ...askDocuments(holding.asks ?? []),
  ]
}
