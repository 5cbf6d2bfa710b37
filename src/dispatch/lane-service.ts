/** How the lanes stand, for a caller who is in none of them yet. */

import type { LaneFacts } from '../flow/input.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/postgres.ts'
import { expectedWaitSeconds } from './expected-wait.ts'
import * as lanes from './lane-store.ts'
import { heartbeatFreshMilliseconds } from './wait.ts'

/** By lane; `expectedSeconds` is for whoever would enter it now, null with nobody on duty. */
export async function laneFacts(
  reader: Reader,
  ids: readonly string[],
  { now }: Context,
): Promise<Readonly<Record<string, LaneFacts>>> {
  const rows = await lanes.standing(reader, ids, now - heartbeatFreshMilliseconds)
  return Object.fromEntries(
    rows.map(({ lane, waiting, on_duty, free, talk_seconds }) => [
      lane,
      {
        waiting,
        expectedSeconds: expectedWaitSeconds(waiting + 1, on_duty, free, talk_seconds),
        staffed: on_duty > 0,
      },
    ]),
  )
}
