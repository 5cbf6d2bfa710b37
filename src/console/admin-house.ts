/** What the administrator's pages ask of the program around the console; made once, beside the rest of its house. */

import type { AdminSite } from './admin-site.ts'
import type { Vitals } from './health.ts'

export type Administration = {
  /** The region's files as they are in force now. `now`: milliseconds since 1970. */
  readonly site: (now: number) => AdminSite
  /** How the machines are; never throws for one that is down. */
  readonly vitals: () => Promise<Vitals>
}
