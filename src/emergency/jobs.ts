/** The ladder's timers. Rows say what is due; jobs and the sweep only look. */

import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import { type Climbed, type ClimbHouse, climbOnce } from './climb-service.ts'
import { acknowledgeTalk, groupWasSilent } from './leg-service.ts'
import * as emergencies from './store.ts'

export type ClimbJobs = ClimbHouse & {
  /** Everybody on the ladder was rung in vain: a person must act. */
  readonly onExhausted: (emergencyId: string) => void
}

/** The job `climb`: one emergency's next step, if it is due. */
export async function runClimb(
  database: Database,
  house: ClimbJobs,
  emergencyId: string,
  context: Context,
): Promise<Climbed> {
  const climbed = await database.transact((tx) => climbOnce(tx, house, emergencyId, context))
  if (climbed.outcome === 'exhausted') house.onExhausted(emergencyId)
  return climbed
}

/** Every second: ladders that are due, talks that have lasted, groups that nobody of has come, emergencies that nothing moves any more. */
export async function sweepEmergencies(database: Database, house: ClimbJobs, context: Context): Promise<void> {
  for (const attempt of await attempts.silentGroups(database, context.now)) {
    await database.transact((tx) => groupWasSilent(tx, attempt, context))
  }
  const waiting = [...(await emergencies.due(database, context.now)), ...(await emergencies.adrift(database))]
  for (const id of waiting) await runClimb(database, house, id, context)
  for (const attempt of await attempts.talkedEnough(database, context.now)) {
    await database.transact((tx) => acknowledgeTalk(tx, attempt, context))
  }
}
