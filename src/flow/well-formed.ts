/** Of files with mistakes in their form: every mistake, and all that is well-formed beside them, so that the rules can look at it. */

import type { TSchema } from 'typebox'
import { complaints } from './check.ts'
import type { Unclear } from './draft.ts'
import type { FlowNode, Problem, Prompt } from './flow.ts'
import { kindOf, nodeKinds } from './nodes/table.ts'
import { nearest, told } from './rules/told.ts'
import { valueForms } from './rules/words.ts'
import { FlowFile, type FlowFileSpec, PromptsFile, SubflowFile, type SubflowFileSpec } from './schema.ts'
import type { Path, YamlFile } from './yaml.ts'

export type WellFormed = {
  /** The file but for its nodes. Null when there is nothing to go on: no YAML, or no map at all. What is missing or wrong is empty or left out. */
  readonly spec: Omit<FlowFileSpec, 'nodes'> | null
  readonly nodes: readonly FlowNode[]
  readonly unclear: ReadonlyMap<string, Unclear>
  readonly problems: readonly Problem[]
}

type Form = ReturnType<typeof complaints>
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every complaint about the form of a flow's file, and what is left of it without the parts complained of. */
export function readFlowFile(file: YamlFile): WellFormed {
  const { top, ...read } = readNodes(file, FlowFile)
  return { ...read, spec: isMap(file.value) ? mended(file.value, top) : null }
}

export type WellFormedSubflow = Omit<WellFormed, 'spec'> & {
  /** Null when anything but a node is wrong: then nothing is known of what it asks for. */
  readonly head: Omit<SubflowFileSpec, 'nodes'> | null
}

/** The same of a sub-flow's file. */
export function readSubflowFile(file: YamlFile): WellFormedSubflow {
  const { top, ...read } = readNodes(file, SubflowFile)
  const isWhole = top.length === 0 && isMap(file.value)
  return { ...read, head: isWhole ? (file.value as SubflowFileSpec) : null }
}

function readNodes(file: YamlFile, schema: TSchema): Omit<WellFormed, 'spec'> & { readonly top: Form } {
  if (file.value === undefined) return { nodes: [], unclear: new Map(), problems: file.problems, top: [] }
  const top = complaints(schema, file.value)
  const written = isMap(file.value) && isMap(file.value.nodes) ? Object.entries(file.value.nodes) : []
  const forms = written.map(([id, node]) => ({ id, node, form: nodeForm(id, node) }))
  const problems = [...top, ...forms.flatMap(({ form }) => form)].map(({ path, ...said }) => file.problem(path, said))
  const broken = forms.filter(({ id, form }) => form.length > 0 || top.some(({ path }) => isAt(path, ['nodes', id])))
  const nodes = forms.filter((one) => !broken.includes(one)).map(({ id, node }) => nodeOf(id, node as object))
  const unclear = new Map(broken.map(({ id, node }) => [id, wordsIn(node)]))
  // What a broken part would have led to is a step of its own, of which nothing is known.
  if (top.length > 0) unclear.set('', new Set(written.map(([id]) => id)))
  return { top, nodes, unclear, problems: [...file.problems, ...problems] }
}

export type WellFormedPrompts = {
  readonly prompts: Readonly<Record<string, Prompt>>
  /** False for a file that is no map of sentences at all: then nothing can be said of what it lacks. */
  readonly isReadable: boolean
  /** Ids that are there, but not in the right form. */
  readonly unclear: readonly string[]
  readonly problems: readonly Problem[]
}

/** The sentences of one language; those in a wrong form are told and left out. */
export function readPromptsFile(file: YamlFile): WellFormedPrompts {
  const form = file.value === undefined ? [] : complaints(PromptsFile, file.value)
  const problems = [...file.problems, ...form.map(({ path, ...said }) => file.problem(path, said))]
  if (!isMap(file.value)) return { prompts: {}, isReadable: false, unclear: [], problems }
  const broken = new Set(form.map(({ path }) => String(path[0])))
  const whole = Object.entries(file.value as Readonly<Record<string, string | Prompt>>).filter(
    ([id]) => !broken.has(id),
  )
  const prompts = whole.map(([id, said]) => [id, typeof said === 'string' ? { text: said } : said] as const)
  const forms = prompts.flatMap(([id, { text, sms = '' }]) =>
    valueForms(`${text} ${sms}`).map((said) => file.problem([id], said)),
  )
  return {
    prompts: Object.fromEntries(prompts),
    isReadable: true,
    unclear: [...broken],
    problems: [...problems, ...forms],
  }
}

/** A problem that only repeats one about the form of the same place is left out. */
export function withoutEchoes(problems: readonly Problem[], form: readonly Problem[]): readonly Problem[] {
  const broken = new Set(form.map(({ file, path }) => `${file} ${path}`))
  const echoes = ({ file, path }: Problem): boolean => {
    const parts = path.split('.')
    return parts.some((_, index) => broken.has(`${file} ${parts.slice(0, index + 1).join('.')}`))
  }
  return problems.filter((problem) => !echoes(problem))
}

function nodeForm(id: string, node: unknown): Form {
  if (!isMap(node)) return [] // the flow's own schema has told it
  const at: Path = ['nodes', id]
  const kind = kindName(node)
  if (kind !== undefined) {
    return complaints(kindOf(kind)?.schema ?? nodeKinds.say?.schema ?? FlowFile, node).map((one) => ({
      ...one,
      path: [...at, ...one.path],
    }))
  }
  const kinds = Object.keys(nodeKinds)
  const near = Object.keys(node).flatMap((key) => nearest(key, kinds) ?? [])[0]
  const said =
    near === undefined ? told('known-kind', 'none', { kinds: kinds.join(', ') }) : told('known-kind', 'near', { near })
  return [{ path: at, ...said }]
}

/** The kind is the first key that names one; `handoff` also has a `say`, `ask` a `kind`. */
function kindName(node: object): string | undefined {
  const named = Object.keys(node).filter((key) => kindOf(key) !== undefined)
  return named.find((key) => key !== 'say') ?? named[0]
}

const nodeOf = (id: string, node: object): FlowNode => ({ id, kind: kindName(node) ?? '', spec: node })

/** Every text and every name in it. */
export function wordsIn(value: unknown): Unclear {
  const words = new Set<string>()
  const collect = (part: unknown): void => {
    if (typeof part === 'string') words.add(part)
    else if (Array.isArray(part)) part.forEach(collect)
    else if (isMap(part)) {
      for (const [key, inside] of Object.entries(part)) {
        words.add(key)
        collect(inside)
      }
    }
  }
  collect(value)
  return words
}

/** The file's head, with something empty in place of what is wrong, and without the examples that are wrong. */
function mended(value: Readonly<Record<string, unknown>>, form: Form): Omit<FlowFileSpec, 'nodes'> {
  const isWrong = (...path: Path): boolean => form.some((one) => isAt(one.path, path) || isAt(path, one.path))
  const text = (key: string): string => (isWrong(key) || typeof value[key] !== 'string' ? '' : value[key])
  const languages = isWrong('languages') ? [] : (value.languages as string[])
  const defaults = isMap(value.defaults) ? value.defaults : {}
  const nowhere = { times: 0, finally: '' }
  const part = (key: string, empty: object): unknown =>
    isWrong('defaults', key) || !isMap(defaults[key]) ? empty : defaults[key]
  const cases = Array.isArray(value.cases) ? value.cases.filter((_, index) => !isWrong('cases', index)) : []
  const known = Object.keys(defaults).filter((key) => !isWrong('defaults', key))
  return {
    ...value,
    schema: 'hotline-flow/v1',
    id: text('id'),
    default_language: text('default_language') || (languages[0] ?? ''),
    languages,
    start: text('start'),
    defaults: {
      ...Object.fromEntries(known.map((key) => [key, defaults[key]])),
      no_input: part('no_input', nowhere),
      no_match: part('no_match', nowhere),
      error: part('error', { say: '', go: '' }),
    },
    cases,
  } as Omit<FlowFileSpec, 'nodes'>
}

/** `path` is `place` or lies below it. */
const isAt = (path: Path, place: Path): boolean => place.every((part, index) => String(path[index]) === String(part))
