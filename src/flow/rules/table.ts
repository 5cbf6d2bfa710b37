/** Every rule of the language, in one list. */

import type { Draft, Rule, Surroundings } from '../draft.ts'
import type { Problem } from '../flow.ts'
import { choicesAreFew, wordsAreClear } from './choices.ts'
import { emergencyIsFirst } from './emergency-first.ts'
import { lookupsHaveDefault } from './lookups.ts'
import { exitsExist, siteKnows, stepsAreReached, variablesAreFilled } from './names.ts'
import { everyPathEnds, failureReachesHuman, loopsAreBounded, nobodyIsLost, waitsAreShort } from './safety.ts'
import { secretsAreKept } from './secrets.ts'
import { languagesAreSpoken, offersAreUnderstood, placeholdersAreFilled, promptsExist } from './words.ts'

/** Rules about the ways through a flow, and rules about what is said on them. */
const wayRules: readonly Rule[] = [
  exitsExist,
  stepsAreReached,
  variablesAreFilled,
  choicesAreFew,
  nobodyIsLost,
  failureReachesHuman,
  everyPathEnds,
  loopsAreBounded,
]
const wordRules: readonly Rule[] = [
  promptsExist,
  offersAreUnderstood,
  placeholdersAreFilled,
  secretsAreKept,
  wordsAreClear,
  lookupsHaveDefault,
  emergencyIsFirst,
  waitsAreShort,
]

/**
 * What is wrong with a flow as a whole. `surroundings` null: nothing is said of names that the site should know. `spoken`: the
 * languages that have prompts; null when a file of prompts cannot be read, and so nothing is said of words.
 */
export function checkDraft(
  draft: Draft,
  surroundings: Surroundings | null,
  spoken: readonly string[] | null,
): readonly Problem[] {
  return [
    ...ownComplaints(draft),
    ...(surroundings === null ? [] : siteKnows(draft, surroundings)),
    ...wayRules.flatMap((rule) => rule(draft)),
    ...(spoken === null ? [] : languagesAreSpoken(draft, spoken)),
    ...(spoken === null ? [] : wordRules.flatMap((rule) => rule(draft))),
  ]
}

/** What a kind says of itself that its schema cannot. */
function ownComplaints({ abouts, problem }: Draft): readonly Problem[] {
  return [...abouts].flatMap(([id, { complaints = [] }]) =>
    complaints.map(({ path, ...said }) => problem(['nodes', id, ...path], said)),
  )
}
