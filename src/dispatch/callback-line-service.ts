/** A callback's way through the line: in, out of it again, and to its outcome. */

import { goOn, letRest } from '../conversations/aftermath-service.ts'
import { closeConversation, endLeg, note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import { publish } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { afterMiss, type Callback, type CallbackKind, type CallbackOutcome, ruleFor } from './callback.ts'
import type { CallbackHouse } from './callback-house.ts'
import * as callbacks from './callback-store.ts'
import type { DispatchHouse, Recalled } from './hooks.ts'
import { matchWaiting, wakeMatch } from './match-service.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import { returnGraceMilliseconds, type Wait } from './wait.ts'
import { endAccepted, ringingFor, withdrawOpen } from './wait-service.ts'
import * as waits from './wait-store.ts'

/** A callback with its place, both locked. */
export type Place = { readonly callback: Callback; readonly wait: Wait | null }

/** The wait first, then the callback, as everyone takes them. Null for none. */
export async function lockPlace(tx: Tx, callbackId: string): Promise<Place | null> {
  const found = await callbacks.find(tx, callbackId)
  if (found === null) return null
  const wait = await waits.lockByCall(tx, found.callSid)
  const callback = await callbacks.lock(tx, callbackId)
  return callback === null ? null : { callback, wait }
}

/** What is owed to a dropped emergency is followed by the room that knows the emergency. */
export async function tellRecalled(
  tx: Tx,
  house: DispatchHouse,
  { emergencyId }: Pick<Callback, 'emergencyId'>,
  moment: Recalled,
  context: Context,
): Promise<void> {
  if (emergencyId !== null) await house.emergencies.recalled(tx, { emergencyId, moment }, context)
}

async function tellInLine(tx: Tx, house: DispatchHouse, callback: Callback, waitId: string, context: Context) {
  if (callback.emergencyId === null) return
  const moment = {
    what: 'in_line',
    ringing: await ringingFor(tx, waitId),
    staffed: await operators.anyoneOnDuty(tx),
  } as const
  await tellRecalled(tx, house, callback, moment, context)
}

/** Into the line with the original arrival; `wasLost`: to its front, with the moment that a lost caller gets before a phone rings. */
export async function enterLine(
  tx: Tx,
  house: CallbackHouse,
  { callback, wasLost = false }: { readonly callback: Callback; readonly wasLost?: boolean },
  context: Context,
): Promise<void> {
  const { callSid, lane, arrivedAt, emergencyId } = callback
  const { priority } = house.lane(lane)
  const grace = wasLost ? returnGraceMilliseconds : 0
  const place = {
    id: newId(),
    callSid,
    lane,
    priority,
    arrivedAt,
    emergencyId,
    wasLost,
    offerAfter: context.now + grace,
  }
  const waitId = await callbacks.enterLine(tx, place, context.now)
  const fresh = { waitId, offerId: null, partnerLegId: null, joined: null, returnedAt: null }
  await callbacks.move(tx, callback, 'waiting', fresh, context.now)
  goOn(tx, callSid)
  note(
    tx,
    { callSid, kind: 'callback.in_line', facts: { callback: callback.id, attempts: callback.attempts } },
    context,
  )
  if (grace > 0) wakeMatch(tx, grace)
  else await matchWaiting(tx, house, context)
  await tellInLine(tx, house, callback, waitId, context)
}

/** The citizen's phone rang in vain: it rests and rings again, or the citizen is told by text. */
export async function missCitizen(
  tx: Tx,
  house: CallbackHouse,
  { callback, wait }: Place,
  context: Context,
): Promise<void> {
  const attempts = callback.attempts + 1
  const { callSid, offerId, partnerLegId } = callback
  note(tx, { callSid, kind: 'callback.not_answered', facts: { callback: callback.id, attempts } }, context)
  if (offerId !== null) await endAccepted(tx, offerId, context)
  if (partnerLegId !== null) await endLeg(tx, partnerLegId, context)
  if (wait?.conversationId) closeConversation(tx, wait.conversationId, context)
  const after = afterMiss(attempts, ruleFor(callback.kind, house.rule))
  const dueAt = after.next === 'rest' ? context.now + after.seconds * 1000 : null
  // Which operator took it stays known: that one is still to be told that nobody picked up.
  const changes = {
    attempts,
    legId: null,
    partnerLegId: null,
    joined: null,
    returnedAt: null,
    dueAt: dueAt ?? context.now,
  }
  const rested = await callbacks.move(tx, callback, 'resting', changes, context.now)
  if (wait !== null) waits.settle(tx, wait.id, 'left', context.now)
  if (dueAt === null) return closeCallback(tx, house, { callback: rested, wait }, 'not_reached', context)
  await tellRecalled(tx, house, callback, { what: 'missed' }, context)
  tx.wake({ queue: 'callbacks', id: callback.id, delayMilliseconds: dueAt - context.now })
}

/** The operator is gone before the conversation was over. The place is kept; a citizen who is on the phone stays there. */
export async function loseCallbackOperator(
  tx: Tx,
  house: CallbackHouse,
  { callback, wait }: Place,
  context: Context,
): Promise<void> {
  const { callSid, offerId, legId, partnerLegId, state } = callback
  if (offerId !== null) await endAccepted(tx, offerId, context)
  if (partnerLegId !== null) await endLeg(tx, partnerLegId, context)
  if (wait?.conversationId) closeConversation(tx, wait.conversationId, context)
  note(tx, { callSid, kind: 'operator.lost', facts: { callback: callback.id } }, context)
  const rings = state === 'calling'
  if (rings && legId !== null) await endLeg(tx, legId, context)
  const back = rings ? { ...callback, legId: null } : callback
  await enterLine(tx, house, { callback: back, wasLost: !rings }, context)
}

/** What the citizen is told by text, when nobody could tell it on the phone. Whoever hides is told nothing. */
const texts: Readonly<Record<CallbackKind, Partial<Record<CallbackOutcome, string>>>> = {
  promise: { not_reached: 'panggil_balik_tak_terjawab', expired: 'panggil_balik_kedaluwarsa' },
  emergency: { not_reached: 'darurat_tak_terjawab', expired: 'darurat_tak_terjawab' },
  quiet: {},
}

/** The citizen's leg or the operator's: whichever ends first is the end of the conversation. */
async function noteFinished(tx: Tx, { callback, wait }: Place, context: Context): Promise<void> {
  if (wait?.state !== 'joined' || callback.offerId === null) return
  const staffId = (await offers.find(tx, callback.offerId))?.staffId
  note(tx, { callSid: callback.callSid, kind: 'conversation.finished', facts: { staffId } }, context)
}

/** Ends it with an outcome. What rings for it stops; who has spoken leaves by themselves. */
export async function closeCallback(
  tx: Tx,
  house: CallbackHouse,
  { callback, wait }: Place,
  outcome: CallbackOutcome,
  context: Context,
  why: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { id, kind, callSid, citizenId, offerId, legId, partnerLegId, attempts, language } = callback
  if (!(await callbacks.close(tx, id, outcome, context.now))) return
  const isOurs = wait !== null && callback.state !== 'asked'
  if (isOurs) {
    if (outcome === 'spoken') await noteFinished(tx, { callback, wait }, context)
    waits.settle(tx, wait.id, outcome === 'spoken' ? 'finished' : 'left', context.now)
    await withdrawOpen(tx, wait.id, context)
  }
  if (outcome !== 'spoken') {
    if (offerId !== null) await endAccepted(tx, offerId, context)
    if (legId !== null) await endLeg(tx, legId, context)
    if (partnerLegId !== null) await endLeg(tx, partnerLegId, context)
  }
  letRest(tx, callSid)
  note(tx, { callSid, kind: 'callback.closed', facts: { callback: id, outcome, attempts, ...why } }, context)
  publish(tx, { topic: 'callback.closed', payload: { callbackId: id, callSid, outcome } }, context)
  const reason = typeof why.reason === 'string' ? why.reason : null
  await tellRecalled(tx, house, callback, { what: 'closed', outcome, attempts, reason }, context)
  const text = texts[kind][outcome]
  if (text === undefined) return
  const { text: body } = house.sayIn(language)(text, { line: house.line })
  publish(tx, { topic: 'text.wanted', payload: { callSid, citizenId, body } }, context)
}
