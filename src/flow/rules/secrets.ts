/** What a caller gives in confidence is said by no sentence that is not marked for it. */

import type { Draft, Rule } from '../draft.ts'
import { own, valuesIn } from '../speech.ts'
import { scopeOf } from '../subflow/place.ts'
import { told } from './told.ts'
import { promptUses } from './words.ts'

export const secretsAreKept: Rule = (draft) => {
  const { flow, problem } = draft
  const secrets = secretVariables(draft)
  return promptUses(draft).flatMap(({ prompt, path }) => {
    const secret = secrets.get(scopeOf(String(path[1] ?? ''))) ?? new Set()
    if (secret.size === 0) return []
    return flow.languages.flatMap((language) => {
      const found = own(own(flow.prompts, language) ?? {}, prompt)
      if (found === undefined || found.sensitive === true) return []
      return valuesIn(found)
        .filter(({ name }) => secret.has(name))
        .map(({ name }) => problem(path, told('secrets-kept', 'said', { prompt, language, name })))
    })
  })
}

/** By sub-flow: variables that hold what was given in confidence. */
function secretVariables({ abouts }: Draft): ReadonlyMap<string, ReadonlySet<string>> {
  const secrets = new Map<string, Set<string>>()
  const add = (scope: string, names: readonly string[]): void => {
    if (names.length > 0) secrets.set(scope, new Set([...(secrets.get(scope) ?? []), ...names]))
  }
  for (const [id, { secret = [], hands }] of abouts) {
    add(scopeOf(id), secret)
    if (hands !== undefined) add(scopeOf(hands.start), hands.secret)
  }
  const made = [...abouts].flatMap(([id, { makes = [] }]) => makes.map((one) => ({ ...one, scope: scopeOf(id) })))
  // A value made of a secret is one, and so is what is made of that.
  for (let grew = true; grew; ) {
    const more = made.filter(({ scope, variable, of }) => {
      const known = secrets.get(scope)
      return known !== undefined && !known.has(variable) && of.some((name) => known.has(name))
    })
    for (const { scope, variable } of more) add(scope, [variable])
    grew = more.length > 0
  }
  return secrets
}
