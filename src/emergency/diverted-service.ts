/** An emergency that was rung for without the database. */

import { note } from '../conversations/service.ts'
import type { CallbackHouse } from '../dispatch/callback-house.ts'
import { cancelCallback } from '../dispatch/callback-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Emergency } from './emergency.ts'
import { closeRecovery } from './recovery-service.ts'
import * as recoveries from './recovery-store.ts'
import { acknowledge, withdrawRinging } from './service.ts'
import * as emergencies from './store.ts'

/** The call itself rings its ladder until it ends: ours rests for so long, which is longer than any call. */
const restMilliseconds = 6 * 3_600_000

export type DivertedEmergency = {
  readonly callSid: string
  readonly kind: string
  /** The ladder's kind in the site's files. */
  readonly ladder: string
  /** Who has talked with the caller; null: nobody yet. */
  readonly reached: string | null
}

/**
 * Enters it as it went, or finds the one that stands: of one that was acknowledged or closed nothing is changed. Phones of ours that still ring
 * for it are let go, because the call rings by itself. Telling it twice changes nothing.
 */
export async function tellEmergency(
  tx: Tx,
  house: CallbackHouse,
  told: DivertedEmergency,
  context: Context,
): Promise<void> {
  const { callSid, kind, ladder, reached } = told
  const known = await emergencies.lockByCall(tx, callSid)
  const emergency = known ?? (await emergencies.raise(tx, { id: newId(), callSid, kind, ladder }, context.now))
  if (known === null) note(tx, { callSid, kind: 'emergency.raised', facts: { kind, ringing: 0 } }, context)
  if (emergency.state === 'dropped' && reached !== null) return reachedAfterAll(tx, house, emergency, reached, context)
  if (emergency.state !== 'raised') return
  if (reached === null) {
    emergencies.climbAt(tx, emergency.id, context.now + restMilliseconds, emergency.climbed)
    await withdrawRinging(tx, emergency.id, null, context)
    return
  }
  await acknowledge(tx, { emergencyId: emergency.id, by: `rung:${reached}`, attemptId: null }, context)
}

/** The end of the call was told before the conversation that it ended: nobody has to be called back. */
async function reachedAfterAll(
  tx: Tx,
  house: CallbackHouse,
  { id, callSid }: Emergency,
  reached: string,
  context: Context,
): Promise<void> {
  const by = `rung:${reached}`
  const recovery = await recoveries.lockByEmergency(tx, id)
  if (recovery !== null && recovery.state !== 'closed') {
    await closeRecovery(tx, recovery, { outcome: 'reached', by, reason: null }, context)
    // Whoever is talking with the citizen by now goes on.
    const { callbackId } = recovery
    if (callbackId !== null) await cancelCallback(tx, house, { callbackId, reason: by }, context)
  }
  emergencies.move(tx, id, 'acknowledged', { by, reason: null, climbAt: null }, context.now)
  note(tx, { callSid, kind: 'emergency.acknowledged', facts: { by } }, context)
}
