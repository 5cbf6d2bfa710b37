/** YAML texts to a flow, or to everything that is wrong with them, each with file, line and path. */

import { complaints } from './check.ts'
import { aboutsOf, type Draft, edgesOf, type Rule, type Surroundings } from './draft.ts'
import type { Flow, FlowNode, Problem, Prompt } from './flow.ts'
import { kindOf, nodeKinds } from './nodes/table.ts'
import { emergencyIsFirst } from './rules/emergency-first.ts'
import { exitsExist, nodesAreUsed, promptsExist, siteKnows, variablesAreFilled } from './rules/names.ts'
import { everyPathEnds, failureReachesHuman, holdsAreShort, loopsAreBounded, nobodyIsLost } from './rules/safety.ts'
import { type Case, FlowFile, type FlowFileSpec, PromptsFile } from './schema.ts'
import { readYaml, type TextFile, type YamlFile } from './yaml.ts'

/** Rules about the ways through a flow, and rules about what is said on them. */
const wayRules: readonly Rule[] = [
  exitsExist,
  nodesAreUsed,
  variablesAreFilled,
  nobodyIsLost,
  failureReachesHuman,
  everyPathEnds,
  loopsAreBounded,
]
const wordRules: readonly Rule[] = [promptsExist, emergencyIsFirst, holdsAreShort]

export type Parsed =
  /** `revision` is empty: who reads the files computes it. `coverage`: share of the default language's prompts, by language. */
  | {
      readonly outcome: 'flow'
      readonly flow: Flow
      readonly cases: readonly Case[]
      readonly coverage: Readonly<Record<string, number>>
    }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] }

export type Sources = {
  readonly flow: TextFile
  /** One file a language, named by its ISO 639-3 code. */
  readonly prompts: readonly { readonly language: string; readonly source: TextFile }[]
}

/**
 * Reads a flow. Every problem of every file is told at once; a rule about the whole waits only for the parts that it looks at.
 * `surroundings` is null when the site's own file is broken: then the rest is checked, and the outcome is problems in any case.
 */
export function parseFlow(sources: Sources, surroundings: Surroundings | null): Parsed {
  const file = readYaml(sources.flow)
  const prompts = sources.prompts.map(({ language, source }) => ({ language, ...readPrompts(source) }))
  const shape = [...file.problems, ...(file.value === undefined ? [] : shapeProblems(file))]
  const said = prompts.flatMap((read) => read.problems)
  if (shape.length > 0 || file.value === undefined) return { outcome: 'problems', problems: [...shape, ...said] }
  const spec = file.value as FlowFileSpec
  const words = Object.fromEntries(prompts.map((read) => [read.language, read.prompts]))
  const flow = assemble(spec, words, surroundings)
  const draft = draftOf(flow, file)
  const rules = [...wayRules, ...(said.length === 0 ? wordRules : [])]
  const broken = [
    ...languageProblems(flow, file, Object.keys(words)),
    ...ownComplaints(draft),
    ...(surroundings === null ? [] : siteKnows(draft, surroundings)),
    ...rules.flatMap((rule) => rule(draft)),
  ].toSorted((a, b) => a.line - b.line)
  if (surroundings === null || broken.length > 0 || said.length > 0) {
    return { outcome: 'problems', problems: [...broken, ...said] }
  }
  return { outcome: 'flow', flow, cases: spec.cases ?? [], coverage: coverageOf(flow) }
}

function shapeProblems(file: YamlFile): readonly Problem[] {
  const top = complaints(FlowFile, file.value).map(({ path, message }) => file.problem(path, message))
  const nodes = (file.value as { readonly nodes?: unknown } | null)?.nodes
  if (typeof nodes !== 'object' || nodes === null) return top
  return [...top, ...Object.entries(nodes).flatMap(([id, node]) => nodeProblems(file, id, node))]
}

function nodeProblems(file: YamlFile, id: string, node: unknown): readonly Problem[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [] // the flow's own schema has told it
  const kind = kindName(node)
  if (kind === undefined) {
    const known = Object.keys(nodeKinds).join(', ')
    return [file.problem(['nodes', id], `is of no known kind; one of its keys must be: ${known}`)]
  }
  const schema = kindOf(kind)?.schema
  if (schema === undefined) return []
  return complaints(schema, node).map(({ path, message }) => file.problem(['nodes', id, ...path], message))
}

/** The kind is the first key that names one; `handoff` also has a `say`, `ask` a `kind`. */
function kindName(node: object): string | undefined {
  const named = Object.keys(node).filter((key) => kindOf(key) !== undefined)
  return named.find((key) => key !== 'say') ?? named[0]
}

function readPrompts(source: TextFile): { problems: readonly Problem[]; prompts: Record<string, Prompt> } {
  const file = readYaml(source)
  if (file.value === undefined) return { problems: file.problems, prompts: {} }
  const wrong = complaints(PromptsFile, file.value).map(({ path, message }) => file.problem(path, message))
  const problems = [...file.problems, ...wrong]
  if (problems.length > 0) return { problems, prompts: {} }
  const prompts = Object.entries(file.value as Readonly<Record<string, string | Prompt>>)
  return {
    problems,
    prompts: Object.fromEntries(prompts.map(([id, said]) => [id, typeof said === 'string' ? { text: said } : said])),
  }
}

function assemble(spec: FlowFileSpec, prompts: Flow['prompts'], surroundings: Surroundings | null): Flow {
  const nodes = Object.entries(spec.nodes).map(([id, node]): [string, FlowNode] => [
    id,
    { id, kind: kindName(node) ?? '', spec: node },
  ])
  return {
    id: spec.id,
    revision: '',
    start: spec.start,
    zone: surroundings?.zone ?? '',
    languages: spec.languages,
    defaultLanguage: spec.default_language,
    defaults: spec.defaults,
    nodes: Object.fromEntries(nodes),
    targets: surroundings?.targets ?? {},
    prompts: Object.fromEntries(spec.languages.map((language) => [language, prompts[language] ?? {}])),
  }
}

function draftOf(flow: Flow, file: YamlFile): Draft {
  const abouts = aboutsOf(flow)
  return { flow, file, abouts, edges: edgesOf(flow, abouts) }
}

function ownComplaints({ abouts, file }: Draft): readonly Problem[] {
  return [...abouts].flatMap(([id, about]) =>
    (about.complaints ?? []).map(({ path, message }) => file.problem(['nodes', id, ...path], message)),
  )
}

function languageProblems(flow: Flow, file: YamlFile, spoken: readonly string[]): readonly Problem[] {
  const mute = flow.languages.flatMap((language, index) =>
    spoken.includes(language) ? [] : [file.problem(['languages', index], `the site has no prompts in "${language}"`)],
  )
  if (flow.languages.includes(flow.defaultLanguage)) return mute
  return [...mute, file.problem(['default_language'], `"${flow.defaultLanguage}" is not one of the languages`)]
}

function coverageOf(flow: Flow): Readonly<Record<string, number>> {
  const wanted = Object.keys(flow.prompts[flow.defaultLanguage] ?? {})
  return Object.fromEntries(
    flow.languages.map((language) => {
      const has = wanted.filter((id) => Object.hasOwn(flow.prompts[language] ?? {}, id)).length
      return [language, wanted.length === 0 ? 1 : has / wanted.length]
    }),
  )
}
