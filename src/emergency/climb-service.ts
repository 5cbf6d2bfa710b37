/** One step of a ladder. */

import { note, placeLeg } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import { yieldToLadder } from './duty-test-service.ts'
import { climb, type Ladder, roundRestMilliseconds } from './ladder.ts'
import { scheduleClimb } from './service.ts'
import * as emergencies from './store.ts'

export type Climbed =
  | { readonly outcome: 'rang'; readonly rung: string; readonly isNewRound: boolean }
  | { readonly outcome: 'resting' }
  /** Nothing to do: acknowledged, over, or not due yet. */
  | { readonly outcome: 'idle' }

/** Takes the ladder's next step if it is due; the row is locked, so that two sweeps ring no rung twice. */
export async function climbOnce(
  tx: Tx,
  ladderOf: (id: string) => Ladder | undefined,
  emergencyId: string,
  context: Context,
): Promise<Climbed> {
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency?.state !== 'raised') return { outcome: 'idle' }
  if (emergency.climbAt !== null && emergency.climbAt > context.now) return { outcome: 'idle' }
  const ladder = ladderOf(emergency.ladder)
  if (ladder === undefined) throw new Error('An emergency has a ladder that the site does not have')
  if (await emergencies.hasOtherLadder(tx, emergency.callSid)) {
    scheduleClimb(tx, emergency, context.now + roundRestMilliseconds, context)
    return { outcome: 'resting' }
  }
  await yieldToLadder(tx, ladder, context)
  const step = climb(ladder, emergency.climbed, await attempts.running(tx), context.now)
  if (step.step === 'rest') {
    scheduleClimb(tx, emergency, step.nextAt, context)
    return { outcome: 'resting' }
  }
  const { rung, place } = step
  const id = newId()
  const legId = placeLeg(
    tx,
    {
      purpose: 'rung',
      about: id,
      citizenCallSid: emergency.callSid,
      target: rung.target,
      ringSeconds: rung.ringSeconds,
      urgent: true,
    },
    context,
  )
  attempts.begin(
    tx,
    {
      id,
      emergencyId: emergency.id,
      rung: rung.name,
      place,
      accepts: rung.accepts,
      legId,
      talkSeconds: rung.talkSeconds,
    },
    context.now,
  )
  note(tx, { callSid: emergency.callSid, kind: 'ladder.climbed', facts: { rung: rung.name, place } }, context)
  scheduleClimb(tx, emergency, step.nextAt, context, place + 1)
  return { outcome: 'rang', rung: rung.name, isNewRound: step.isNewRound }
}
