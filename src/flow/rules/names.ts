/** Names that mean nothing: steps, variables, and what the site should know. */

import { type Draft, isThere, type Rule, reachable, type Surroundings } from '../draft.ts'
import type { Problem } from '../flow.ts'
import { localName, scopeOf } from '../subflow/place.ts'
import type { Path } from '../yaml.ts'
import { nearest, told, unknown } from './told.ts'

/** Every exit leads to a step that exists. */
export const exitsExist: Rule = (draft) => {
  const { flow, edges, problem } = draft
  const known = Map.groupBy(Object.keys(flow.nodes), scopeOf)
  const nowhere = (path: Path, id: string): readonly Problem[] => {
    if (isThere(draft, id)) return []
    const [to, ...neighbours] = [id, ...(known.get(scopeOf(id)) ?? [])].map(localName)
    const near = nearest(to ?? '', neighbours)
    return [
      problem(
        path,
        near === undefined
          ? told('exits-exist', 'nowhere', { to: to ?? '' })
          : told('exits-exist', 'near', { to: to ?? '', near }),
      ),
    ]
  }
  const { defaults } = flow
  return [
    ...nowhere(['start'], flow.start),
    ...nowhere(['defaults', 'no_input', 'finally'], defaults.no_input.finally),
    ...nowhere(['defaults', 'no_match', 'finally'], defaults.no_match.finally),
    ...nowhere(['defaults', 'error', 'go'], defaults.error.go),
    ...(defaults.danger === undefined ? [] : nowhere(['defaults', 'danger', 'go'], defaults.danger.go)),
    ...edges.filter(({ path }) => path[0] !== 'defaults').flatMap(({ path, to }) => nowhere(path, to)),
  ]
}

/** Every step can be reached. Where the flow begins nowhere, that alone is told: no step would be. */
export const stepsAreReached: Rule = (draft) => {
  const { flow, edges, problem } = draft
  if (!isThere(draft, flow.start)) return []
  const used = new Set([flow.start, flow.defaults.error.go, ...edges.map(({ to }) => to)])
  const seen = [flow.start, flow.defaults.error.go].map((from) => reachable(draft, from, () => true))
  return Object.keys(flow.nodes)
    .filter((id) => !seen.some((reached) => reached.has(id)))
    .map((id) => problem(['nodes', id], told('steps-reached', used.has(id) ? 'island' : 'unused')))
}

/** By sub-flow (`scopeOf`; the flow itself has the scope ''): variables that some step of it fills, and the inputs that it is given. */
export function filledVariables({ abouts, unclear }: Draft): (scope: string) => ReadonlySet<string> {
  const filled = new Map<string, Set<string>>()
  const add = (scope: string, names: Iterable<string>): void => {
    filled.set(scope, new Set([...(filled.get(scope) ?? []), ...names]))
  }
  for (const [id, { saves = [], sets = [], hands }] of abouts) {
    add(scopeOf(id), [...saves, ...sets.map(({ variable }) => variable)])
    if (hands !== undefined) add(scopeOf(hands.start), hands.variables)
  }
  for (const [id, words] of unclear) add(scopeOf(id), words)
  return (scope) => filled.get(scope) ?? new Set()
}

/** A variable that is read is filled somewhere. */
export const variablesAreFilled: Rule = (draft) => {
  const filledIn = filledVariables(draft)
  return [...draft.abouts].flatMap(([id, { reads = [] }]) => {
    const filled = filledIn(scopeOf(id))
    return reads
      .filter(({ variable }) => !filled.has(variable))
      .map(({ path, variable: name }) => {
        const near = nearest(name, [...filled])
        const said =
          near === undefined
            ? told('variables-filled', 'empty', { name })
            : told('variables-filled', 'near', { name, near })
        return draft.problem(['nodes', id, ...path], said)
      })
  })
}

/** Lanes, emergencies, calendars, targets, topics and districts stand in the site's own facts. */
export function siteKnows({ abouts, problem }: Draft, surroundings: Surroundings): readonly Problem[] {
  const known = {
    lane: surroundings.lanes,
    emergency: surroundings.emergencies,
    calendar: surroundings.calendars,
    target: Object.keys(surroundings.targets),
    topic: surroundings.topics,
    district: surroundings.districts,
  }
  const meanings = new Map(
    [...abouts.values()].flatMap(({ reads }) => (reads ?? []).map((r) => [r.variable, r.as] as const)),
  )
  return [...abouts].flatMap(([id, about]) => {
    const named = (about.references ?? []).map(({ path, what, id: name }) => ({ path, what, name }))
    const set = (about.sets ?? []).flatMap(({ path, variable, value }) => {
      const what = meanings.get(variable)
      return what === undefined ? [] : [{ path, what, name: value }]
    })
    return [...named, ...set]
      .filter(({ what, name }) => !known[what].includes(name))
      .map(({ path, what, name }) => {
        return problem(['nodes', id, ...path], unknown(what, name, known[what]))
      })
  })
}
