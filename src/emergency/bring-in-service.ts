/** An operator who talks with a caller brings the emergency partners in: the ladder climbs at once, and whoever accepts joins. */

import { note } from '../conversations/service.ts'
import { becomeEmergency, expectPartner } from '../dispatch/partner-service.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import { beginRound } from './ladder-store.ts'
import { refineEmergency } from './refine-service.ts'
import * as emergencies from './store.ts'

/**
 * Raises the caller's emergency, or lets one that somebody has acknowledged stand again. One whose ladder climbs already goes on.
 * Who has chosen a kind (`isChosen`) is believed: its ladder climbs, whatever the caller's emergency was taken for.
 * False when nobody of ours talks with this caller.
 */
export async function bringInPartners(
  tx: Tx,
  bringing: { readonly callSid: string; readonly ladder: string; readonly isChosen?: boolean },
  context: Context,
): Promise<boolean> {
  const { callSid, ladder, isChosen = false } = bringing
  const partner = await expectPartner(tx, callSid)
  if (partner === 'over') return false
  const before = await emergencies.lockByCall(tx, callSid)
  const emergency = await emergencies.raise(tx, { id: newId(), callSid, kind: ladder, ladder }, context.now)
  becomeEmergency(tx, callSid, emergency.id)
  if (isChosen) await refineEmergency(tx, { emergencyId: emergency.id, kind: ladder, ladder }, context)
  if (partner === 'expected' && before?.state === 'raised') return true
  // Who is wanted now is the first of the ladder, whoever was rung before.
  beginRound(tx, emergency.id)
  const by = emergency.settledBy
  emergencies.move(tx, emergency.id, 'raised', { by, reason: null, climbAt: context.now }, context.now)
  tx.wake({ queue: 'climb', id: emergency.id, isUrgent: true })
  note(
    tx,
    { callSid, kind: 'emergency.brought_in', facts: { kind: isChosen ? ladder : emergency.kind, by: context.actor } },
    context,
  )
  record(tx, { action: 'emergency.brought_in', subject: `emergency:${emergency.id}`, facts: { callSid } }, context)
  return true
}
