/** Whether calls and sub-flows fit: inputs, outputs and exits on both sides. */

import type { CompiledSheet } from '../compile.ts'
import type { FlowNode, Problem } from '../flow.ts'
import type { CallSpec } from '../nodes/call.ts'
import { nearest, type Told, told } from '../rules/told.ts'
import { own } from '../speech.ts'
import type { Path } from '../yaml.ts'
import { circlesFrom, type Subflow } from './read.ts'
import type { Signature, Signatures } from './signature.ts'

type Placed = { readonly path: Path; readonly said: Told }

export type Known = {
  /** Those that are called. */
  readonly subflows: ReadonlyMap<string, Subflow>
  readonly signatures: Signatures
  /** Ids of all that there are. */
  readonly available: readonly string[]
}

/** What is wrong with one call, below its node. */
export function callProblems({ kind, spec }: FlowNode, { subflows, signatures, available }: Known): readonly Placed[] {
  if (kind !== 'call') return []
  const call = spec as CallSpec
  const id = call.call
  if (!subflows.has(id)) {
    const near = nearest(id, available)
    const said =
      near === undefined ? told('subflows-fit', 'unknown', { id }) : told('subflows-fit', 'near', { id, near })
    return [{ path: ['call'], said }]
  }
  const circle = circlesFrom(id, subflows)
  if (circle !== null) return [{ path: ['call'], said: told('subflows-fit', 'circle', { circle: circle.join(' → ') }) }]
  const signature = signatures.get(id)
  return signature === undefined ? [] : fitting(call, id, signature)
}

function fitting(call: CallSpec, id: string, { inputs, outputs, exits }: Signature): readonly Placed[] {
  const given = Object.keys(call.with ?? {})
  const unknown = (path: Path, name: string, known: readonly string[]): Placed => ({
    path,
    said: told('subflows-fit', 'no_such', { id, name, known: known.join(', ') || '-' }),
  })
  return [
    ...Object.keys(inputs)
      .filter((name) => !given.includes(name))
      .map((name) => ({ path: ['with'], said: told('subflows-fit', 'input', { id, name }) })),
    ...given
      .filter((name) => own(inputs, name) === undefined)
      .map((name) => unknown(['with', name], name, Object.keys(inputs))),
    ...Object.entries(call.take ?? {})
      .filter(([, output]) => own(outputs, output) === undefined)
      .map(([name, output]) => unknown(['take', name], output, Object.keys(outputs))),
    ...exits
      .filter((exit) => own(call.exits, exit) === undefined)
      .map((exit) => ({ path: ['exits'], said: told('subflows-fit', 'exit', { id, name: exit }) })),
    ...Object.keys(call.exits)
      .filter((exit) => !exits.includes(exit))
      .map((exit) => unknown(['exits', exit], exit, exits)),
  ]
}

/** What is wrong with a sub-flow's own promises. */
export function subflowProblems({ head, nodes, file, unclear }: Subflow, sheet: CompiledSheet): readonly Problem[] {
  if (head === null || unclear.size > 0) return []
  const returns = nodes.some(({ kind }) => kind === 'return')
  const outputs = Object.entries(head.outputs ?? {}).flatMap(([name, { type }]) => {
    const found = sheet.types.get(name)
    if (found === undefined) return [file.problem(['outputs', name], told('subflows-fit', 'unfilled', { name }))]
    if (found === type) return []
    return [file.problem(['outputs', name, 'type'], told('subflows-fit', 'type', { name, type, found }))]
  })
  return returns ? outputs : [...outputs, file.problem(['nodes'], told('subflows-fit', 'endless'))]
}

/** A flow is not called: nothing waits for its return. */
export function strayReturns(nodes: readonly FlowNode[]): readonly Placed[] {
  return nodes.flatMap(({ id, kind }) =>
    kind === 'return' ? [{ path: ['nodes', id], said: told('subflows-fit', 'stray') }] : [],
  )
}
