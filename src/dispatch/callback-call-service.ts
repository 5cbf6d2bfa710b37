/** Somebody of ours has taken a callback: now the citizen's phone rings. */

import { findLeg, note, placeLeg } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import * as callbacks from './callback-store.ts'

/** By an operator, whose offer it was, or by a partner of the emergency ladder, on this leg. */
export type Taken = {
  readonly waitId: string
  readonly offerId: string | null
  readonly partnerLegId?: string | null
}

/** The citizen's phone rings so long. */
const ringSeconds = 30

/**
 * What follows a claim whose caller is not on the line: the citizen is called, or, being on the phone since a conversation that broke
 * off, joins by the next document. False when the wait belongs to a caller like any other. The wait is locked by who calls.
 */
export async function beginCalling(
  tx: Tx,
  { waitId, offerId, partnerLegId = null }: Taken,
  context: Context,
): Promise<boolean> {
  const found = await callbacks.ofWait(tx, waitId)
  const callback = found?.state === 'waiting' ? await callbacks.lock(tx, found.id) : null
  if (callback?.state !== 'waiting') return false
  const { id, kind, callSid, citizenId, attempts } = callback
  const leg = callback.legId === null ? null : await findLeg(tx, callback.legId)
  if (leg !== null && leg.answeredAt !== null && leg.endedAt === null) {
    await callbacks.move(tx, callback, 'talking', { offerId, partnerLegId, metAt: null }, context.now)
    return true
  }
  const target = { kind: 'citizen', citizenId } as const
  const legId = placeLeg(
    tx,
    { purpose: 'callback', about: id, citizenCallSid: callSid, target, ringSeconds, urgent: kind !== 'promise' },
    context,
  )
  await callbacks.move(tx, callback, 'calling', { offerId, partnerLegId, legId, metAt: null }, context.now)
  note(tx, { callSid, kind: 'callback.calling', facts: { callback: id, attempt: attempts + 1 } }, context)
  return true
}
