/** Presence: who is on duty, with which phone. */

import type { Target } from '../flow/verbs.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import type { DispatchHouse } from './hooks.ts'
import { matchWaiting } from './match-service.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import type { AskedState, Presence, PresenceState } from './presence.ts'
import { withdraw } from './wait-service.ts'
import * as waits from './wait-store.ts'

/** Everyone who has ever been on duty, with what they do now. */
export const presence = (reader: Reader): Promise<readonly Presence[]> => operators.all(reader)

export const presenceOf = (reader: Reader, staffId: string): Promise<Presence | null> => operators.one(reader, staffId)

/**
 * An operator says what they want to be. On the phone, it comes true after the conversation; who becomes free is
 * offered the next caller in the same transaction; who goes off duty while it rings gives that caller on. Without `device` the last
 * one is kept.
 */
export async function setPresence(
  tx: Tx,
  house: DispatchHouse,
  asked: { readonly staffId: string; readonly state: AskedState; readonly device?: Target },
  context: Context,
): Promise<PresenceState> {
  if (asked.state === 'offline') await stopRinging(tx, asked.staffId, context)
  const state = await operators.ask(tx, asked.staffId, asked.state, asked.device ?? null, context.now)
  if (state === 'free') await matchWaiting(tx, house, context)
  return state
}

async function stopRinging(tx: Tx, staffId: string, context: Context): Promise<void> {
  const offer = await offers.liveOf(tx, staffId)
  if (offer?.state !== 'open') return
  await waits.lock(tx, offer.waitId)
  await withdraw(tx, offer, context)
}

/** Which phone rings for somebody from now on. Changes nothing of what they do: whoever was never on duty is off duty. */
export function setDevice(
  tx: Tx,
  { staffId, device }: { readonly staffId: string; readonly device: Target },
  context: Context,
): void {
  operators.keepDevice(tx, staffId, device, context.now)
  record(tx, { action: 'staff.device_set', subject: `staff:${staffId}`, facts: { kind: device.kind } }, context)
}
