/** What the calling back of a dropped emergency means for its ladder and its recovery. */

import { note } from '../conversations/service.ts'
import type { EmergencyHooks, Recalled } from '../dispatch/hooks.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Emergency } from './emergency.ts'
import { beginRound } from './ladder-store.ts'
import { recallClimbAt, restWhileCallingMilliseconds } from './recovery.ts'
import { settleRecovery } from './recovery-service.ts'
import * as recoveries from './recovery-store.ts'
import { emergencyHooks, scheduleClimb, withdrawRinging } from './service.ts'
import * as emergencies from './store.ts'

/** No human has it at this moment; nothing rings for it. */
async function rest(tx: Tx, emergency: Emergency, context: Context): Promise<void> {
  if (emergency.state !== 'raised' && emergency.state !== 'acknowledged') return
  emergencies.move(tx, emergency.id, 'dropped', { by: null, reason: null, climbAt: null }, context.now)
  await withdrawRinging(tx, emergency.id, null, context)
}

/** The emergency stands again, and the ladder with it: at once when nobody of ours is signed in, otherwise a little later. */
function standAgain(tx: Tx, emergency: Emergency, moment: Extract<Recalled, { what: 'in_line' }>, context: Context) {
  if (emergency.state === 'closed') return
  const climbAt = recallClimbAt(context.now, moment)
  emergencies.move(tx, emergency.id, 'raised', { by: emergency.settledBy, reason: null, climbAt }, context.now)
  if (emergency.climbed > 0) beginRound(tx, emergency.id)
  note(tx, { callSid: emergency.callSid, kind: 'emergency.stands_again', facts: {} }, context)
  tx.wake({ queue: 'climb', id: emergency.id, delayMilliseconds: climbAt - context.now })
}

async function recalled(
  tx: Tx,
  { emergencyId, moment }: { readonly emergencyId: string; readonly moment: Recalled },
  context: Context,
): Promise<void> {
  const emergency = await emergencies.lock(tx, emergencyId)
  if (emergency === null) return
  switch (moment.what) {
    case 'in_line':
      return standAgain(tx, emergency, moment, context)
    case 'calling':
      recoveries.tried(tx, emergencyId, context.now)
      // A control room that was bridged has not acknowledged yet; no other phone rings for it meanwhile.
      if (emergency.state === 'raised')
        scheduleClimb(tx, emergency, context.now + restWhileCallingMilliseconds, context)
      return
    case 'missed':
      return rest(tx, emergency, context)
    case 'closed': {
      if (moment.outcome !== 'spoken') await rest(tx, emergency, context)
      else if (emergency.state === 'raised' || emergency.state === 'dropped') {
        const by = emergency.settledBy ?? context.actor
        emergencies.move(tx, emergency.id, 'acknowledged', { by, reason: null, climbAt: null }, context.now)
        await withdrawRinging(tx, emergency.id, null, context)
      }
      const recovery = await recoveries.lockByEmergency(tx, emergencyId)
      if (recovery === null || recovery.state === 'closed') return
      await settleRecovery(tx, recovery, moment, context)
    }
  }
}

/** Everything that dispatch tells. */
export const hooks: EmergencyHooks = { ...emergencyHooks, recalled }
