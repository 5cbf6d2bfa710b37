/** The files of the sub-flows that a flow calls, straight or through each other. */

import type { FlowNode } from '../flow.ts'
import { own } from '../speech.ts'
import { readSubflowFile, type WellFormedSubflow } from '../well-formed.ts'
import { readYaml, type TextFile, type YamlFile } from '../yaml.ts'
import type { Signature, Signatures } from './signature.ts'

export type Subflow = WellFormedSubflow & { readonly id: string; readonly file: YamlFile }

/** Shared by flows, and the same for each of them. */
const known = new WeakMap<YamlFile, WellFormedSubflow>()

function wellFormed(file: YamlFile): WellFormedSubflow {
  const read = known.get(file) ?? readSubflowFile(file)
  known.set(file, read)
  return read
}

/** Whether a file says of itself that it is a sub-flow: it is called, and answers no line of its own. */
export const isSubflow = ({ text }: TextFile): boolean => /^schema:\s*["']?hotline-subflow\//m.test(text)

/** By id. What nobody calls is not read; what is called and not there is not in it. */
export function readSubflows(
  nodes: readonly FlowNode[],
  sources: Readonly<Record<string, TextFile>>,
): ReadonlyMap<string, Subflow> {
  const read = new Map<string, Subflow>()
  const open = [...calledBy(nodes)]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const source = own(sources, id)
    if (source === undefined || read.has(id)) continue
    const file = readYaml(source)
    const subflow = { id, file, ...wellFormed(file) }
    read.set(id, subflow)
    open.push(...calledBy(subflow.nodes))
  }
  return read
}

/** Sub-flows that these nodes call. */
export function calledBy(nodes: readonly FlowNode[]): readonly string[] {
  return nodes.flatMap(({ kind, spec }) => (kind === 'call' ? [(spec as { readonly call: string }).call] : []))
}

/** What every sub-flow asks for and gives; one whose head is wrong is left out, and nothing is said of its callers. */
export function signaturesOf(subflows: ReadonlyMap<string, Subflow>): Signatures {
  return new Map(
    [...subflows].flatMap(([id, { head, nodes, unclear }]): [string, Signature][] => {
      if (head === null || unclear.size > 0) return []
      const exits = nodes.flatMap(({ kind, spec }) =>
        kind === 'return' ? [(spec as { readonly return: string }).return] : [],
      )
      return [[id, { inputs: declared(head.inputs), outputs: declared(head.outputs), exits: [...new Set(exits)] }]]
    }),
  )
}

type Declarations = NonNullable<NonNullable<Subflow['head']>['inputs']>

function declared(names: Declarations | undefined): Signature['inputs'] {
  const entries = Object.entries(names ?? {})
  return Object.fromEntries(
    entries.map(([name, { type, sensitive }]) => [name, { type, sensitive: sensitive === true }]),
  )
}

/** A chain of calls that comes back to where it began, for every call that closes one; the first is the one that calls. */
export function circlesFrom(id: string, subflows: ReadonlyMap<string, Subflow>): readonly string[] | null {
  const walk = (at: string, trail: readonly string[]): readonly string[] | null => {
    for (const next of calledBy(subflows.get(at)?.nodes ?? [])) {
      if (next === id) return [...trail, at, id]
      if (trail.includes(next)) continue
      const found = walk(next, [...trail, at])
      if (found !== null) return found
    }
    return null
  }
  return walk(id, [])
}
