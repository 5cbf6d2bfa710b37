import type { Sealer } from '../citizens/seal.ts'
import type { Say, Target } from '../flow/verbs.ts'
import type { CallbackRule } from './callback.ts'
import type { DispatchHouse } from './hooks.ts'

/** What callbacks need of the site and of the house; `app.ts` makes it once. */
export type CallbackHouse = DispatchHouse & {
  readonly sealer: Sealer
  /** The site's rules against toll fraud: a number outside of them is promised nothing. */
  readonly mayDial: (target: Target) => boolean
  readonly rule: CallbackRule
  /** The house's sentences in a citizen's language (ISO 639-3), else in the site's own. */
  readonly sayIn: (language: string) => Say
  /** In the site's own language, for operators. */
  readonly say: Say
  /** The number of ours that texts name, as people dial it. */
  readonly line: string
}
