/** A callback that a partner of the emergency ladder has taken, because no operator of ours was there. */

import type { Leg } from '../conversations/leg.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { hasTalkedLong } from './callback.ts'
import type { CallbackHouse } from './callback-house.ts'
import { closeCallback, lockPlace, loseCallbackOperator, type Place } from './callback-line-service.ts'
import * as owed from './callback-owed-store.ts'
import * as callbacks from './callback-store.ts'

/** The callback that this partner's leg has taken, with its place, both locked; null when it has taken none. */
export async function takenByPartner(tx: Tx, leg: Leg): Promise<Place | null> {
  const found = await callbacks.ofCall(tx, leg.citizenCallSid)
  if (found?.partnerLegId !== leg.id) return null
  const place = await lockPlace(tx, found.id)
  return place?.callback.partnerLegId === leg.id ? place : null
}

/** A partner of whom it is known that a human is there, and the citizen, are together. */
export function meetPartner(tx: Tx, leg: Leg, { now }: Context): void {
  owed.meet(tx, leg.id, now)
}

/** The partner's leg is over: they have spoken, or the citizen is called by somebody else. */
export async function partnerLeft(tx: Tx, house: CallbackHouse, place: Place, context: Context): Promise<void> {
  const { callback } = place
  if (callback.state !== 'calling' && callback.state !== 'talking') return
  if (hasTalkedLong(callback, context.now)) return closeCallback(tx, house, place, 'spoken', context)
  await loseCallbackOperator(tx, house, { ...place, callback: { ...callback, partnerLegId: null } }, context)
}
