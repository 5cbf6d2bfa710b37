/** The ladder's timers. Rows say what is due; jobs and the sweep only look. */

import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import * as attempts from './attempt-store.ts'
import { type Climbed, climbOnce } from './climb-service.ts'
import type { Ladder } from './ladder.ts'
import { acknowledgeTalk } from './leg-service.ts'
import * as emergencies from './store.ts'

type Ladders = (id: string) => Ladder | undefined

/** The job `climb`: one emergency's next step, if it is due. */
export function runClimb(
  database: Database,
  ladders: Ladders,
  emergencyId: string,
  context: Context,
): Promise<Climbed> {
  return database.transact((tx) => climbOnce(tx, ladders, emergencyId, context))
}

/** Every second: ladders that are due, talks that have lasted, emergencies that nothing moves any more. */
export async function sweepEmergencies(
  database: Database,
  ladders: Ladders,
  context: Context,
  onNewRound: (emergencyId: string) => void,
): Promise<void> {
  const waiting = [...(await emergencies.due(database, context.now)), ...(await emergencies.adrift(database))]
  for (const id of waiting) {
    const climbed = await runClimb(database, ladders, id, context)
    if (climbed.outcome === 'rang' && climbed.isNewRound) onNewRound(id)
  }
  for (const attempt of await attempts.talkedEnough(database, context.now)) {
    await database.transact((tx) => acknowledgeTalk(tx, attempt, context))
  }
}
