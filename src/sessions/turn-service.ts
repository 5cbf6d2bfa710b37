/** One request of a call that we know. Most turns lead from menu to menu, and need no transaction of many statements (decision 16). */

import { hasEnded } from '../conversations/call.ts'
import { notWaiting } from '../dispatch/wait-service.ts'
import { advance, type Step } from '../flow/advance.ts'
import type { Flow } from '../flow/flow.ts'
import type { Context } from '../platform/context.ts'
import { gathered } from '../platform/gathered.ts'
import type { Database } from '../platform/postgres.ts'
import { newlyChosen } from './chosen.ts'
import { belongingOf, type Dialogue } from './dialogue.ts'
import { type Asked, unaskedFacts } from './duty.ts'
import { effectsOf, entriesOf, isSettled } from './effects.ts'
import { factsOf } from './facts.ts'
import type { SessionsHouse } from './house.ts'
import { type Peeked, peekMany, type QuietTurn, takeMany } from './quiet-store.ts'
import { secretsOf } from './secrets.ts'
import { type Answer, type Turn, takeTurn } from './service.ts'

/** Whether a step asked for nothing and did nothing beyond the dialogue itself. */
function isQuiet(dialogue: Dialogue, flow: Flow, { need, session, events }: Step): boolean {
  if (need !== null || session.ended !== null) return false
  if (effectsOf(events).some((effect) => !isSettled(effect, dialogue))) return false
  return newlyChosen(flow, dialogue.state, session, events) === null
}

const nothingKnown: ReadonlySet<Asked> = new Set()

type Quiet = { readonly kept: QuietTurn; readonly answer: Answer }

/** The turn's outcome, if it touches no other room. */
function quietTurn(house: SessionsHouse, turn: Turn, { dialogue, call }: Peeked, context: Context): Quiet | null {
  const { callSid, epoch, input, token } = turn
  if (hasEnded(call.status) || belongingOf(dialogue, call.epoch, turn) !== 'present') return null
  const flow = house.revision(dialogue.revision)
  if (flow === undefined) return null
  const { facts, asked } = unaskedFacts({ ...factsOf(house, dialogue, context), wait: notWaiting }, nothingKnown)
  const taken = advance(flow, dialogue.state, input, facts)
  if (asked.size > 0 || !isQuiet(dialogue, flow, taken)) return null
  const { session: state, verbs } = taken
  const entries = entriesOf(taken.events, secretsOf(state))
  const kept = { id: callSid, turn: dialogue.turn, epoch, token, state, verbs, entries, now: context.now }
  const told = { outcome: 'answered', node: state.node, lane: state.wait?.lane ?? null } as const
  return { kept, answer: { ...told, verbs, language: state.language, turn: dialogue.turn + 1, epoch } }
}

export type TurnTaker = (turn: Turn, context: Context) => Promise<Answer>

/**
 * Takes turns: one that touches no other room by a read without a lock and a conditional write, which it shares with the others of its moment;
 * any other in a transaction under the dialogue's lock.
 */
export function createTurnTaker(database: Database, house: SessionsHouse): TurnTaker {
  const peek = gathered((ids: readonly string[]) => peekMany(database, ids))
  const keep = gathered((turns: readonly QuietTurn[]) => takeMany(database, turns))

  async function takeQuietly(turn: Turn, context: Context): Promise<Answer | null> {
    if (turn.turn === null || turn.isOver === true || turn.input.kind === 'returned') return null
    const peeked = await peek(turn.callSid)
    const quiet = peeked === null ? null : quietTurn(house, turn, peeked, context)
    return quiet !== null && (await keep(quiet.kept)) ? quiet.answer : null
  }

  return async (turn, context) =>
    (await takeQuietly(turn, context)) ?? database.transact((tx) => takeTurn(tx, house, turn, context))
}
