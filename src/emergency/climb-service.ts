/** One step of a ladder. */

import { note, placeLeg } from '../conversations/service.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import { lockCaller } from '../dispatch/partner-service.ts'
import { summonOperators } from '../dispatch/summon-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import { type AlertHouse, alertForEmergency } from './duty-alert-service.ts'
import { yieldToLadder } from './duty-test-service.ts'
import type { Emergency } from './emergency.ts'
import { climb, type Ladder, type Progress, type Rung, roundRestMilliseconds, rungAddress } from './ladder.ts'
import * as ladders from './ladder-store.ts'
import { isLive } from './rung.ts'
import { scheduleClimb } from './service.ts'
import * as emergencies from './store.ts'

export type ClimbHouse = DispatchHouse & {
  /** The ladder of a kind at a moment: office and night may have their own. */
  readonly ladderOf: (kind: string, now: number) => Ladder | undefined
  /** What texts to duty officers say. */
  readonly alerts: AlertHouse
}

export type Climbed =
  | { readonly outcome: 'rang'; readonly rungs: readonly string[] }
  /** Everybody was rung in vain; it starts again in a moment. */
  | { readonly outcome: 'exhausted' }
  | { readonly outcome: 'resting' }
  /** Nothing to do: acknowledged, over, or not due yet. */
  | { readonly outcome: 'idle' }

const isDue = ({ state, climbAt }: Emergency, now: number) => state === 'raised' && (climbAt === null || climbAt <= now)

/** Takes the ladder's next step if it is due; the rows are locked, so that two sweeps ring nobody twice. */
export async function climbOnce(tx: Tx, house: ClimbHouse, emergencyId: string, context: Context): Promise<Climbed> {
  const found = await emergencies.find(tx, emergencyId)
  if (found === null || !isDue(found, context.now)) return { outcome: 'idle' }
  await lockCaller(tx, found.callSid)
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency === null || !isDue(emergency, context.now)) return { outcome: 'idle' }
  const ladder = house.ladderOf(emergency.ladder, context.now)
  if (ladder === undefined) throw new Error('An emergency has a ladder that the site does not have')
  if (await emergencies.hasOtherLadder(tx, emergency.callSid)) {
    scheduleClimb(tx, emergency, context.now + roundRestMilliseconds, context)
    return { outcome: 'resting' }
  }
  await yieldToLadder(tx, ladder, context)
  const round = await ladders.roundOf(tx, emergency.id)
  const progress = await progressOf(tx, emergency, round)
  const step = climb(ladder, progress, context.now)
  switch (step.step) {
    case 'ring': {
      if (progress.begun.size === 0) await alertForEmergency(tx, house.alerts, emergency, ladder.texts, context)
      for (const [index, rung] of step.rungs.entries())
        await ring(tx, house, emergency, { rung, index, round }, context)
      scheduleClimb(tx, emergency, step.nextAt, context, emergency.climbed + step.rungs.length)
      return { outcome: 'rang', rungs: step.rungs.map(({ name }) => name) }
    }
    case 'exhausted': {
      ladders.exhaust(tx, emergency.id, context.now)
      note(tx, { callSid: emergency.callSid, kind: 'ladder.exhausted', facts: { ladder: ladder.kind } }, context)
      scheduleClimb(tx, emergency, step.nextAt, context)
      return { outcome: 'exhausted' }
    }
    case 'rest':
      scheduleClimb(tx, emergency, step.nextAt, context)
      return { outcome: 'resting' }
  }
}

async function progressOf(tx: Tx, { id }: Emergency, round: number): Promise<Progress> {
  const running = await attempts.running(tx)
  const [begun, live] = await Promise.all([attempts.begunIn(tx, id, round), attempts.live(tx, id)])
  return {
    running,
    begun,
    live: live.flatMap(({ address, state, ringUntil, round: of }) =>
      isLive(state) ? [{ address, state, ringUntil, isOfRound: of === round }] : [],
    ),
  }
}

type Ringing = { readonly rung: Rung; readonly index: number; readonly round: number }

async function ring(
  tx: Tx,
  house: ClimbHouse,
  emergency: Emergency,
  { rung, index, round }: Ringing,
  context: Context,
): Promise<void> {
  const { callSid } = emergency
  const { target, name, accepts, ringSeconds, talkSeconds } = rung
  const id = newId()
  const place = emergency.climbed + index
  const legId =
    target.kind === 'operators'
      ? null
      : placeLeg(
          tx,
          { purpose: 'rung', about: id, citizenCallSid: callSid, target, ringSeconds, urgent: true },
          context,
        )
  const isGroup = target.kind === 'operators'
  // Nobody of a group that is not signed in rings: its time is over at once.
  const offered = isGroup ? await summonOperators(tx, house, { callSid, lane: target.lane }, context) : 1
  const ringUntil = context.now + (offered === 0 ? 0 : ringSeconds * 1000)
  const about = { id, emergencyId: emergency.id, rung: name, address: rungAddress(target), round, place }
  attempts.begin(tx, { ...about, accepts, legId, ringUntil, talkSeconds }, context.now)
  const facts = { rung: name, place, ...(isGroup && { offered }) }
  note(tx, { callSid, kind: 'ladder.climbed', facts }, context)
}
