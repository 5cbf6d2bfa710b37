/** Texts to duty officers: who is no citizen, and what they are told holds a link that acts. */

import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { FactHandlers, StoredFact } from '../platform/outbox.ts'
import type { Tx } from '../platform/postgres.ts'
import { orderSealedText } from './sealed-store.ts'

/** Of the fact `duty.text_wanted` { alertId, kept, sealed } and of the row that it becomes: what seals number and words. */
export const dutyTextPurpose = 'sms.duty_text'

/** A fact told twice sends one text. */
async function order(tx: Tx, { payload }: StoredFact, { now }: Context): Promise<void> {
  const { alertId, kept, sealed } = payload
  if (typeof alertId !== 'string' || typeof kept !== 'string' || typeof sealed !== 'string') return
  const id = newId()
  const text = { id, body: kept, cause: `duty ${alertId}`, sealed: Buffer.from(sealed, 'base64') }
  if (await orderSealedText(tx, text, now)) tx.wake({ queue: 'texts', id })
}

export const dutyTextFacts: FactHandlers = { 'duty.text_wanted': [order] }
