/** One request of a call that we know. Most turns lead from menu to menu, and need no transaction of many statements (decision 16). */

import { hasEnded } from '../conversations/call.ts'
import { notWaiting } from '../dispatch/wait-service.ts'
import { advance, type Step } from '../flow/advance.ts'
import type { Flow } from '../flow/flow.ts'
import type { Context } from '../platform/context.ts'
import type { Database, Reader } from '../platform/postgres.ts'
import { newlyChosen } from './chosen.ts'
import { belongingOf, type Dialogue } from './dialogue.ts'
import { unaskedDuty } from './duty.ts'
import { effectsOf, entriesOf, isSettled } from './effects.ts'
import { factsOf } from './facts.ts'
import type { SessionsHouse } from './house.ts'
import { peek, takeQuietly } from './quiet-store.ts'
import { type Answer, type Turn, takeTurn } from './service.ts'

/** Whether a step asked for nothing and did nothing beyond the dialogue itself. */
function isQuiet(dialogue: Dialogue, flow: Flow, { need, session, events }: Step): boolean {
  if (need !== null || session.ended !== null) return false
  if (effectsOf(events).some((effect) => !isSettled(effect, dialogue))) return false
  return newlyChosen(flow, dialogue.state.variables, session.variables, events) === null
}

/**
 * Takes a turn that touches no other room, by one read without a lock and one conditional statement. Null: take it the ordinary
 * way; nothing has happened.
 */
async function takeQuietTurn(
  reader: Reader,
  house: SessionsHouse,
  turn: Turn,
  context: Context,
): Promise<Answer | null> {
  const { callSid, epoch, input, token } = turn
  if (turn.turn === null || turn.isOver === true || input.kind === 'returned') return null
  const peeked = await peek(reader, callSid)
  if (peeked === null || hasEnded(peeked.call.status)) return null
  const { dialogue, call } = peeked
  const flow = house.revision(dialogue.revision)
  if (flow === undefined || belongingOf(dialogue, call.epoch, turn) !== 'present') return null
  const duty = unaskedDuty(notWaiting)
  const facts = factsOf(house, dialogue, context)
  const taken = advance(flow, dialogue.state, input, { ...facts, wait: duty.wait })
  const { session: state, verbs } = taken
  if (duty.wasAsked() || !isQuiet(dialogue, flow, taken)) return null
  const entries = entriesOf(taken.events)
  const kept = { id: callSid, turn: turn.turn, epoch, token, state, verbs, entries }
  if (!(await takeQuietly(reader, kept, context.now))) return null
  return { outcome: 'answered', verbs, turn: turn.turn + 1, epoch }
}

/** A turn by the quiet way where it touches no other room, and in a transaction under the dialogue's lock otherwise. */
export async function answerTurn(
  database: Database,
  house: SessionsHouse,
  turn: Turn,
  context: Context,
): Promise<Answer> {
  const quiet = await takeQuietTurn(database, house, turn, context)
  return quiet ?? database.transact((tx) => takeTurn(tx, house, turn, context))
}
