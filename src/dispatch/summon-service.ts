/** Everybody of ours who is signed in is called to an emergency that nobody else takes: also who rests or writes. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { DispatchHouse } from './hooks.ts'
import { offer } from './match-service.ts'
import { isFor, summoned } from './offer.ts'
import * as summons from './summon-store.ts'
import * as waits from './wait-store.ts'

/**
 * Offers the caller to everybody who is trained for the lane, is signed in and does not talk or ring. Who rested, rests again afterwards.
 * Gives how many are rung; 0 when the caller waits no more.
 */
export async function summonOperators(
  tx: Tx,
  house: DispatchHouse,
  { callSid, lane }: { readonly callSid: string; readonly lane: string },
  context: Context,
): Promise<number> {
  const wait = await waits.lockByCall(tx, callSid)
  if (wait === null || !isFor(wait, { reason: summoned })) return 0
  const waiting = { lane: wait.lane, emergency_id: wait.emergencyId, call_sid: wait.callSid }
  const there = await summons.lockSummonable(tx, lane)
  for (const { staffId, device } of there) {
    summons.keepState(tx, staffId)
    await offer(tx, house, { waitId: wait.id, staffId, reason: summoned }, waiting, { device }, context)
  }
  return there.length
}
