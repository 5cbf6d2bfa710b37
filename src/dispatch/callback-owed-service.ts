/** What is owed to somebody whose call for help ended before a human had it: called back without having asked. */

import { addressOf } from '../citizens/service.ts'
import { note } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import { targetAt } from './callback.ts'
import type { CallbackHouse } from './callback-house.ts'
import { closeCallback, lockPlace } from './callback-line-service.ts'
import * as owed from './callback-owed-store.ts'
import * as callbacks from './callback-store.ts'
import { withdrawOpen } from './wait-service.ts'
import * as waits from './wait-store.ts'

export type Owing = {
  readonly callSid: string
  readonly citizenId: string | null
  readonly emergencyId: string
  /** Whoever calls cannot speak, perhaps hides: one ring, no text. */
  readonly isQuiet: boolean
  /** When it enters the line. */
  readonly dueAt: number
}

/** Whether this citizen's phone could be rung at all. */
export async function canRing(tx: Tx, house: CallbackHouse, citizenId: string | null): Promise<boolean> {
  const address = citizenId === null ? null : await addressOf(tx, citizenId, house.sealer)
  const target = address === null ? null : targetAt(address)
  return target !== null && house.mayDial(target)
}

/** Gives the callback's id; null when nobody can be called back: no number, or one outside of the site's rules. */
export async function oweCallback(
  tx: Tx,
  house: CallbackHouse,
  owing: Owing,
  context: Context,
): Promise<string | null> {
  const { callSid, citizenId, emergencyId, isQuiet, dueAt } = owing
  if (citizenId === null || !(await canRing(tx, house, citizenId))) return null
  // What the same call has asked for may stand in line already; an emergency goes before it.
  const wait = await waits.lockByCall(tx, callSid)
  if (wait?.state === 'waiting') {
    waits.settle(tx, wait.id, 'left', context.now)
    await withdrawOpen(tx, wait.id, context)
  }
  const kind = isQuiet ? 'quiet' : 'emergency'
  const callback = await owed.owe(tx, { id: newId(), callSid, citizenId, kind, emergencyId, dueAt }, context.now)
  if (callback === null) return null
  note(tx, { callSid, kind: 'callback.owed', facts: { callback: callback.id, kind } }, context)
  tx.wake({ queue: 'callbacks', id: callback.id, delayMilliseconds: Math.max(0, dueAt - context.now) })
  return callback.id
}

/** The citizen has called again; while they are being talked to, nothing is taken back. False then, or if it was closed before. */
export async function calledAgain(
  tx: Tx,
  house: CallbackHouse,
  callbackId: string,
  context: Context,
): Promise<boolean> {
  const place = await lockPlace(tx, callbackId)
  if (place === null || place.callback.state === 'closed' || place.callback.state === 'talking') return false
  await closeCallback(tx, house, place, 'called_again', context)
  return true
}

/** Whoever was in danger is being called back about this call: what comes late of it changes neither its place nor its emergency. */
export async function isRecalled(tx: Tx, callSid: string): Promise<boolean> {
  const found = await callbacks.ofCall(tx, callSid)
  return found !== null && found.kind !== 'promise' && found.state !== 'closed'
}
