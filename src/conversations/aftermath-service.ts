/** What goes on about a call after its end, and what begins without a call: a citizen who was promised to be called back. */

import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import { saveGoingOn } from './aftermath-store.ts'
import { advanceStatus, beginCall } from './service.ts'

/** From now on legs may be placed about this call although it is over, and none of them counts as forgotten. */
export const goOn = (tx: Tx, callSid: string): void => saveGoingOn(tx, callSid, true)

/** Nothing goes on about it any more: who still sits there alone is hung up like after any call. */
export const letRest = (tx: Tx, callSid: string): void => saveGoingOn(tx, callSid, false)

/** Ids of records that no carrier knows: of what begins with a text, and is told like a call. */
export const ownRecord = /^own:/

/**
 * The record of a conversation that nobody has called for: legs, conferences and the timeline hang on it as on a call's. It is over from its
 * beginning, so that nobody asks a carrier about it. Gives its id.
 */
export async function beginOwnRecord(
  tx: Tx,
  { line, citizenId }: { readonly line: string; readonly citizenId: string | null },
  context: Context,
): Promise<string> {
  const callSid = `own:${newId()}`
  await beginCall(tx, { callSid, line, citizenId, callerKind: 'number', status: 'in-progress' }, context)
  await advanceStatus(tx, { callSid, status: 'completed', at: context.now, durationSeconds: 0 }, context)
  return callSid
}
