/** An operator says no to a ring on the page. */

import { endLeg } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { miss } from './accept-service.ts'
import * as offers from './offer-store.ts'

/**
 * The caller is offered on at once; a phone that rings for it stops. Only the operator's own offer, and only while it is open: `over`
 * when it was taken, missed or withdrawn meanwhile.
 */
export async function declineOffer(
  tx: Tx,
  { offerId, staffId }: { readonly offerId: string; readonly staffId: string },
  context: Context,
): Promise<'declined' | 'over' | 'unknown'> {
  const offer = await offers.find(tx, offerId)
  if (offer === null || offer.staffId !== staffId) return 'unknown'
  if (offer.state !== 'open') return 'over'
  await miss(tx, offerId, 'declined', context)
  if (offer.legId !== null) await endLeg(tx, offer.legId, context)
  return 'declined'
}
