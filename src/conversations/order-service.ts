/** What the carrier shall do, written where it is decided. */

import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Order } from './command.ts'
import { insertCommand } from './command-store.ts'

/** Writes a command to the carrier and wakes its executor after the commit, or so much later. Gives its id. */
export function order(tx: Tx, given: Order, callSid: string | null, { now }: Context, afterMilliseconds = 0): string {
  const id = newId()
  insertCommand(tx, id, given, callSid, { now, notBefore: now + afterMilliseconds })
  const when = afterMilliseconds > 0 ? { delayMilliseconds: afterMilliseconds } : { isUrgent: true }
  tx.wake({ queue: 'carrier', id, ...when })
  return id
}
