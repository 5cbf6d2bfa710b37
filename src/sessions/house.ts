import type { Sealer } from '../citizens/seal.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import type { Flow } from '../flow/flow.ts'

/** What sessions needs of the site and of the house; `app.ts` makes it once. */
export type SessionsHouse = {
  readonly sealer: Sealer
  readonly dispatch: DispatchHouse
  /** The flow that answers a line. */
  readonly flowFor: (line: string) => Flow
  /** A revision that is in memory; older ones come from the database. */
  readonly revision: (revision: string) => Flow | undefined
  /** By calendar: open now? */
  readonly open: (now: number) => Readonly<Record<string, boolean>>
  /** The agency that answers a topic, and the site's word for the kind of its tickets; null for a topic that the site does not have. */
  readonly topic: (topic: string) => { readonly agency: string; readonly kind: string } | null
  readonly ladderFor: (emergencyKind: string) => string
}
