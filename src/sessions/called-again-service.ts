/** The same number calls again. */

import type { CallbackHouse } from '../dispatch/callback-house.ts'
import { mergeRecoveries } from '../emergency/recovery-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'

/** Help that the same number has called for before is asked for, or given, in this call: nobody needs to call back about that one. */
export async function calledAgain(
  tx: Tx,
  house: CallbackHouse,
  { callSid, citizenId }: { readonly callSid: string; readonly citizenId: string | null },
  context: Context,
): Promise<void> {
  if (citizenId !== null) await mergeRecoveries(tx, house, { citizenId, callSid }, context)
}
