/** A caller whose call went on without the database: whatever waits for this caller here waits in vain. */

import { closeConversation } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { endWait } from './wait-service.ts'
import * as waits from './wait-store.ts'

/** Takes the caller out of the line, and phones that ring for the caller back: a diverted call is never offered. Doing it twice changes nothing. */
export async function leaveDiverted(tx: Tx, callSid: string, context: Context): Promise<void> {
  const wait = await waits.lockByCall(tx, callSid)
  if (wait === null) return
  await endWait(tx, wait.id, context)
  // Nobody brings a caller back who is not in it any more.
  if (wait.conversationId !== null) closeConversation(tx, wait.conversationId, context)
}
