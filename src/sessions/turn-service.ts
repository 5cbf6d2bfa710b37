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
import { type Peeked, peekMany, type QuietTurn, takeMany } from './quiet-store.ts'
import { secretsOf } from './secrets.ts'
import { type Answer, type Arrival, arrive, type Taken, type Turn, takeTurn } from './service.ts'

/** Whether a step asked for nothing and did nothing beyond the dialogue itself. */
function isQuiet(dialogue: Dialogue, flow: Flow, { need, session, events }: Step): boolean {
  if (need !== null || session.ended !== null) return false
  if (effectsOf(events).some((effect) => !isSettled(effect, dialogue))) return false
  return newlyChosen(flow, dialogue.state, session, events) === null
}

const nothingKnown: ReadonlySet<Asked> = new Set()

type Quiet = { readonly kept: QuietTurn; readonly answer: Answer; readonly dialogue: Dialogue }

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
  const told = { outcome: 'answered', node: state.node, lane: state.wait?.lane ?? null } as const
  return {
    kept,
    answer: { ...told, verbs, language: state.language, turn: dialogue.turn + 1, epoch },
    dialogue: { ...dialogue, state, verbs, turn: dialogue.turn + 1, lastToken: token },
  }
}

/** The dialogue, if it is the one that this turn belongs to, as far as a process can know by itself. */
const presentIn = (dialogue: Dialogue | undefined, turn: Turn): Dialogue | null =>
  dialogue !== undefined && belongingOf(dialogue, dialogue.epoch, turn) === 'present' ? dialogue : null

const presentOf = (peeked: Peeked | null, turn: Turn): Dialogue | null => {
  if (peeked === null || hasEnded(peeked.call.status)) return null
  return belongingOf(peeked.dialogue, peeked.call.epoch, turn) === 'present' ? peeked.dialogue : null
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

  async function takeQuietly(turn: Turn, context: Context): Promise<Answer | null> {
    if (turn.turn === null || turn.isOver === true || turn.input.kind === 'returned') return null
    const dialogue = presentIn(memory.recall(turn.callSid), turn) ?? presentOf(await peek(turn.callSid), turn)
    const quiet = dialogue === null ? null : quietTurn(house, turn, dialogue, context)
    if (quiet === null || !(await keep(quiet.kept))) return null
    memory.keep(quiet.dialogue)
    return quiet.answer
  }

  /** Remembers what was written, once it is committed. */
  async function ordinarily(callSid: string, work: (tx: Tx) => Promise<Taken>): Promise<Answer> {
    memory.forget(callSid)
    const { answer, dialogue } = await database.transact(work)
    if (dialogue !== null) memory.keep(dialogue)
    return answer
  }

  return {
    arrive: (arrival, context) => ordinarily(arrival.callSid, (tx) => arrive(tx, house, arrival, context)),
    takeTurn: async (turn, context) =>
      (await takeQuietly(turn, context)) ??
      (await ordinarily(turn.callSid, (tx) => takeTurn(tx, house, turn, context))),
  }
}
