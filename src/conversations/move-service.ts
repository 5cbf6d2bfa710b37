/** The caller's own heartbeat overtakes a move that was ordered. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { markFetched, moveOf, withdrawMoves } from './move-store.ts'

export type Following = {
  /** `under_way`: a move is at the carrier, and its document is still to be fetched. */
  readonly move: 'settled' | 'under_way'
  /** The call's present epoch. */
  readonly epoch: number
}

/**
 * The caller has heard where the call goes, so a move that nobody has taken to the carrier is not needed any more, and one that
 * would have to be tried again is not tried.
 */
export async function followMove(tx: Tx, callSid: string, { now }: Context): Promise<Following> {
  withdrawMoves(tx, callSid, now)
  return moveOf(tx, callSid)
}

/**
 * The document of a move was fetched, so the carrier has moved the call, whatever it answers to the command: asked again, it would
 * pull the caller out of the conversation that the move began.
 */
export const moveFetched = (tx: Tx, callSid: string, epoch: number): void => markFetched(tx, callSid, epoch)
