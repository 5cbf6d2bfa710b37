/** Looks after calls and legs of which nothing is heard any more, and after those whom the citizen has left behind. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { selectSilentCalls } from './call-store.ts'
import { holdJanitor } from './command-store.ts'
import { selectForsakenLegs, selectSilentLegs } from './leg-store.ts'
import { order } from './order-service.ts'
import { endLeg } from './service.ts'

/** Nobody has spoken of a call for so long: a waiting caller is heard every ten seconds, a talking one may be silent for an hour. */
export const silentAfterMilliseconds = 90_000

/**
 * A leg ends its conference with the citizen's call, unless its document was given while a move was under way that then
 * failed. Whoever still sits there alone so long afterwards is hung up, and so is a leg whose end was never told.
 */
const forsakenAfterMilliseconds = 30_000

/** Orders to ask the carrier about calls and legs of which nothing was heard. Gives their number; one process at a time. */
export async function askAboutSilent(tx: Tx, limit: number, context: Context): Promise<number> {
  if (!(await holdJanitor(tx))) return 0
  const since = context.now - silentAfterMilliseconds
  const [calls, legs] = await Promise.all([selectSilentCalls(tx, since, limit), selectSilentLegs(tx, since, limit)])
  for (const callSid of calls) order(tx, { kind: 'fetch_call', payload: {} }, callSid, context)
  for (const { id, citizenCallSid } of legs)
    order(tx, { kind: 'fetch_call', payload: { legId: id } }, citizenCallSid, context)
  const forsaken = await selectForsakenLegs(tx, context.now - forsakenAfterMilliseconds, limit)
  for (const id of forsaken) await endLeg(tx, id, context)
  return calls.length + legs.length + forsaken.length
}
