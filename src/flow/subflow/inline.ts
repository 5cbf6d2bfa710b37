/**
 * Sub-flows into the flow that calls them: one copy of the nodes for each call, as `<calling node>/<node>`, so that the flow stays one
 * document with one revision, and every rule about ways and words sees whole calls.
 */

import { replaced } from '../compile.ts'
import type { FlowDefaults, FlowNode, MissPolicy } from '../flow.ts'
import type { CallSpec } from '../nodes/call.ts'
import { kindOf } from '../nodes/table.ts'
import type { Path } from '../yaml.ts'
import type { Signature, Signatures } from './signature.ts'

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

/** More would be a flow that nobody can look at: it is refused. */
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
  const place = (node: FlowNode, inherited: Part['defaults']): void => {
    const spec = node.spec as CallSpec
    const part = node.kind === 'call' ? parts.get(spec.call) : undefined
    if (part === undefined || nodes.length > mostNodes) {
      nodes.push(node)
      return
    }
    origins.set(node.id, spec.call)
    nodes.push({ ...node, spec: { ...spec, inside: insideOf(node, part, signatures) } })
    const defaults = { ...inherited, ...placedDefaults(part.defaults, node.id) }
    for (const inner of part.nodes) place(copied(inner, node, defaults, signatures), defaults)
    broken.push(...part.broken.map((inner) => ({ ...inner, id: below(node.id, inner.id) })))
  }
  for (const node of flow.nodes) place(node, {})
  return { nodes, broken, origins }
}

function insideOf({ id, spec }: FlowNode, part: Part, signatures: Signatures): NonNullable<CallSpec['inside']> {
  const { call, take = {} } = spec as CallSpec
  const signature = signatures.get(call)
  const outputs = secretIn(signature?.outputs)
  const taken = Object.entries(take).flatMap(([name, output]) => (outputs.includes(output) ? [name] : []))
  return { start: below(id, part.start), secret: secretIn(signature?.inputs), taken }
}

const secretIn = (names: Signature['inputs'] = {}): readonly string[] =>
  Object.entries(names).flatMap(([name, { sensitive }]) => (sensitive ? [name] : []))

const below = (call: string, id: string): string => `${call}/${id}`

/** A sub-flow's own defaults lead to its own nodes; what it does not say is its caller's. */
function placedDefaults({ no_input, no_match, text, speech }: Part['defaults'], call: string): Part['defaults'] {
  const missed = (policy: MissPolicy): MissPolicy => ({ ...policy, finally: below(call, policy.finally) })
  return {
    ...(no_input === undefined ? {} : { no_input: missed(no_input) }),
    ...(no_match === undefined ? {} : { no_match: missed(no_match) }),
    ...(text === undefined ? {} : { text: { ...text, go: below(call, text.go) } }),
    ...(speech === undefined ? {} : { speech }),
  }
}

/** A sub-flow's node at one of its calls: it leads to its neighbours there, and takes what holds there for silence and wrong keys. */
function copied(node: FlowNode, call: FlowNode, defaults: Part['defaults'], signatures: Signatures): FlowNode {
  const kind = kindOf(node.kind)
  if (kind === undefined) return node
  const { text, ...listening } = defaults
  const ways = [...kind.about(node.spec).exits.map(({ path }) => path), ...FURTHER]
  const spec = ways.reduce<unknown>((led, path) => ledTo(led, path, call.id), node.spec) as object
  const whole = {
    ...(kind.listens ? listening : {}),
    ...(kind.callOnly && text !== undefined ? { text } : {}),
    ...spec,
    ...(node.kind === 'return' ? { back: wayBack(spec, call.spec as CallSpec, signatures) } : {}),
  }
  return { ...node, id: below(call.id, node.id), spec: whole }
}

/** Ways that every kind may have beside its own. */
const FURTHER: readonly Path[] = [
  ['no_input', 'finally'],
  ['no_match', 'finally'],
  ['at_most', 'finally'],
]

/** The name at the path leads to the neighbour of that name; an option may be a name alone or have it as `go`. */
function ledTo(spec: unknown, path: Path, call: string): unknown {
  const found = path.reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>> | undefined)?.[part], spec)
  if (typeof found === 'string') return replaced(spec, path, below(call, found))
  const option = found as { readonly go?: string } | undefined
  return option?.go === undefined ? spec : replaced(spec, [...path, 'go'], below(call, option.go))
}

/** Where the caller goes on, and what it takes along. */
function wayBack(spec: object, call: CallSpec, signatures: Signatures): object {
  const { return: exit } = spec as { readonly return: string }
  const secret = secretIn(signatures.get(call.call)?.outputs)
  return { to: call.exits[exit] ?? '', take: call.take ?? {}, secret }
}
