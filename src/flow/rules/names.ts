/** Names that mean nothing: nodes, prompts, lanes, calendars, targets, topics, variables. */

import type { Draft, Rule, Surroundings } from '../draft.ts'
import type { Problem } from '../flow.ts'
import { own, placeholders } from '../speech.ts'
import type { Path } from '../yaml.ts'

/** Every exit leads to a node that exists. */
export const exitsExist: Rule = ({ flow, file, edges }) => {
  const nowhere = (path: Path, to: string): readonly Problem[] =>
    Object.hasOwn(flow.nodes, to) ? [] : [file.problem(path, `leads to "${to}", which does not exist`)]
  const { defaults } = flow
  return [
    ...nowhere(['start'], flow.start),
    ...nowhere(['defaults', 'no_input', 'finally'], defaults.no_input.finally),
    ...nowhere(['defaults', 'no_match', 'finally'], defaults.no_match.finally),
    ...nowhere(['defaults', 'error', 'go'], defaults.error.go),
    ...edges.filter(({ path }) => path[0] !== 'defaults').flatMap(({ path, to }) => nowhere(path, to)),
  ]
}

/** Every node can be reached. */
export const nodesAreUsed: Rule = ({ flow, file, edges }) => {
  const used = new Set([flow.start, flow.defaults.error.go, ...edges.map(({ to }) => to)])
  const seen = new Set<string>()
  const open = [flow.start, flow.defaults.error.go]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...edges.filter(({ from }) => from === id).map(({ to }) => to))
  }
  return Object.keys(flow.nodes)
    .filter((id) => !seen.has(id))
    .map((id) => file.problem(['nodes', id], used.has(id) ? 'only unused nodes lead here' : 'nothing leads here'))
}

/** Every prompt exists in the default language, and every placeholder in it, in any language, gets a value. */
export const promptsExist: Rule = (draft) => {
  const { flow, file, abouts } = draft
  const saved = savedVariables(draft)
  const words = own(flow.prompts, flow.defaultLanguage) ?? {}
  const uses = [...abouts].flatMap(([id, about]) =>
    about.prompts.map((use) => ({ prompt: use.prompt, gives: use.gives ?? [], path: ['nodes', id, ...use.path] })),
  )
  const misses = Object.entries(flow.nodes).flatMap(([id, { spec }]) =>
    missSays(spec).map(({ path, prompt }) => ({ prompt, gives: [], path: ['nodes', id, ...path] })),
  )
  const defaults = missSays(flow.defaults).map(({ path, prompt }) => ({
    prompt,
    gives: [],
    path: ['defaults', ...path],
  }))
  const error = { prompt: flow.defaults.error.say, gives: [], path: ['defaults', 'error', 'say'] }
  return [...uses, ...misses, ...defaults, error].flatMap(({ prompt, gives, path }) => {
    if (own(words, prompt) === undefined) {
      return [file.problem(path, `says "${prompt}", which is not in prompts/${flow.defaultLanguage}.yaml`)]
    }
    return flow.languages.flatMap((language) => {
      const found = own(own(flow.prompts, language) ?? {}, prompt)
      return placeholders(`${found?.text ?? ''} ${found?.sms ?? ''}`)
        .filter(({ name }) => !saved.has(name) && !gives.includes(name))
        .map(({ name }) => file.problem(path, `says "${prompt}" (${language}), where nothing fills {${name}}`))
    })
  })
}

function missSays(holder: unknown): readonly { path: Path; prompt: string }[] {
  const spec = holder as Readonly<Record<string, { readonly say?: string } | undefined>>
  return ['no_input', 'no_match'].flatMap((why) => {
    const prompt = spec[why]?.say
    return prompt === undefined ? [] : [{ path: [why, 'say'], prompt }]
  })
}

function savedVariables({ abouts }: Draft): ReadonlySet<string> {
  const all = [...abouts.values()]
  return new Set([
    ...all.flatMap(({ saves }) => saves ?? []),
    ...all.flatMap(({ sets }) => (sets ?? []).map(({ variable }) => variable)),
  ])
}

/** A variable that is read is filled somewhere. */
export const variablesAreFilled: Rule = (draft) => {
  const saved = savedVariables(draft)
  return [...draft.abouts].flatMap(([id, { reads }]) =>
    (reads ?? [])
      .filter(({ variable }) => !saved.has(variable))
      .map(({ path, variable }) =>
        draft.file.problem(['nodes', id, ...path], `reads "${variable}", which nothing fills`),
      ),
  )
}

/** Lanes, emergencies, calendars, targets, topics and districts stand in the site's own facts. */
export function siteKnows({ abouts, file }: Draft, surroundings: Surroundings): readonly Problem[] {
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
      .map(({ path, what, name }) => file.problem(['nodes', id, ...path], `the site has no ${what} "${name}"`))
  })
}
