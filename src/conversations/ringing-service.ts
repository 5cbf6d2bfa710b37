/** Rings for a call, as the carrier's API takes or refuses them. */

import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/postgres.ts'
import { cannotRing, recentMilliseconds } from './ringing.ts'
import { selectRings } from './ringing-store.ts'

/** The API has been asked to ring somebody for this call, again and again, and nobody rings: the call has to ring by itself. */
export const mustRingItself = async (reader: Reader, callSid: string, { now }: Context): Promise<boolean> =>
  cannotRing(await selectRings(reader, callSid, now - recentMilliseconds), now)
