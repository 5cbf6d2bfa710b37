/**
 * What of a ticket the caller has said so far, by what the flow's ticket nodes make of its variables. A sub-flow has variables of its own:
 * what is chosen inside one comes to the ticket by its outputs, what was chosen before by its inputs. Pure.
 */

import type { Formula } from '../flow/expression/formula.ts'
import type { Flow, FlowNode, Session } from '../flow/flow.ts'
import type { FlowEvent } from '../flow/input.ts'
import { scopeOf } from '../flow/subflow/place.ts'

type Names = Readonly<Record<string, string>>
type Formulas = Readonly<Record<string, Formula>>
type Spec = { readonly from?: Names; readonly with?: Formulas; readonly take?: Names; readonly set?: Formulas }

/** A variable where it stands: the id of the node that calls its sub-flow, empty for the flow itself. */
type Variable = { readonly scope: string; readonly name: string }
/** A field of a ticket, as ticket nodes name it. */
type Field = string
type Uses = ReadonlyMap<string, ReadonlySet<Field>>

const keyOf = ({ scope, name }: Variable): string => `${scope} ${name}`
const specOf = (node: FlowNode | undefined): Spec => (node?.spec ?? {}) as Spec
/** The variable that a formula is a copy of. */
const copied = (formula: Formula | undefined): string | null => (formula?.is.op === 'variable' ? formula.is.name : null)

/** Where a variable's value may come from: one step back towards what the caller chose. */
function sourcesOf(flow: Flow, { scope, name }: Variable, inside: readonly FlowNode[]): readonly Variable[] {
  const sources: Variable[] = []
  const given = scope === '' ? null : copied(specOf(flow.nodes[scope]).with?.[name])
  if (given !== null) sources.push({ scope: scopeOf(scope), name: given })
  for (const node of inside) {
    const { take, set } = specOf(node)
    const output = node.kind === 'call' && take !== undefined && Object.hasOwn(take, name) ? take[name] : undefined
    if (output !== undefined) sources.push({ scope: node.id, name: output })
    const copy = node.kind === 'set' && set !== undefined && Object.hasOwn(set, name) ? copied(set[name]) : null
    if (copy !== null) sources.push({ scope, name: copy })
  }
  return sources
}

/** By variable, the ticket's fields that it comes to. */
function usesIn(flow: Flow): Uses {
  const byScope = new Map<string, FlowNode[]>()
  for (const node of Object.values(flow.nodes)) {
    const scope = scopeOf(node.id)
    byScope.set(scope, [...(byScope.get(scope) ?? []), node])
  }
  const uses = new Map<string, Set<Field>>()
  const waiting = Object.values(flow.nodes).flatMap((node) =>
    node.kind !== 'ticket'
      ? []
      : Object.entries(specOf(node).from ?? {}).map(([field, name]) => ({ field, scope: scopeOf(node.id), name })),
  )
  for (let use = waiting.pop(); use !== undefined; use = waiting.pop()) {
    const { field, ...variable } = use
    const fields = uses.get(keyOf(variable)) ?? new Set()
    if (fields.has(field)) continue
    uses.set(keyOf(variable), fields.add(field))
    const inside = byScope.get(variable.scope) ?? []
    waiting.push(...sourcesOf(flow, variable, inside).map((source) => ({ field, ...source })))
  }
  return uses
}

// A flow never changes, and what is made of it is asked at every key.
const known = new WeakMap<Flow, Uses>()

function usesOf(flow: Flow): Uses {
  const uses = known.get(flow) ?? usesIn(flow)
  known.set(flow, uses)
  return uses
}

/**
 * Which field of the ticket a recording is. `node`: the one that recorded it, for the sub-flow whose variable is meant; without it the
 * flow's own.
 */
export function recordingField(flow: Flow, variable: string, node = ''): 'placeRecording' | 'descriptionRecording' {
  const fields = usesOf(flow).get(keyOf({ scope: scopeOf(node), name: variable }))
  return fields?.has('place_recording') ? 'placeRecording' : 'descriptionRecording'
}

export type Chosen = { readonly topic?: string; readonly district?: string }
type Memory = Pick<Session, 'variables' | 'frames'>

/** The variables of the flow itself, and of each sub-flow in progress; innermost last. */
function levelsOf({ variables, frames }: Memory): readonly { readonly scope: string; readonly variables: Names }[] {
  const callers = frames.map((frame) => ({ scope: scopeOf(frame.node), variables: frame.variables }))
  return [...callers, { scope: frames.at(-1)?.node ?? '', variables }]
}

/** What the caller has chosen of a ticket's fields so far; what is said inside a sub-flow in progress counts more. */
export function chosenFields(flow: Flow, memory: Memory): Chosen {
  const uses = usesOf(flow)
  const chosen: { topic?: string; district?: string } = {}
  for (const { scope, variables } of levelsOf(memory)) {
    for (const [name, value] of Object.entries(variables)) {
      const fields = value === '' ? undefined : uses.get(keyOf({ scope, name }))
      for (const field of ['topic', 'district'] as const) if (fields?.has(field)) chosen[field] = value
    }
  }
  return chosen
}

/** The topic or district that one step has chosen; what its ticket node has taken along already is not new. */
export function newlyChosen(flow: Flow, before: Memory, after: Memory, events: readonly FlowEvent[]): Chosen | null {
  if (after.variables === before.variables && after.frames === before.frames) return null
  if (events.some((event) => event.event === 'node.entered' && event.kind === 'ticket')) return null
  const [was, is] = [chosenFields(flow, before), chosenFields(flow, after)]
  const isNew = (field: keyof Chosen) => is[field] !== undefined && is[field] !== was[field]
  return isNew('topic') || isNew('district') ? is : null
}
