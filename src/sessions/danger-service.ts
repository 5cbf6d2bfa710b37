/** What a caller in danger tells the line while help is being called: the emergency, its ladder and its ticket learn of it at once. */

import { type Judging, judgeEmergency, refineCall } from '../emergency/severity-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Dialogue } from './dialogue.ts'
import type { Effect } from './effects.ts'
import type { SessionsHouse } from './house.ts'
import { describe } from './text-ticket-service.ts'

/** How grave it is by all that the dialogue knows now: one look and one write, after the phones began to ring. */
export async function judge(
  tx: Tx,
  house: SessionsHouse,
  { id: callSid, state, waitId }: Dialogue,
  news: Pick<Judging, 'silent' | 'answers'>,
  context: Context,
): Promise<void> {
  if (waitId === null) return
  const judging = { ...news, callSid, waitId, unknownKind: house.ladderFor(''), words: state.dangers ?? [] }
  await judgeEmergency(tx, judging, context)
}

/** The answer to a question: its kind changes the ladder, its gravity the class. */
export async function learnAnswer(
  tx: Tx,
  house: SessionsHouse,
  dialogue: Dialogue,
  { kind, question, answer, gravity }: Extract<Effect, { effect: 'told' }>,
  context: Context,
): Promise<void> {
  if (kind !== null) await refineCall(tx, { callSid: dialogue.id, kind, ladder: house.ladderFor(kind) }, context)
  await judge(tx, house, dialogue, { answers: [{ question, answer, gravity }] }, context)
}

/** Words that nobody hears yet: whoever sees the ticket reads them. */
export async function learnWords(
  tx: Tx,
  house: SessionsHouse,
  dialogue: Dialogue,
  text: string,
  context: Context,
): Promise<void> {
  if (dialogue.ticketId !== null) await describe(tx, dialogue, text, context)
  await judge(tx, house, dialogue, {}, context)
}
