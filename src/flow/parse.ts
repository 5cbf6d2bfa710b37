/** YAML texts to a flow, or to everything that is wrong with them, each with file, line and path. */

import { noRecordings, type Recordings, withRecordings } from './audio.ts'
import type { Case } from './case-schema.ts'
import { draftOf, type Surroundings } from './draft.ts'
import type { Flow, Problem, Prompt } from './flow.ts'
import { checkDraft } from './rules/table.ts'
import { onceEach, wholeOf } from './subflow/whole.ts'
import { readFlowFile, readPromptsFile, type WellFormed, withoutEchoes } from './well-formed.ts'
import { readYaml, type TextFile, type YamlFile } from './yaml.ts'

export type Parsed =
  /** `revision` is empty: who reads the files computes it. `coverage`: share of the default language's prompts, by language. */
  | {
      readonly outcome: 'flow'
      readonly flow: Flow
      readonly cases: readonly Case[]
      readonly coverage: Readonly<Record<string, number>>
      readonly warnings: readonly Problem[]
      /** Ids of the sub-flows that stand in it. */
      readonly subflows: readonly string[]
    }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] }

export type Sources = {
  readonly flow: TextFile
  /** Sub-flows that may be called, by id: the site's own before those of its libraries. */
  readonly subflows?: Readonly<Record<string, TextFile>>
  /** By language (ISO 639-3); of several files of one language the first that has a sentence gives it. */
  readonly prompts: readonly { readonly language: string; readonly source: TextFile }[]
  /** What is recorded of the sentences; absent: nothing. */
  readonly recordings?: Recordings
}

/**
 * Reads a flow. Every problem of every file is told at once: also what is well-formed beside a mistake is looked at by the rules.
 * `surroundings` is null when the site's own file is broken: then the rest is checked, and the outcome is problems in any case.
 */
export function parseFlow(sources: Sources, surroundings: Surroundings | null): Parsed {
  const { flow, problems, cases, subflows } = compiledFlow(sources, surroundings)
  if (flow === null || surroundings === null || problems.some(({ severity }) => severity === 'error')) {
    return { outcome: 'problems', problems }
  }
  return { outcome: 'flow', flow, cases, coverage: coverageOf(flow), warnings: problems, subflows }
}

/** The flow as far as it is well-formed, in order or not, with everything that is wrong with it; null when there is nothing to go on. */
export function compiledFlow(
  sources: Sources,
  surroundings: Surroundings | null,
): {
  readonly flow: Flow | null
  readonly problems: readonly Problem[]
  readonly cases: readonly Case[]
  readonly subflows: readonly string[]
} {
  const file = readYaml(sources.flow)
  const form = readFlowFile(file)
  const said = sources.prompts.map((prompts) => readWords(prompts, sources.recordings ?? noRecordings))
  const wrongWords = said.flatMap(({ problems }) => problems)
  if (form.spec === null) return { flow: null, problems: [...form.problems, ...wrongWords], cases: [], subflows: [] }
  const words = togetherSaid(said)
  const whole = wholeOf(form, file, sources.subflows ?? {})
  const flow = assemble(form.spec, whole.nodes, words, surroundings)
  const draft = draftOf(flow, whole.problem, whole.unclear, new Set(said.flatMap(({ unclear }) => unclear)))
  const spoken = said.every(({ isReadable }) => isReadable) ? Object.keys(words) : null
  const formProblems = [...form.problems, ...whole.problems]
  const broken = onceEach(withoutEchoes(checkDraft(draft, surroundings, spoken), formProblems))
  const all = [...formProblems, ...broken].toSorted((a, b) => a.line - b.line)
  return { flow, problems: [...all, ...wrongWords], cases: form.spec.cases ?? [], subflows: whole.subflows }
}

type Words = ReturnType<typeof readPromptsFile> & { readonly language: string }

/** Every flow of a site says the same sentences. */
const known = new WeakMap<Recordings, WeakMap<YamlFile, Words>>()

function readWords({ language, source }: Sources['prompts'][number], recordings: Recordings): Words {
  const file = readYaml(source)
  const read = known.get(recordings)?.get(file)
  if (read !== undefined) return read
  const form = readPromptsFile(file)
  const { prompts, warnings } = withRecordings(language, form.prompts, recordings, file)
  const words = { ...form, language, prompts, problems: [...form.problems, ...warnings] }
  known.set(recordings, (known.get(recordings) ?? new WeakMap()).set(file, words))
  return words
}

type Said = Readonly<Record<string, Readonly<Record<string, Prompt>>>>

/** By the first file of words: what it is together with the others, which are the same for every flow of a site. */
const together = new WeakMap<Words, { readonly said: readonly Words[]; readonly words: Said }>()

/** The sentences of each language; of one that two files say, the first counts. */
function togetherSaid(said: readonly Words[]): Said {
  const [first] = said
  if (first === undefined) return {}
  const known = together.get(first)
  if (known?.said.length === said.length && known.said.every((one, index) => one === said[index])) return known.words
  const words: Record<string, Readonly<Record<string, Prompt>>> = {}
  for (const { language, prompts } of said) words[language] = { ...prompts, ...words[language] }
  together.set(first, { said, words })
  return words
}

function assemble(
  spec: NonNullable<WellFormed['spec']>,
  nodes: WellFormed['nodes'],
  prompts: Flow['prompts'],
  surroundings: Surroundings | null,
): Flow {
  return {
    id: spec.id,
    revision: '',
    start: spec.start,
    zone: surroundings?.zone ?? '',
    ...(surroundings?.voices === undefined ? {} : { voices: surroundings.voices }),
    ...(surroundings?.dangerWords === undefined ? {} : { dangerWords: surroundings.dangerWords }),
    languages: spec.languages,
    defaultLanguage: spec.default_language,
    defaults: spec.defaults,
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    targets: surroundings?.targets ?? {},
    prompts: Object.fromEntries(spec.languages.map((language) => [language, prompts[language] ?? {}])),
    overlays: [],
  }
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
