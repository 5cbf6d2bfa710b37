/** Looks after calls and legs of which nothing is heard any more, and after those whom the citizen has left behind. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { selectSilentCalls } from './call-store.ts'
import { holdJanitor } from './command-store.ts'
import { noteLeg } from './leg-service.ts'
import { selectForsakenLegs, selectLingeringLegs, selectSilentLegs } from './leg-store.ts'
import { order } from './order-service.ts'
import { endLeg } from './service.ts'

/** Nobody has spoken of a call for so long: a waiting caller is heard every ten seconds, a talking one may be silent for an hour. */
export const silentAfterMilliseconds = 90_000

/**
 * A leg ends its conference with the citizen's call, unless its document was given while a move was under way that then
 * failed. Whoever still sits there alone so long afterwards is hung up, and so is a leg whose end was never told.
 */
const forsakenAfterMilliseconds = 30_000

/** An operator and 119 whom the citizen has left may go on for so long: `docs/decisions/11-who-goes-on.md`. */
export const goingOnMilliseconds = 10 * 60_000

/** A leg whose end we wanted, and could not get from the carrier, is asked to end again so long after the last time. */
const lingeringMilliseconds = 60_000

/** Looks once, and orders what follows. Gives how much there was; one process at a time. */
export async function lookAfterSilent(tx: Tx, limit: number, context: Context): Promise<number> {
  if (!(await holdJanitor(tx))) return 0
  return (await askAboutSilent(tx, limit, context)) + (await endLeftBehind(tx, limit, context))
}

/** Asks the carrier about calls and legs of which nothing was heard. */
async function askAboutSilent(tx: Tx, limit: number, context: Context): Promise<number> {
  const since = context.now - silentAfterMilliseconds
  const [calls, legs] = await Promise.all([selectSilentCalls(tx, since, limit), selectSilentLegs(tx, since, limit)])
  for (const callSid of calls) order(tx, { kind: 'fetch_call', payload: {} }, callSid, context)
  for (const { id, citizenCallSid } of legs)
    order(tx, { kind: 'fetch_call', payload: { legId: id } }, citizenCallSid, context)
  return calls.length + legs.length
}

async function endLeftBehind(tx: Tx, limit: number, context: Context): Promise<number> {
  const { now } = context
  const forsaken = await selectForsakenLegs(tx, now - forsakenAfterMilliseconds, now - goingOnMilliseconds, limit)
  for (const { leg, outlives } of forsaken) {
    if (outlives) noteLeg(tx, leg, 'leg.outlived', { minutes: goingOnMilliseconds / 60_000 }, context)
    await endLeg(tx, leg.id, context)
  }
  const lingering = await selectLingeringLegs(tx, now - lingeringMilliseconds, limit)
  for (const { id, citizenCallSid } of lingering)
    order(tx, { kind: 'end_call', payload: { why: 'leg_not_wanted', legId: id } }, citizenCallSid, context)
  return forsaken.length + lingering.length
}
