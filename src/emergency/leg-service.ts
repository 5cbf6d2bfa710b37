/** What happens on a rung's leg: a duty phone presses a key, a control room is bridged and acknowledged by talking. */

import type { Leg, LegHandler, LegMoment } from '../conversations/leg.ts'
import { note } from '../conversations/service.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import { joinPartner, lockCaller, partnerGone, settlePartner } from '../dispatch/partner-service.ts'
import type { Say, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import type { Emergency } from './emergency.ts'
import { spokenHandover } from './handover.ts'
import { type HandoverHouse, spokenFacts } from './handover-service.ts'
import { roundOf } from './ladder-store.ts'
import {
  type Attempt,
  type AttemptState,
  askVerbs,
  farewellVerbs,
  joinVerbs,
  type Spoken,
  sentencesBeforeLetGo,
} from './rung.ts'
import { acknowledge, scheduleClimb } from './service.ts'
import * as emergencies from './store.ts'

export type RungHouse = DispatchHouse &
  HandoverHouse & {
    readonly say: Say
    /** The region's name, as it is said. */
    readonly place: string
  }

/** A rung that failed speaks only if a second ring of it was answered after all: a ring that was busy does not turn that human away. */
const canAccept: readonly AttemptState[] = ['ringing', 'failed']

type Standing = { readonly attempt: Attempt; readonly emergency: Emergency }

/** The caller's wait first, then the emergency: the order in which an operator who accepts takes them. */
async function lockWithCaller(tx: Tx, emergencyId: string): Promise<Emergency | null> {
  const found = await emergencies.find(tx, emergencyId)
  if (found === null) return null
  await lockCaller(tx, found.callSid)
  return emergencies.lock(tx, emergencyId)
}

async function standing(tx: Tx, leg: Leg): Promise<Standing | null> {
  const attempt = await attempts.find(tx, leg.about)
  if (attempt === null) return null
  const emergency = await lockWithCaller(tx, attempt.emergencyId)
  return emergency === null ? null : { attempt, emergency }
}

async function spoken(tx: Tx, house: RungHouse, emergency: Emergency): Promise<Spoken> {
  return { place: house.place, ...spokenHandover(house.say, await spokenFacts(tx, house, emergency)) }
}

/** Bridges the rung with the caller, unless somebody else has the caller by now. */
async function bridge(tx: Tx, house: RungHouse, leg: Leg, { attempt, emergency }: Standing, context: Context) {
  const acknowledged = attempt.accepts === 'key'
  const joined = await joinPartner(tx, { callSid: emergency.callSid, acknowledged, legId: leg.id }, context)
  if (joined.outcome === 'taken') {
    await attempts.move(tx, attempt.id, 'refused', ['ringing'], context.now)
    return farewellVerbs(house.say, 'mitra_diambil')
  }
  const state = acknowledged ? 'accepted' : 'talking'
  await attempts.move(tx, attempt.id, state, canAccept, context.now, joined.conversationId)
  note(tx, { callSid: emergency.callSid, kind: 'rung.joined', facts: { rung: attempt.rung, acknowledged } }, context)
  if (acknowledged) {
    await acknowledge(tx, { emergencyId: emergency.id, by: `rung:${attempt.rung}`, attemptId: attempt.id }, context)
  }
  return joinVerbs(house.say, {
    conference: joined.conversationId,
    label: leg.id,
    shared: joined.shared,
    summary: acknowledged ? null : await spoken(tx, house, emergency),
  })
}

async function refuse(tx: Tx, house: RungHouse, { attempt, emergency }: Standing, context: Context) {
  const moved = await attempts.move(tx, attempt.id, 'refused', ['ringing'], context.now)
  if (moved !== null) await hasten(tx, attempt, emergency, context)
  return farewellVerbs(house.say, 'mitra_ditolak')
}

/**
 * A rung that is over before its time does not hold the next one up. One of a round that is over changes nothing: between two rounds the
 * ladder rests, since phones that cannot be reached at all would otherwise be called without a pause.
 */
async function hasten(tx: Tx, attempt: Attempt, emergency: Emergency, context: Context): Promise<void> {
  if (emergency.state !== 'raised' || attempt.round !== (await roundOf(tx, emergency.id))) return
  if (emergency.climbAt === null || emergency.climbAt > context.now) scheduleClimb(tx, emergency, context.now, context)
}

async function speak(
  tx: Tx,
  house: RungHouse,
  leg: Leg,
  moment: LegMoment,
  context: Context,
): Promise<readonly Verb[]> {
  const stand = await standing(tx, leg)
  if (stand === null) return farewellVerbs(house.say, 'mitra_diambil')
  const { attempt, emergency } = stand
  const hasTalked = attempt.state === 'talking' || attempt.state === 'accepted'
  if (moment.kind === 'returned' || (moment.kind === 'let_go' && hasTalked))
    return farewellVerbs(house.say, 'mitra_selesai')
  if (moment.kind === 'let_go' || emergency.state !== 'raised' || !canAccept.includes(attempt.state))
    return farewellVerbs(house.say, 'mitra_diambil')
  if (attempt.accepts === 'talk') return bridge(tx, house, leg, stand, context)
  if (moment.kind === 'digits' && moment.digits === '1') return bridge(tx, house, leg, stand, context)
  if (moment.kind === 'digits' && moment.digits === '2') return refuse(tx, house, stand, context)
  if (moment.kind !== 'answered' && leg.turn >= sentencesBeforeLetGo) return refuse(tx, house, stand, context)
  return askVerbs(house.say, await spoken(tx, house, emergency))
}

async function ended(tx: Tx, house: RungHouse, leg: Leg, context: Context): Promise<void> {
  const stand = await standing(tx, leg)
  if (stand === null) return
  const { attempt, emergency } = stand
  const wasTalking = attempt.state === 'talking' || attempt.state === 'accepted'
  await attempts.move(tx, attempt.id, wasTalking ? 'ended' : 'failed', ['ringing', 'talking', 'accepted'], context.now)
  if (wasTalking && attempt.conversationId !== null) {
    note(tx, { callSid: emergency.callSid, kind: 'rung.left', facts: { rung: attempt.rung } }, context)
    const { conversationId } = attempt
    await partnerGone(tx, house, { callSid: emergency.callSid, conversationId, legId: leg.id }, context)
  }
  // As it stands now: whether the caller's own return or this end made it stand again, the ladder goes on alike.
  await hasten(tx, attempt, (await emergencies.lock(tx, emergency.id)) ?? emergency, context)
}

export function rungLegs(house: RungHouse): LegHandler {
  return {
    speak: (tx, leg, moment, context) => speak(tx, house, leg, moment, context),
    ended: (tx, leg, _how, context) => ended(tx, house, leg, context),
    // From here on the seconds of conversation count; the bridge itself may have taken some.
    met: async (tx, leg, context) => {
      attempts.met(tx, leg.about, context.now)
    },
  }
}

/** A control room has talked long enough: that is its acknowledgement. */
export async function acknowledgeTalk(tx: Tx, attempt: Attempt, context: Context): Promise<void> {
  const emergency = await lockWithCaller(tx, attempt.emergencyId)
  const moved = await attempts.move(tx, attempt.id, 'accepted', ['talking'], context.now)
  if (moved === null || emergency === null) return
  await settlePartner(tx, emergency.callSid, context)
  await acknowledge(tx, { emergencyId: emergency.id, by: `rung:${attempt.rung}`, attemptId: attempt.id }, context)
}

/** A group of operators was rung in vain: the ladder goes on. */
export async function groupWasSilent(tx: Tx, attempt: Attempt, context: Context): Promise<void> {
  const emergency = await lockWithCaller(tx, attempt.emergencyId)
  const moved = await attempts.move(tx, attempt.id, 'failed', ['ringing'], context.now)
  if (moved !== null && emergency !== null) await hasten(tx, attempt, emergency, context)
}
