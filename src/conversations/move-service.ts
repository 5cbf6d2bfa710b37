/** The caller's own heartbeat overtakes a move that was ordered. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { isUnderWay, withdrawMoves } from './move-store.ts'

/**
 * The caller has heard where the call goes, so a move that nobody has taken to the carrier is not needed any more, and one that
 * has to be tried again is not tried. `under_way`: one is at the carrier, and its document is still to be fetched.
 */
export async function followMove(tx: Tx, callSid: string, { now }: Context): Promise<'settled' | 'under_way'> {
  withdrawMoves(tx, callSid, now)
  return (await isUnderWay(tx, callSid)) ? 'under_way' : 'settled'
}
