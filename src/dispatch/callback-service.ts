/** Callbacks as other rooms see them: asked for by a caller, begun when the call ends, looked after until each has an outcome. */

import { addressOf, know } from '../citizens/service.ts'
import { beginOwnRecord } from '../conversations/aftermath-service.ts'
import { endLeg, note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type Callback, haveSpoken, numberGiven, type Overdue, overdue, targetAt } from './callback.ts'
import type { CallbackHouse } from './callback-house.ts'
import { closeCallback, enterLine, lockPlace, loseCallbackOperator, missCitizen } from './callback-line-service.ts'
import * as callbacks from './callback-store.ts'

export type Asking = {
  readonly callSid: string
  /** Who calls; null for a caller without a number. */
  readonly citizenId: string | null
  /** Another number than the caller's own, as it was keyed or said; null for the own one. */
  readonly number: string | null
  readonly lane: string
  /** ISO 639-3. */
  readonly language: string
  /** When the call arrived: the place in line. */
  readonly arrivedAt: number
}

export type Asked =
  | { readonly outcome: 'granted'; readonly callbackId: string }
  | { readonly outcome: 'refused'; readonly why: 'no_number' | 'not_allowed' | 'too_many' }

const refused = (why: Extract<Asked, { outcome: 'refused' }>['why']): Asked => ({ outcome: 'refused', why })

/** Whose number is to be dialled, if it may be dialled at all. */
async function whomToDial(
  tx: Tx,
  house: CallbackHouse,
  { citizenId, number }: Asking,
  context: Context,
): Promise<string | 'no_number' | 'not_allowed'> {
  const given = number === null ? null : numberGiven(number)
  if (number !== null && given === null) return 'no_number'
  const address = given?.address ?? (citizenId === null ? null : await addressOf(tx, citizenId, house.sealer))
  const target = address === null ? null : targetAt(address)
  if (target === null) return 'no_number'
  if (!house.mayDial(target)) return 'not_allowed'
  if (given === null) return citizenId ?? 'no_number'
  return (await know(tx, { caller: given }, house.sealer, context)).citizenId ?? 'no_number'
}

type Promising = Asked | { readonly outcome: 'may'; readonly citizenId: string }

/** Whether a callback can be promised. A number that is promised one already keeps that one, with its earlier place. */
async function promising(tx: Tx, house: CallbackHouse, asking: Asking, context: Context): Promise<Promising> {
  const citizenId = await whomToDial(tx, house, asking, context)
  if (citizenId === 'no_number' || citizenId === 'not_allowed') return refused(citizenId)
  const open = await callbacks.openOf(tx, citizenId)
  if (open !== null) return { outcome: 'granted', callbackId: open.id }
  const asked = await callbacks.askedSince(tx, citizenId, context.now - 24 * 3_600_000)
  return asked >= house.rule.mostPerDay ? refused('too_many') : { outcome: 'may', citizenId }
}

async function promise(tx: Tx, asking: Asking, citizenId: string, context: Context): Promise<Asked> {
  const { callSid, lane, language, arrivedAt, citizenId: askedBy, number } = asking
  const asked = { id: newId(), callSid, citizenId, askedBy, lane, language, askedAt: context.now, arrivedAt }
  const added = await callbacks.ask(tx, asked)
  if (added === null) {
    // Another request for this number was quicker, or this call has asked for another number.
    const known = (await callbacks.openOf(tx, citizenId)) ?? (await callbacks.ofCall(tx, callSid))
    return known === null ? refused('too_many') : { outcome: 'granted', callbackId: known.id }
  }
  const facts = { callback: added.id, lane, ownNumber: number === null }
  note(tx, { callSid, kind: 'callback.asked', facts }, context)
  return { outcome: 'granted', callbackId: added.id }
}

/** A caller wants to hang up and keep the place. Nothing rings before the call has ended. */
export async function askCallback(tx: Tx, house: CallbackHouse, asking: Asking, context: Context): Promise<Asked> {
  const promised = await promising(tx, house, asking, context)
  return promised.outcome === 'may' ? promise(tx, asking, promised.citizenId, context) : promised
}

/** Whoever texts wants to be called: there is no call to wait for, so the place in line begins now. */
export async function askCallbackByText(
  tx: Tx,
  house: CallbackHouse,
  asking: Asking,
  context: Context,
): Promise<Asked> {
  const promised = await promising(tx, house, asking, context)
  if (promised.outcome !== 'may') return promised
  const { citizenId } = promised
  const callSid = await beginOwnRecord(tx, { line: house.line, citizenId: asking.citizenId }, context)
  const asked = await promise(tx, { ...asking, callSid }, citizenId, context)
  await beginCallback(tx, house, callSid, context)
  return asked
}

/** The call in which it was asked is over: into the line. Doing it twice changes nothing. */
export async function beginCallback(tx: Tx, house: CallbackHouse, callSid: string, context: Context): Promise<void> {
  const found = await callbacks.ofCall(tx, callSid)
  if (found?.state !== 'asked') return
  const place = await lockPlace(tx, found.id)
  if (place?.callback.state === 'asked') await enterLine(tx, house, place, context)
}

/** A human has this citizen on the phone: nobody needs to call back any more. */
export async function citizenServed(tx: Tx, house: CallbackHouse, citizenId: string, context: Context): Promise<void> {
  for (const id of await callbacks.openBy(tx, citizenId)) {
    const place = await lockPlace(tx, id)
    // Being called back is being served, too.
    if (place === null || place.callback.state === 'talking') continue
    await closeCallback(tx, house, place, 'called_again', context)
  }
}

/** A person takes the promise back, with a reason. */
export async function cancelCallback(
  tx: Tx,
  house: CallbackHouse,
  { callbackId, reason }: { readonly callbackId: string; readonly reason: string },
  context: Context,
): Promise<'cancelled' | 'unknown' | 'reason_wanted' | 'talking'> {
  if (reason.trim() === '') return 'reason_wanted'
  const place = await lockPlace(tx, callbackId)
  if (place === null || place.callback.state === 'closed') return 'unknown'
  if (place.callback.state === 'talking') return 'talking'
  await closeCallback(tx, house, place, 'cancelled', context, { by: context.actor, reason: reason.trim() })
  return 'cancelled'
}

/** A phone that rang in vain and rests is called now: into the line at once, at its old place. */
export async function hastenCallback(
  tx: Tx,
  house: CallbackHouse,
  callbackId: string,
  context: Context,
): Promise<'in_line' | 'unknown' | 'not_resting'> {
  const place = await lockPlace(tx, callbackId)
  if (place === null) return 'unknown'
  if (place.callback.state !== 'resting') return 'not_resting'
  await enterLine(tx, house, place, context)
  return 'in_line'
}

export const findCallback = (reader: Reader, id: string): Promise<Callback | null> => callbacks.find(reader, id)

export const callbackOfCall = (reader: Reader, callSid: string): Promise<Callback | null> =>
  callbacks.ofCall(reader, callSid)

/** Newest first; `open`: only those without (or with) an outcome; `before`: when the last one of the page before was asked. */
export const listCallbacks = (
  reader: Reader,
  page: { readonly before: number | null; readonly open: boolean | null; readonly limit: number },
): Promise<readonly Callback[]> => callbacks.list(reader, page)

/** What should have happened by now, for the janitor. */
export const overdueCallbacks = async (
  reader: Reader,
  house: CallbackHouse,
  { now }: Context,
): Promise<readonly Overdue[]> => overdue(await callbacks.kept(reader), now, house.rule)

/** Does what is overdue, if it still is: another process, or the event itself, may have been quicker. */
export async function catchUp(tx: Tx, house: CallbackHouse, { id, what }: Overdue, context: Context): Promise<boolean> {
  const place = await lockPlace(tx, id)
  const isStill = overdue(await callbacks.kept(tx, id), context.now, house.rule).some((one) => one.what === what)
  if (place === null || !isStill) return false
  const { legId } = place.callback
  switch (what) {
    case 'enter':
      await enterLine(tx, house, place, context)
      break
    case 'expire':
      await closeCallback(tx, house, place, 'expired', context)
      break
    case 'miss':
      if (legId !== null) await endLeg(tx, legId, context)
      await missCitizen(tx, house, place, context)
      break
    case 'lost':
      await loseCallbackOperator(tx, house, place, context)
      break
    case 'finish':
      if (haveSpoken(place.callback, context.now)) await closeCallback(tx, house, place, 'spoken', context)
      else await missCitizen(tx, house, place, context)
      break
  }
  return true
}
