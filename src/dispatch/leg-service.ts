/** What happens on an operator's leg: rung, heard, accepted, declined, left, lost. */

import type { FinalStatus } from '../conversations/call.ts'
import type { Connecting, Leg, LegHandler, LegMoment } from '../conversations/leg.ts'
import { adoptLeg } from '../conversations/service.ts'
import type { Say, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { accept, finishConversation, loseOperator, miss } from './accept-service.ts'
import { staffOfBrowser } from './browser.ts'
import { callingVerbs } from './callback-leg.ts'
import type { DispatchHouse } from './hooks.ts'
import { canStillAccept, isFor, type Offer } from './offer.ts'
import * as offers from './offer-store.ts'
import {
  farewellVerbs,
  joinAtOnce,
  joinVerbs,
  type OfferKind,
  offerVerbs,
  sentencesBeforeLetGo,
} from './operator-leg.ts'
import type { Miss } from './presence.ts'
import type { Wait } from './wait.ts'
import * as waits from './wait-store.ts'

type LegHouse = DispatchHouse & { readonly say: Say; readonly laneLabel: (id: string) => string }

async function offerAgain(tx: Tx, house: LegHouse, leg: Leg, again: boolean): Promise<readonly Verb[]> {
  const offer = await offers.find(tx, leg.about)
  const wait = offer === null ? null : await waits.lock(tx, offer.waitId)
  if (offer === null || wait === null || !canStillAccept(offer) || !isFor(wait, offer))
    return farewellVerbs(house.say, 'petugas_diambil')
  return offerVerbs(house.say, house.laneLabel(wait.lane), kindOf(wait, offer), again)
}

function kindOf(wait: Wait, offer: Offer): OfferKind {
  if (wait.emergencyId !== null) return wait.silent ? 'silent_emergency' : 'emergency'
  if (offer.reason === 'callback') return 'callback'
  return wait.silent ? 'silent' : 'caller'
}

async function take(tx: Tx, house: LegHouse, leg: Leg, context: Context): Promise<readonly Verb[]> {
  const accepted = await accept(tx, house, leg.about, context)
  if (accepted.outcome === 'taken') return farewellVerbs(house.say, 'petugas_diambil')
  if (accepted.isCalling) return callingVerbs(house.say)
  return joinVerbs(house.say, {
    conference: accepted.conversationId,
    label: leg.id,
    shared: accepted.shared,
    isEmergency: accepted.isEmergency,
  })
}

async function decline(tx: Tx, house: LegHouse, leg: Leg, context: Context): Promise<readonly Verb[]> {
  await miss(tx, leg.about, 'declined', context)
  return farewellVerbs(house.say, 'petugas_ditolak')
}

/** The caller is gone, or somebody else's. */
async function letGo(tx: Tx, house: LegHouse, leg: Leg, context: Context): Promise<readonly Verb[]> {
  const offer = await offers.find(tx, leg.about)
  if (offer?.state !== 'accepted' && offer?.state !== 'ended') return farewellVerbs(house.say, 'petugas_diambil')
  await finishConversation(tx, house, { offerId: leg.about, isMeant: false }, context)
  return farewellVerbs(house.say, 'petugas_selesai')
}

async function speak(tx: Tx, house: LegHouse, leg: Leg, moment: LegMoment, context: Context): Promise<readonly Verb[]> {
  switch (moment.kind) {
    case 'answered':
      return offerAgain(tx, house, leg, false)
    case 'digits':
      if (moment.digits === '1') return take(tx, house, leg, context)
      if (moment.digits === '2') return decline(tx, house, leg, context)
      return offerAgain(tx, house, leg, true)
    case 'silence':
    case 'continue':
      // A voicemail hears the sentence a few times and is let go; nobody is ever joined to it.
      return leg.turn >= sentencesBeforeLetGo ? decline(tx, house, leg, context) : offerAgain(tx, house, leg, true)
    case 'returned':
      await finishConversation(tx, house, { offerId: leg.about, isMeant: moment.isMeant === true }, context)
      return farewellVerbs(house.say, 'petugas_selesai')
    case 'let_go':
      return letGo(tx, house, leg, context)
  }
}

const missOf = (how: FinalStatus, leg: Leg): Miss => {
  if (how === 'busy' || how === 'failed' || how === 'no-answer') return how
  return leg.answeredAt === null ? 'no-answer' : 'declined'
}

export function operatorLegs(house: LegHouse): LegHandler {
  return {
    speak: (tx, leg, moment, context) => speak(tx, house, leg, moment, context),
    ended: async (tx, leg, how, context) => {
      await miss(tx, leg.about, missOf(how, leg), context)
      await loseOperator(tx, house, leg, context)
    },
    met: async () => {},
  }
}

/** A browser connects outward holding an offer: the same claim, with no ring and no command before it. */
export async function connectBrowser(
  tx: Tx,
  house: LegHouse,
  connecting: Connecting,
  context: Context,
): Promise<readonly Verb[]> {
  const offer = await offers.find(tx, connecting.offerId)
  const wait = offer === null ? null : await waits.lock(tx, offer.waitId)
  if (offer === null || wait === null || offer.staffId !== staffOfBrowser(connecting.identity)) {
    return farewellVerbs(house.say, 'petugas_diambil')
  }
  const accepted = await accept(tx, house, offer.id, context)
  if (accepted.outcome === 'taken') return farewellVerbs(house.say, 'petugas_diambil')
  const legId = await adoptLeg(
    tx,
    { purpose: 'operator', about: offer.id, citizenCallSid: accepted.callSid, legSid: connecting.legSid },
    context,
  )
  offers.serveBy(tx, offer.id, legId)
  if (accepted.isCalling) return callingVerbs(house.say)
  return joinAtOnce({ conference: accepted.conversationId, label: legId, shared: accepted.shared })
}
