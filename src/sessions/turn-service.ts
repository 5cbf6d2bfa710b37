/** Requests of calls, each in one piece. Most turns lead from menu to menu, and need no transaction of many statements (decision 16). */

import { hasEnded } from '../conversations/call.ts'
import { notWaiting } from '../dispatch/wait-service.ts'
import { advance, type Step } from '../flow/advance.ts'
import type { Flow } from '../flow/flow.ts'
import type { Context } from '../platform/context.ts'
import { gathered } from '../platform/gathered.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { newlyChosen } from './chosen.ts'
import { belongingOf, type Dialogue } from './dialogue.ts'
import { type Asked, unaskedFacts } from './duty.ts'
import { effectsOf, entriesOf, isSettled } from './effects.ts'
import { factsOf } from './facts.ts'
import type { SessionsHouse } from './house.ts'
import { createMemory } from './memory.ts'
import { peekMany, type QuietTurn, takeMany } from './quiet-store.ts'
import { secretsOf } from './secrets.ts'
import { type Answer, type Arrival, answerOf, arrive, type Taken, type Turn, takeTurn } from './service.ts'

/** Whether a step asked for nothing and did nothing beyond the dialogue itself. */
function isQuiet(dialogue: Dialogue, flow: Flow, { need, session, events }: Step): boolean {
  if (need !== null || session.ended !== null) return false
  if (effectsOf(events).some((effect) => !isSettled(effect, dialogue))) return false
  return newlyChosen(flow, dialogue.state, session, events) === null
}

const nothingKnown: ReadonlySet<Asked> = new Set()

/** What is written, and the dialogue after it. */
type Quiet = { readonly kept: QuietTurn; readonly dialogue: Dialogue }

/** The turn's outcome, if it touches no other room. */
function quietTurn(house: SessionsHouse, turn: Turn, dialogue: Dialogue, context: Context): Quiet | null {
  const { callSid, epoch, input, token } = turn
  const flow = house.revision(dialogue.revision)
  if (flow === undefined) return null
  const { facts, asked } = unaskedFacts({ ...factsOf(house, dialogue, context), wait: notWaiting }, nothingKnown)
  const taken = advance(flow, dialogue.state, input, facts)
  if (asked.size > 0 || !isQuiet(dialogue, flow, taken)) return null
  const { session: state, verbs } = taken
  const entries = entriesOf(taken.events, secretsOf(state))
  const kept = { id: callSid, turn: dialogue.turn, epoch, token, state, verbs, entries, now: context.now }
  return { kept, dialogue: { ...dialogue, state, verbs, turn: dialogue.turn + 1, lastToken: token } }
}

export type Dialogues = {
  readonly arrive: (arrival: Arrival, context: Context) => Promise<Answer>
  readonly takeTurn: (turn: Turn, context: Context) => Promise<Answer>
}

/**
 * Takes turns: one that touches no other room by what this process remembers of the dialogue, or a read without a lock, and a conditional
 * write, which it shares with the others of its moment; any other in a transaction under the dialogue's lock.
 */
export function createDialogues(database: Database, house: SessionsHouse): Dialogues {
  const memory = createMemory()
  const peek = gathered((ids: readonly string[]) => peekMany(database, ids))
  const keep = gathered((turns: readonly QuietTurn[]) => takeMany(database, turns))

  /** The dialogue whose present turn this is. Remembered, it may have been moved or have ended meanwhile: the write will tell. */
  async function presentDialogue(turn: Turn): Promise<Dialogue | null> {
    const isPresent = (dialogue: Dialogue, callEpoch: number) => belongingOf(dialogue, callEpoch, turn) === 'present'
    const recalled = memory.recall(turn.callSid)
    if (recalled !== undefined && isPresent(recalled, recalled.epoch)) return recalled
    const peeked = await peek(turn.callSid)
    if (peeked === null || hasEnded(peeked.call.status)) return null
    return isPresent(peeked.dialogue, peeked.call.epoch) ? peeked.dialogue : null
  }

  async function takeQuietly(turn: Turn, context: Context): Promise<Answer | null> {
    if (turn.turn === null || turn.isOver === true || turn.input.kind === 'returned') return null
    const dialogue = await presentDialogue(turn)
    const quiet = dialogue === null ? null : quietTurn(house, turn, dialogue, context)
    if (quiet === null || !(await keep(quiet.kept))) return null
    memory.keep(quiet.dialogue)
    return answerOf(quiet.dialogue, 'answered')
  }

  /** Remembers what was written, once it is committed. */
  async function ordinarily(work: (tx: Tx) => Promise<Taken>): Promise<Answer> {
    const { answer, dialogue } = await database.transact(work)
    if (dialogue !== null) memory.keep(dialogue)
    return answer
  }

  return {
    arrive: (arrival, context) => ordinarily((tx) => arrive(tx, house, arrival, context)),
    takeTurn: async (turn, context) =>
      (await takeQuietly(turn, context)) ?? ordinarily((tx) => takeTurn(tx, house, turn, context)),
  }
}
