import type { Sealer } from '../citizens/seal.ts'
import type { CallbackHouse } from '../dispatch/callback-house.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import type { DangerWords } from '../flow/danger.ts'
import type { Flow } from '../flow/flow.ts'
import type { Looked } from '../knowledge/lookup.ts'

type Values = Readonly<Record<string, string>>

/** What the site itself answers, in memory. */
export type SiteLookups = {
  readonly place: (input: Values) => Values | null
  /** `language`: ISO 639-3; `now`: milliseconds since 1970. */
  readonly knowledge: (input: Values, language: string, now: number) => Looked
  /** The district of a place's id; null for one that the site does not have. */
  readonly districtOf: (place: string) => string | null
}

/** What sessions needs of the site and of the house; `app.ts` makes it once. */
export type SessionsHouse = {
  readonly sealer: Sealer
  readonly dispatch: DispatchHouse
  readonly callbacks: CallbackHouse
  readonly lookups: SiteLookups
  /** What callers say and write when somebody is in danger. */
  readonly dangerWords: DangerWords
  readonly defaultLanguage: string
  /** Ids of the site's lanes. */
  readonly lanes: readonly string[]
  /** The flow that answers a line. */
  readonly flowFor: (line: string) => Flow
  /** A revision that is in memory; older ones come from the database. */
  readonly revision: (revision: string) => Flow | undefined
  /** By calendar: open now? */
  readonly open: (now: number) => Readonly<Record<string, boolean>>
  /** The agency that answers a topic, and the site's word for the kind of its tickets; null for a topic that the site does not have. */
  readonly topic: (topic: string) => { readonly agency: string; readonly kind: string } | null
  readonly ladderFor: (emergencyKind: string) => string
  /** Tells a technician that a flow threw; the caller goes to a human all the same. Absent: it stands in the timeline alone. */
  readonly onFailure?: (failure: FlowFailure) => void
}

export type FlowFailure = {
  readonly contact: string
  readonly flow: string
  readonly revision: string
  readonly node: string
  readonly problem: string
}
