/**
 * Sub-flows into the flow that calls them: one copy of the nodes for each call, as `<calling node>/<node>`, so that the flow stays one
 * document with one revision, and every rule about ways and words sees whole calls.
 */

import { replaced } from '../compile.ts'
import type { FlowDefaults, FlowNode } from '../flow.ts'
import type { CallSpec } from '../nodes/call.ts'
import { kindOf } from '../nodes/table.ts'
import type { Path } from '../yaml.ts'
import type { Signatures } from './signature.ts'

/** A sub-flow whose nodes are compiled. */
export type Part = {
  readonly start: string
  readonly defaults: Partial<Omit<FlowDefaults, 'error'>>
  readonly nodes: readonly FlowNode[]
  /** Nodes that are there, but not in order. */
  readonly broken: readonly FlowNode[]
}

export type Inlined = {
  readonly nodes: readonly FlowNode[]
  readonly broken: readonly FlowNode[]
  /** By the id of the calling node: the sub-flow whose nodes stand below it. */
  readonly origins: ReadonlyMap<string, string>
}

/** More would be a flow that nobody can look at; told by a rule of its own. */
export const mostNodes = 5000

/** The flow's nodes and those of every sub-flow that they call. Calls that do not fit have been taken out before. */
export function inline(
  flow: Pick<Part, 'nodes' | 'broken'>,
  parts: ReadonlyMap<string, Part>,
  signatures: Signatures,
): Inlined {
  const nodes: FlowNode[] = []
  const broken: FlowNode[] = [...flow.broken]
  const origins = new Map<string, string>()
  const place = (node: FlowNode): void => {
    const spec = node.spec as CallSpec
    const part = node.kind === 'call' ? parts.get(spec.call) : undefined
    if (part === undefined || nodes.length > mostNodes) {
      nodes.push(node)
      return
    }
    origins.set(node.id, spec.call)
    const inputs = Object.entries(signatures.get(spec.call)?.inputs ?? {})
    const secret = inputs.flatMap(([name, { sensitive }]) => (sensitive ? [name] : []))
    nodes.push({ ...node, spec: { ...spec, inside: { start: below(node.id, part.start), secret } } })
    for (const inner of part.nodes) place(copied(inner, node, part.defaults, signatures))
    broken.push(...part.broken.map((inner) => ({ ...inner, id: below(node.id, inner.id) })))
  }
  for (const node of flow.nodes) place(node)
  return { nodes, broken, origins }
}

const below = (call: string, id: string): string => `${call}/${id}`

/** A sub-flow's node at one of its calls: it leads to its neighbours there, and takes what its file says for silence and wrong keys. */
function copied(node: FlowNode, call: FlowNode, defaults: Part['defaults'], signatures: Signatures): FlowNode {
  const kind = kindOf(node.kind)
  if (kind === undefined) return node
  let { spec } = node
  if (kind.listens)
    spec = withDefaults(spec, { no_input: defaults.no_input, no_match: defaults.no_match, speech: defaults.speech })
  if (kind.callOnly) spec = withDefaults(spec, { text: defaults.text })
  const ways = [...kind.about(spec).exits.map(({ path }) => path), ...FURTHER]
  for (const path of ways) spec = led(spec, path, call.id)
  if (node.kind === 'return') spec = { ...(spec as object), back: wayBack(spec, call.spec as CallSpec, signatures) }
  return { ...node, id: below(call.id, node.id), spec }
}

/** Ways that every kind may have beside its own. */
const FURTHER: readonly Path[] = [
  ['no_input', 'finally'],
  ['no_match', 'finally'],
  ['at_most', 'finally'],
]

function withDefaults(spec: unknown, defaults: Readonly<Record<string, unknown>>): unknown {
  const known = Object.entries(defaults).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(known), ...(spec as object) }
}

/** The name at the path leads to the neighbour of that name; an option may be a name alone or have it as `go`. */
function led(spec: unknown, path: Path, call: string): unknown {
  const found = path.reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>> | undefined)?.[part], spec)
  if (typeof found === 'string') return replaced(spec, path, below(call, found))
  const option = found as { readonly go?: string } | undefined
  return option?.go === undefined ? spec : replaced(spec, [...path, 'go'], below(call, option.go))
}

/** Where the caller goes on, and what it takes along. */
function wayBack(spec: unknown, call: CallSpec, signatures: Signatures): object {
  const { return: exit } = spec as { readonly return: string }
  const outputs = Object.entries(signatures.get(call.call)?.outputs ?? {})
  const secret = outputs.flatMap(([name, { sensitive }]) => (sensitive ? [name] : []))
  return { to: call.exits[exit] ?? '', take: call.take ?? {}, secret }
}
