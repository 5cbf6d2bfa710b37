/** The timer of recoveries: what no event has told, and emergencies that were dropped without anybody looking for the caller. */

import type { CallbackHouse } from '../dispatch/callback-house.ts'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import { catchUp, overdueRecoveries, recoverForgotten } from './recovery-service.ts'
import * as recoveries from './recovery-store.ts'

/** Whoever was dropped longer ago is not surprised by a ring. */
const forgottenMilliseconds = 3_600_000

/** Every second. Gives how many there were. */
export async function sweepRecoveries(database: Database, house: CallbackHouse, context: Context): Promise<number> {
  const forgotten = await recoveries.forgotten(database, context.now - forgottenMilliseconds)
  for (const emergencyId of forgotten) {
    await database.transact((tx) => recoverForgotten(tx, house, emergencyId, context))
  }
  const due = await overdueRecoveries(database, context)
  for (const one of due) await database.transact((tx) => catchUp(tx, house, one, context))
  return forgotten.length + due.length
}
