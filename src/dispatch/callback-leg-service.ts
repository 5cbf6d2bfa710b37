/** What happens on the two legs of a callback: the operator's, who waits for the citizen, and the citizen's. */

import type { FinalStatus } from '../conversations/call.ts'
import type { Leg, LegHandler, LegMoment } from '../conversations/leg.ts'
import { closeConversation, endLeg, note } from '../conversations/service.ts'
import type { Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Callback, haveSpoken } from './callback.ts'
import type { CallbackHouse } from './callback-house.ts'
import * as answers from './callback-leg.ts'
import { closeCallback, lockPlace, loseCallbackOperator, missCitizen, type Place } from './callback-line-service.ts'
import * as callbacks from './callback-store.ts'
import * as offers from './offer-store.ts'
import { farewellVerbs, joinVerbs } from './operator-leg.ts'
import { farewellMilliseconds } from './wait.ts'

/** How long a citizen who came back out of the conversation waits for the word of how it ended. */
const wordMilliseconds = 6_000

/** The callback that this operator's leg has taken, both rows locked; null for an offer of any other caller. */
async function takenBy(tx: Tx, leg: Leg): Promise<Place | null> {
  const offer = await offers.find(tx, leg.about)
  if (offer === null || (offer.state !== 'accepted' && offer.state !== 'ended')) return null
  const found = await callbacks.ofWait(tx, offer.waitId)
  if (found?.offerId !== offer.id) return null
  const place = await lockPlace(tx, found.id)
  return place?.callback.offerId === offer.id ? place : null
}

const isUnderWay = ({ state }: Callback): boolean => state === 'calling' || state === 'talking'

async function speakToOperator(
  tx: Tx,
  house: CallbackHouse,
  place: Place,
  { leg, moment }: { readonly leg: Leg; readonly moment: LegMoment },
  context: Context,
): Promise<readonly Verb[]> {
  const { callback, wait } = place
  if (!isUnderWay(callback)) {
    return !haveSpoken(callback, context.now)
      ? answers.noAnswerVerbs(house.say)
      : farewellVerbs(house.say, 'petugas_selesai')
  }
  const givesUp = moment.kind === 'digits' && moment.digits === '*'
  if (moment.kind === 'returned' || givesUp) {
    await loseCallbackOperator(tx, house, place, context)
    return farewellVerbs(house.say, 'petugas_selesai')
  }
  if (callback.state === 'calling' || wait?.conversationId == null) return answers.stillCallingVerbs()
  const join = { conference: wait.conversationId, label: leg.id, shared: false, isEmergency: false }
  return joinVerbs(house.say, join)
}

/**
 * The operator came out of a conversation as one should. The citizen's own return may have come before, and put the callback
 * back into line: that is taken back, like any caller's.
 */
async function finishByOperator(tx: Tx, house: CallbackHouse, leg: Leg, context: Context): Promise<void> {
  const offer = await offers.find(tx, leg.about)
  const found = offer === null ? null : await callbacks.ofWait(tx, offer.waitId)
  const place = found === null || found.state === 'closed' ? null : await lockPlace(tx, found.id)
  if (offer === null || place === null) return
  const { callback, wait } = place
  const isTakenBack = callback.state === 'waiting' && wait?.state === 'finished'
  if (isTakenBack || (isUnderWay(callback) && callback.offerId === offer.id)) {
    await closeCallback(tx, house, place, 'spoken', context)
  }
}

/** An operator's leg as it is, and what it does beside that when a citizen is called back. */
export function withCallbacks(house: CallbackHouse, operator: LegHandler): LegHandler {
  return {
    speak: async (tx, leg, moment, context) => {
      const place = await takenBy(tx, leg)
      const isOver = moment.kind === 'returned' && (place === null || haveSpoken(place.callback, context.now))
      if (place !== null && !isOver) return speakToOperator(tx, house, place, { leg, moment }, context)
      const verbs = await operator.speak(tx, leg, moment, context)
      if (isOver) await finishByOperator(tx, house, leg, context)
      return verbs
    },
    ended: async (tx, leg, how, context) => {
      const place = await takenBy(tx, leg)
      if (place !== null && isUnderWay(place.callback)) return loseCallbackOperator(tx, house, place, context)
      return operator.ended(tx, leg, how, context)
    },
    met: async (tx, leg, context) => {
      callbacks.meet(tx, leg.about, context.now)
      await operator.met(tx, leg, context)
    },
  }
}

async function answered(tx: Tx, house: CallbackHouse, { callback, wait }: Place, context: Context) {
  const say = house.sayIn(callback.language)
  if (callback.state !== 'calling' || wait?.conversationId == null)
    return answers.citizenWaits(say, 'sedang_disambungkan')
  note(tx, { callSid: callback.callSid, kind: 'callback.picked_up', facts: { callback: callback.id } }, context)
  await callbacks.move(tx, callback, 'talking', { joined: wait.conversationId, returnedAt: null }, context.now)
  const greeting = callback.kind === 'promise' ? 'panggil_balik_salam' : 'darurat_panggil_balik'
  return answers.citizenJoins(say, wait.conversationId, greeting)
}

/** Back from the conversation: a moment on hold, in which the word of how it ended comes, or has come already. */
async function comeBack(tx: Tx, { callback, wait }: Place, context: Context) {
  const returnedAt = callback.returnedAt ?? context.now
  if (callback.state === 'talking' && callback.joined === wait?.conversationId)
    await callbacks.move(tx, callback, 'talking', { returnedAt }, context.now)
  return answers.citizenLooks()
}

/** Anything later: after that moment, or while another operator is sought. */
async function speakAgain(tx: Tx, house: CallbackHouse, place: Place, context: Context) {
  const { callback, wait } = place
  const say = house.sayIn(callback.language)
  if (callback.state !== 'talking') return answers.citizenWaits(say, 'sedang_disambungkan')
  const conference = wait?.conversationId ?? null
  if (conference !== null && callback.joined !== conference) {
    await callbacks.move(tx, callback, 'talking', { joined: conference, returnedAt: null }, context.now)
    return answers.citizenJoins(say, conference, 'sedang_disambungkan')
  }
  if (context.now - (callback.returnedAt ?? context.now) < wordMilliseconds) return comeBack(tx, place, context)
  await loseCallbackOperator(tx, house, place, context)
  return answers.citizenWaits(say, 'panggil_balik_terputus')
}

async function speakToCitizen(
  tx: Tx,
  house: CallbackHouse,
  leg: Leg,
  moment: LegMoment,
  context: Context,
): Promise<readonly Verb[]> {
  const place = await lockPlace(tx, leg.about)
  const say = house.sayIn(place?.callback.language ?? '')
  if (moment.kind === 'returned' && place?.callback.legId === leg.id) return comeBack(tx, place, context)
  if (place === null || place.callback.state === 'closed') return answers.citizenGoes(say, 'panggil_balik_selesai')
  if (place.callback.legId !== leg.id) return answers.citizenGoes(say, 'panggil_balik_nanti')
  return moment.kind === 'answered' ? answered(tx, house, place, context) : speakAgain(tx, house, place, context)
}

/** They have met, and the citizen hung up a moment after the operator did: nobody was lost. */
const hadFinished = ({ metAt, since }: Callback, now: number): boolean =>
  metAt !== null && now - since < farewellMilliseconds

async function citizenLeft(tx: Tx, house: CallbackHouse, leg: Leg, how: FinalStatus, context: Context): Promise<void> {
  const place = await lockPlace(tx, leg.about)
  if (place === null || place.callback.legId !== leg.id) return
  const { callback } = place
  switch (callback.state) {
    case 'calling':
      return missCitizen(tx, house, place, context)
    case 'talking':
      if (haveSpoken(callback, context.now)) return closeCallback(tx, house, place, 'spoken', context)
      return missCitizen(tx, house, place, context)
    case 'waiting':
      if (hadFinished(callback, context.now)) return closeCallback(tx, house, place, 'spoken', context)
      await callbacks.move(tx, callback, 'waiting', { legId: null }, context.now)
      note(tx, { callSid: callback.callSid, kind: 'callback.left', facts: { callback: callback.id, how } }, context)
      return
    case 'asked':
    case 'resting':
    case 'closed':
      return
  }
}

/** The leg that rings the citizen. */
export function callbackLegs(house: CallbackHouse): LegHandler {
  return {
    speak: (tx, leg, moment, context) => speakToCitizen(tx, house, leg, moment, context),
    ended: (tx, leg, how, context) => citizenLeft(tx, house, leg, how, context),
    // The citizen's label is met by the operator's leg, which tells it.
    met: async () => {},
  }
}

/**
 * A citizen who was called back stands alone in a conference, out of which such a leg cannot be fetched: it is ended, and the phone
 * rings again at once, from the front of the line. False for any other citizen.
 */
export async function callbackStranded(
  tx: Tx,
  house: CallbackHouse,
  callSid: string,
  context: Context,
): Promise<boolean> {
  const found = await callbacks.ofCall(tx, callSid)
  if (found === null || found.state === 'asked' || found.state === 'closed') return false
  const place = await lockPlace(tx, found.id)
  if (place === null || place.callback.legId === null) return true
  const { callback, wait } = place
  await endLeg(tx, callback.legId ?? '', context)
  if (callback.state === 'talking') {
    if (wait?.conversationId) closeConversation(tx, wait.conversationId, context)
    await loseCallbackOperator(tx, house, { ...place, callback: { ...callback, legId: null } }, context)
  }
  return true
}
