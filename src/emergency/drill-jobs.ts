/** The timer of drills and of tests whose end nobody told. */

import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import { climbDrill, settleForgottenTests } from './drill-service.ts'
import * as drills from './drill-store.ts'
import * as tests from './duty-test-store.ts'

/** Every second: almost always two empty reads. Gives how many steps were taken. */
export async function sweepDrills(database: Database, context: Context): Promise<number> {
  const [unsettled, going] = await Promise.all([tests.running(database), drills.running(database)])
  const settled = unsettled.length === 0 ? 0 : await database.transact((tx) => settleForgottenTests(tx, context))
  for (const id of going) await database.transact((tx) => climbDrill(tx, id, context))
  return settled + going.length
}
