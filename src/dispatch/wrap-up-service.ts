/** The time to write after a conversation: how it ended is told, and the time is drawn out or ended. */

import { tellNuisance } from '../citizens/nuisance-service.ts'
import { findCall, note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Disposition } from './disposition.ts'
import type { DispatchHouse } from './hooks.ts'
import { matchWaiting } from './match-service.ts'
import * as offers from './offer-store.ts'
import { longestWrapUpSeconds } from './presence.ts'
import * as wrapUps from './wrap-up-store.ts'

/** From now on, at least so many seconds more. Gives until when it lasts, in milliseconds since 1970; null when nobody is writing. */
export const extendWrapUp = (
  tx: Tx,
  { staffId, seconds }: { readonly staffId: string; readonly seconds: number },
  { now }: Context,
): Promise<number | null> => wrapUps.extend(tx, staffId, now + seconds * 1000, longestWrapUpSeconds)

/** Ready for whoever is next, or for the pause that was asked for in mid-call. */
export async function endWrapUp(
  tx: Tx,
  house: DispatchHouse,
  { staffId }: { readonly staffId: string },
  context: Context,
): Promise<void> {
  if ((await wrapUps.end(tx, staffId, context.now)) === 'free') await matchWaiting(tx, house, context)
}

/**
 * Whoever had the conversation tells how it ended; told again, the last word counts. Gives the call; null for an offer that was not
 * this person's, or never became a conversation.
 */
export async function tellDisposition(
  tx: Tx,
  input: {
    readonly offerId: string
    readonly staffId: string
    readonly disposition: Disposition
    readonly note: string | null
  },
  context: Context,
): Promise<string | null> {
  const { offerId, staffId, disposition } = input
  const offer = await offers.find(tx, offerId)
  if (offer === null || offer.staffId !== staffId) return null
  if (offer.state !== 'accepted' && offer.state !== 'ended') return null
  const callSid = await wrapUps.callOf(tx, offerId)
  if (callSid === null) return null
  wrapUps.tell(tx, { ...input, callSid }, context.now)
  const call = await findCall(tx, callSid)
  tellNuisance(tx, { callSid, citizenId: call?.citizenId ?? null, disposition }, context)
  const remark = input.note === null ? {} : { text: input.note }
  note(tx, { callSid, kind: 'conversation.told', facts: { staffId, disposition, ...remark } }, context)
  return callSid
}
