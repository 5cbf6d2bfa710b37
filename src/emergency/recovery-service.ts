/** Recoveries: begun when a call for help ends before a human has it, merged, decided by people, and closed with an outcome. */

import { canBeTexted } from '../citizens/service.ts'
import { note } from '../conversations/service.ts'
import type { CallbackHouse } from '../dispatch/callback-house.ts'
import { calledAgain, canRing, oweCallback } from '../dispatch/callback-owed-service.ts'
import { cancelCallback, hastenCallback } from '../dispatch/callback-service.ts'
import { lockCaller } from '../dispatch/partner-service.ts'
import * as audit from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { afterCallback, type Overdue, overdue, type Recovery, redialMilliseconds } from './recovery.ts'
import * as recoveries from './recovery-store.ts'
import * as emergencies from './store.ts'

/** Closes it and tells the call's timeline. False if it was closed before. */
export async function closeRecovery(
  tx: Tx,
  recovery: Recovery,
  closing: recoveries.Closing,
  context: Context,
): Promise<boolean> {
  if (!(await recoveries.close(tx, recovery.id, closing, context.now))) return false
  const { outcome, by, reason } = closing
  const facts = { recovery: recovery.id, outcome, by, ...(reason === null ? {} : { reason }) }
  note(tx, { callSid: recovery.callSid, kind: 'recovery.closed', facts }, context)
  return true
}

/**
 * The call is over and no human had the emergency. Called back by itself, first after the moment in which people redial; whoever cannot speak
 * waits for a person's decision; who cannot be called back at all is shown as unreachable at once. Doing it twice changes nothing.
 */
export async function beginRecovery(
  tx: Tx,
  house: CallbackHouse,
  { emergencyId }: { readonly emergencyId: string },
  context: Context,
): Promise<void> {
  const recovery = await recoveries.begin(tx, newId(), emergencyId, context.now)
  if (recovery === null) return
  const { callSid, citizenId, silent } = recovery
  note(tx, { callSid, kind: 'recovery.began', facts: { recovery: recovery.id, silent } }, context)
  if (!(await canRing(tx, house, citizenId))) {
    await closeRecovery(tx, recovery, { outcome: 'unreachable', by: 'system', reason: null }, context)
  } else if (!silent) await callBack(tx, house, recovery, context.now + redialMilliseconds, context)
}

/** What a call's end means for its emergency, when no human had it. */
export async function recoverCall(tx: Tx, house: CallbackHouse, callSid: string, context: Context): Promise<void> {
  const emergency = await emergencies.lockByCall(tx, callSid)
  if (emergency?.state === 'dropped') await beginRecovery(tx, house, { emergencyId: emergency.id }, context)
}

/** The janitor's way to the same: the caller's wait first. */
export async function recoverForgotten(
  tx: Tx,
  house: CallbackHouse,
  emergencyId: string,
  context: Context,
): Promise<void> {
  const found = await emergencies.find(tx, emergencyId)
  if (found === null) return
  await lockCaller(tx, found.callSid)
  await recoverCall(tx, house, found.callSid, context)
}

async function callBack(
  tx: Tx,
  house: CallbackHouse,
  recovery: Recovery,
  dueAt: number,
  context: Context,
): Promise<string | null> {
  const { callSid, citizenId, emergencyId, silent: isQuiet } = recovery
  const callbackId = await oweCallback(tx, house, { callSid, citizenId, emergencyId, isQuiet, dueAt }, context)
  if (callbackId !== null) recoveries.open(tx, recovery.id, callbackId, context.now)
  else await closeRecovery(tx, recovery, { outcome: 'unreachable', by: 'system', reason: null }, context)
  return callbackId
}

/**
 * The same number calls again, for help or already talking with a human: nobody needs to be called back about the call before. One who is
 * being called back and talks at this moment keeps that.
 */
export async function mergeRecoveries(
  tx: Tx,
  house: CallbackHouse,
  { citizenId, callSid }: { readonly citizenId: string; readonly callSid: string },
  context: Context,
): Promise<void> {
  for (const recovery of await recoveries.ofCitizen(tx, citizenId, callSid)) {
    const { callbackId } = recovery
    // The callback's end closes the recovery, through the hook.
    const isEnded =
      recovery.state === 'open' && callbackId !== null
        ? await calledAgain(tx, house, callbackId, context)
        : await closeRecovery(tx, recovery, { outcome: 'called_again', by: 'system', reason: null }, context)
    if (isEnded) recoveries.merge(tx, recovery.id, callSid)
  }
}

/** The wait first, then the recovery: the order of everyone. */
async function lockRecovery(tx: Tx, id: string): Promise<Recovery | null> {
  const found = await recoveries.find(tx, id)
  if (found === null) return null
  await lockCaller(tx, found.callSid)
  return recoveries.lock(tx, id)
}

/** A person decides that the phone rings now: whoever is free is offered it at once, then the citizen's phone rings. */
export async function callNow(
  tx: Tx,
  house: CallbackHouse,
  { recoveryId }: { readonly recoveryId: string },
  context: Context,
): Promise<'in_line' | 'unknown' | 'closed' | 'under_way' | 'unreachable'> {
  const recovery = await lockRecovery(tx, recoveryId)
  if (recovery === null) return 'unknown'
  if (recovery.state === 'closed') return 'closed'
  const callbackId =
    recovery.state === 'open' ? recovery.callbackId : await callBack(tx, house, recovery, context.now, context)
  if (callbackId === null) return 'unreachable'
  const subject = `emergency:${recovery.emergencyId}`
  const hastened = await hastenCallback(tx, house, callbackId, context)
  if (hastened !== 'in_line') return 'under_way'
  audit.record(tx, { action: 'recovery.called', subject, facts: { recovery: recovery.id } }, context)
  return 'in_line'
}

export type PersonClosing = { readonly recoveryId: string; readonly reason: string }

/** A person ends it, with a reason that stays in the record and in the audit. */
export async function closeByPerson(
  tx: Tx,
  house: CallbackHouse,
  { recoveryId, reason }: PersonClosing,
  context: Context,
): Promise<'closed' | 'unknown' | 'closed_already' | 'reason_wanted' | 'talking'> {
  const why = reason.trim()
  if (why === '') return 'reason_wanted'
  const recovery = await lockRecovery(tx, recoveryId)
  if (recovery === null) return 'unknown'
  if (recovery.state === 'closed') return 'closed_already'
  if (recovery.state === 'open' && recovery.callbackId !== null) {
    const cancelled = await cancelCallback(tx, house, { callbackId: recovery.callbackId, reason: why }, context)
    if (cancelled === 'talking') return 'talking'
  }
  await closeRecovery(tx, recovery, { outcome: 'closed', by: context.actor, reason: why }, context)
  const facts = { recovery: recovery.id, reason: why }
  audit.record(tx, { action: 'recovery.closed', subject: `emergency:${recovery.emergencyId}`, facts }, context)
  return 'closed'
}

/** What should have happened by now, for the janitor. */
export const overdueRecoveries = async (reader: Reader, { now }: Context): Promise<readonly Overdue[]> =>
  overdue(await recoveries.unfinished(reader), now)

/** Does what is overdue, if it still is. */
export async function catchUp(tx: Tx, house: CallbackHouse, { id, what }: Overdue, context: Context): Promise<void> {
  const recovery = await lockRecovery(tx, id)
  const [row] = await recoveries.unfinished(tx, id)
  if (recovery === null || row === undefined) return
  if (!overdue([row], context.now).some((one) => one.what === what)) return
  switch (what) {
    case 'give_up':
      await closeRecovery(tx, recovery, { outcome: 'undecided', by: 'system', reason: null }, context)
      return
    case 'close': {
      const { by, reason } = await recoveries.whyClosed(tx, recovery.emergencyId)
      const { callbackId } = recovery
      const byThem = { ...context, actor: by }
      // Whoever talks goes on; the end of it closes nothing that is closed.
      if (callbackId !== null) await cancelCallback(tx, house, { callbackId, reason }, byThem)
      await closeRecovery(tx, recovery, { outcome: 'closed', by, reason }, byThem)
      return
    }
    case 'settle': {
      if (row.callback === null) return
      await settleRecovery(tx, recovery, { outcome: row.callback, reason: null }, context)
    }
  }
}

/** Its callback is over. */
export async function settleRecovery(
  tx: Tx,
  recovery: Recovery,
  { outcome, reason }: { readonly outcome: Parameters<typeof afterCallback>[1]; readonly reason: string | null },
  context: Context,
): Promise<void> {
  const texted = recovery.citizenId !== null && (await canBeTexted(tx, recovery.citizenId))
  const after = afterCallback(recovery, outcome, texted)
  if (after === 'held') {
    recoveries.hold(tx, recovery.id, context.now)
    note(tx, { callSid: recovery.callSid, kind: 'recovery.held', facts: { recovery: recovery.id } }, context)
    return
  }
  const closing = { outcome: after, by: context.actor, reason: after === 'closed' ? (reason ?? 'cancelled') : reason }
  await closeRecovery(tx, recovery, closing, context)
}
