/** A flow's file and those of its sub-flows, compiled and put together: what the rules look at and the interpreter runs. */

import { type CompiledSheet, compileSheet } from '../compile.ts'
import type { Draft, Unclear } from '../draft.ts'
import { type FlowNode, type Problem, problemText } from '../flow.ts'
import { told } from '../rules/told.ts'
import { type WellFormed, wordsIn } from '../well-formed.ts'
import type { TextFile, YamlFile } from '../yaml.ts'
import { callProblems, type Known, strayReturns, subflowProblems } from './calls.ts'
import { inline, mostNodes, type Part } from './inline.ts'
import { placedIn, scopeOf } from './place.ts'
import { readSubflows, type Subflow, signaturesOf } from './read.ts'

export type Whole = {
  readonly nodes: readonly FlowNode[]
  readonly unclear: ReadonlyMap<string, Unclear>
  readonly problems: readonly Problem[]
  readonly problem: Draft['problem']
  /** Ids of the sub-flows that are called. */
  readonly subflows: readonly string[]
}

/** `sources`: every sub-flow that there is, by id; those that nobody calls are not looked at. */
export function wholeOf(form: WellFormed, file: YamlFile, sources: Readonly<Record<string, TextFile>>): Whole {
  const subflows = readSubflows(form.nodes, sources)
  const known = { subflows, signatures: signaturesOf(subflows), available: Object.keys(sources) }
  const sheet = checked(
    compileSheet({ nodes: form.nodes, inputs: {}, problem: file.problem }, known.signatures),
    known,
    file,
  )
  const parts = new Map<string, Part>()
  const problems = [...strayReturns(form.nodes).map(({ path, said }) => file.problem(path, said)), ...sheet.problems]
  for (const [id, subflow] of subflows) {
    const read = readPart(id, subflow, known)
    problems.push(...read.problems)
    if (read.part !== null) parts.set(id, read.part)
  }
  const { nodes, broken, origins } = inline(sheet, parts, known.signatures)
  if (nodes.length > mostNodes)
    problems.push(file.problem(['nodes'], told('subflows-fit', 'large', { most: String(mostNodes) })))
  const files = new Map(
    [...origins].flatMap(([call, id]) => {
      const subflow = subflows.get(id)
      return subflow === undefined ? [] : [[call, subflow.file] as const]
    }),
  )
  return {
    nodes,
    unclear: new Map([...form.unclear, ...broken.map(({ id, spec }) => [id, wordsAt(id, spec)] as const)]),
    problems: onceEach(problems),
    problem: placedIn(file, files),
    subflows: [...subflows.keys()],
  }
}

/** Calls that do not fit are told and taken out, like every other node that is not in order. */
function checked(sheet: CompiledSheet, known: Known, file: YamlFile): CompiledSheet {
  const calls = sheet.nodes.map((node) => ({ node, wrong: callProblems(node, known) }))
  const told = calls.flatMap(({ node, wrong }) =>
    wrong.map(({ path, said }) => file.problem(['nodes', node.id, ...path], said)),
  )
  return {
    ...sheet,
    nodes: calls.flatMap(({ node, wrong }) => (wrong.length === 0 ? [node] : [])),
    broken: [...sheet.broken, ...calls.flatMap(({ node, wrong }) => (wrong.length === 0 ? [] : [node]))],
    problems: [...sheet.problems, ...told],
  }
}

function readPart(
  id: string,
  subflow: Subflow,
  known: Known,
): { readonly part: Part | null; readonly problems: readonly Problem[] } {
  const { head, nodes, file, problems } = subflow
  if (head === null) return { part: null, problems }
  const inputs = head.inputs ?? {}
  const sheet = checked(compileSheet({ nodes, inputs, problem: file.problem }, known.signatures), known, file)
  const part: Part = { start: head.start, defaults: head.defaults ?? {}, nodes: sheet.nodes, broken: sheet.broken }
  const all = [...problems, ...sheet.problems, ...subflowProblems(subflow, sheet), ...misnamed(id, subflow)]
  return { part: known.signatures.has(id) ? part : null, problems: all }
}

/** The words of a node that is not in order; within a sub-flow they may name its neighbours. */
function wordsAt(id: string, spec: unknown): Unclear {
  const words = wordsIn(spec)
  const scope = scopeOf(id)
  return scope === '' ? words : new Set([...words, ...[...words].map((word) => `${scope}/${word}`)])
}

function misnamed(id: string, { head, file }: Subflow): readonly Problem[] {
  return head === null || head.id === id ? [] : [file.problem(['id'], told('step-complete', 'file_name', { id }))]
}

/** A sub-flow that is called twice has its mistakes once. */
export function onceEach(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problemText(problem), problem])).values()]
}
