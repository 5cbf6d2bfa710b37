/** The expressions of one file's nodes, parsed and checked against what its variables hold; what is wrong is told where it stands. */

import { factRoots, compile as read, type Scope } from './expression/check.ts'
import { type FormulaAt, sourceOf } from './expression/formula.ts'
import type { Fault } from './expression/lexer.ts'
import type { ValueType } from './expression/tree.ts'
import type { FlowNode, Problem } from './flow.ts'
import { kindOf } from './nodes/table.ts'
import { type Told, told } from './rules/told.ts'
import type { Signatures } from './subflow/signature.ts'
import type { Path } from './yaml.ts'

/** The nodes of a flow or of a sub-flow: variables are known within one file only. */
export type Sheet = {
  readonly nodes: readonly FlowNode[]
  readonly inputs: Readonly<Record<string, { readonly type: ValueType }>>
  readonly problem: (path: Path, said: Told) => Problem
}

export type CompiledSheet = {
  /** Nodes whose expressions are all in order, ready for the interpreter. */
  readonly nodes: readonly FlowNode[]
  /** The others. */
  readonly broken: readonly FlowNode[]
  readonly types: ReadonlyMap<string, ValueType>
  readonly problems: readonly Problem[]
}

type Found = FormulaAt & { readonly node: string; readonly source: string }

export function compileSheet(sheet: Sheet, signatures: Signatures): CompiledSheet {
  const formulas = sheet.nodes.flatMap((node) => formulasOf(node, signatures))
  const types = typesOf(sheet, formulas, signatures)
  const problems: Problem[] = reservedNames(sheet, types)
  const compiled = new Map<string, unknown>(sheet.nodes.map(({ id, spec }) => [id, spec]))
  const broken = new Set<string>()
  for (const { node, path, source, wanted } of formulas) {
    const result = read(source, { variables: types }, wanted)
    if (result.outcome === 'expression') {
      compiled.set(node, replaced(compiled.get(node), path, { source, is: result.expression }))
    } else {
      broken.add(node)
      problems.push(sheet.problem(['nodes', node, ...path], faultTold(source, result.fault)))
    }
  }
  return {
    nodes: sheet.nodes.filter(({ id }) => !broken.has(id)).map((node) => ({ ...node, spec: compiled.get(node.id) })),
    broken: sheet.nodes.filter(({ id }) => broken.has(id)),
    types,
    problems,
  }
}

/** A choice of forms (`when: { open: kantor }`) stands where an expression may stand: then there is none. */
function formulasOf(node: FlowNode, signatures: Signatures): readonly Found[] {
  const all = kindOf(node.kind)?.formulas(node.spec, signatures) ?? []
  return all.flatMap((formula) => {
    const source = sourceOf(valueAt(node.spec, formula.path))
    return source === null ? [] : [{ ...formula, node: node.id, source }]
  })
}

/** Rounds in which types found by one `set` make those of another known. */
const ROUNDS = 5

/** What every variable holds. One that holds different things in different nodes holds text. */
function typesOf(sheet: Sheet, formulas: readonly Found[], signatures: Signatures): ReadonlyMap<string, ValueType> {
  const fixed = new Map<string, ValueType>()
  for (const [name, { type }] of Object.entries(sheet.inputs)) merge(fixed, name, type)
  for (const { kind, spec } of sheet.nodes) {
    for (const [name, type] of Object.entries(kindOf(kind)?.types(spec, signatures) ?? {})) merge(fixed, name, type)
  }
  let known: ReadonlyMap<string, ValueType> = fixed
  for (let round = 0; round < ROUNDS; round += 1) known = withSets(fixed, known, formulas)
  return known
}

function withSets(
  fixed: ReadonlyMap<string, ValueType>,
  variables: Scope['variables'],
  formulas: readonly Found[],
): ReadonlyMap<string, ValueType> {
  const next = new Map(fixed)
  for (const { source, fills } of formulas) {
    if (fills === undefined) continue
    const result = read(source, { variables }, null)
    merge(next, fills, result.outcome === 'expression' ? result.type : 'text')
  }
  return next
}

function merge(types: Map<string, ValueType>, name: string, type: ValueType): void {
  const before = types.get(name)
  types.set(name, before === undefined || before === type ? type : 'text')
}

/** A variable called like a fact could not be read. */
function reservedNames({ nodes, problem }: Sheet, types: ReadonlyMap<string, ValueType>): Problem[] {
  const taken = [...types.keys()].filter((name) => factRoots.includes(name.split('.')[0] ?? ''))
  return taken.map((name) => {
    const node = nodes.find(({ spec }) => JSON.stringify(spec).includes(`"${name.split('.')[0]}"`))
    const said = told('typed-expressions', 'reserved', { name, roots: factRoots.join(', ') })
    return problem(node === undefined ? ['inputs', name] : ['nodes', node.id], said)
  })
}

function faultTold(source: string, { what, facts, at }: Fault): Told {
  type What = Parameters<typeof told<'typed-expressions'>>[1]
  return told('typed-expressions', what as What, { ...facts, source, column: String(at) })
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Readonly<Record<string | number, unknown>>)[part]
  }
  return at
}

/** The value with another one at the path, everything beside it shared. */
export function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (index === Number(first) ? replaced(item, rest, by) : item))
  const map = (value ?? {}) as Readonly<Record<string, unknown>>
  return { ...map, [first]: replaced(map[first], rest, by) }
}
