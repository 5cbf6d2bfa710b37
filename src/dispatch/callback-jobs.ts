/** The timer of callbacks: whose rest is over, and what no event has told. */

import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import type { CallbackHouse } from './callback-house.ts'
import { catchUp, overdueCallbacks } from './callback-service.ts'

/** Every second, with or without a queue; also the job `callbacks`, at the end of a rest. Gives how many there were. */
export async function sweepCallbacks(database: Database, house: CallbackHouse, context: Context): Promise<number> {
  const due = await overdueCallbacks(database, house, context)
  for (const one of due) await database.transact((tx) => catchUp(tx, house, one, context))
  return due.length
}
