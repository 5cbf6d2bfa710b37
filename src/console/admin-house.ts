/** What the administrator's pages ask of the program around the console; made once, beside the rest of its house. */

import type { Ladder } from '../emergency/ladder.ts'
import type { AdminSite } from './admin-site.ts'
import type { Vitals } from './health.ts'

export type Administration = {
  /** The region's files as they are in force now. `now`: milliseconds since 1970. */
  readonly site: (now: number) => AdminSite
  /** Every ladder as it is at this moment: office and night may have their own. */
  readonly ladders: (now: number) => readonly Ladder[]
  /** How the machines are; never throws for one that is down. */
  readonly vitals: () => Promise<Vitals>
}
