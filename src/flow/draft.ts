/** A flow that has passed its schemas and is now looked at as a whole: what the rules read. */

import type { DangerWords } from './danger.ts'
import type { Flow, Problem } from './flow.ts'
import type { About, Gives, Why } from './node-kind.ts'
import { kindOf } from './nodes/table.ts'
import type { Told } from './rules/told.ts'
import { own } from './speech.ts'
import { missPolicy } from './turn.ts'
import type { Path } from './yaml.ts'

/** What the site's own facts offer to a flow. */
export type Surroundings = {
  readonly lanes: readonly string[]
  readonly emergencies: readonly string[]
  readonly calendars: readonly string[]
  readonly topics: readonly string[]
  readonly districts: readonly string[]
  readonly targets: Flow['targets']
  readonly zone: string
  /** What callers say and write in danger; absent: no words are known. */
  readonly dangerWords?: DangerWords
  /** Languages that the carrier's speech says; absent: the usual ones. */
  readonly voices?: readonly string[]
}

/** One way from a node to another. `bound`: taken when the node was entered too often; `perhaps`: out of an unclear node. */
export type Edge = {
  readonly from: string
  readonly to: string
  readonly why: Why | 'bound' | 'perhaps'
  readonly path: Path
}

/** Words in a node whose own form is wrong: they may name steps that it leads to, variables that it fills, prompts that it says. */
export type Unclear = ReadonlySet<string>

export type Draft = {
  readonly flow: Flow
  readonly abouts: ReadonlyMap<string, About>
  readonly edges: readonly Edge[]
  /** The same, by where they begin. */
  readonly ways: ReadonlyMap<string, readonly Edge[]>
  /** Nodes that are there and not in `flow.nodes`, because their form is wrong: of them nothing is said twice, and nothing concluded. */
  readonly unclear: ReadonlyMap<string, Unclear>
  /** Prompts whose form is wrong in some language. */
  readonly unclearPrompts: ReadonlySet<string>
  /** Places a path (`nodes.<id>...`, `defaults...`) in the file and at the line where people wrote it. */
  readonly problem: (path: Path, said: Told | string) => Problem
}

export type Rule = (draft: Draft) => readonly Problem[]

/** A flow of which some nodes may be unclear, ready for the rules. */
export function draftOf(
  flow: Flow,
  problem: Draft['problem'],
  unclear: Draft['unclear'] = new Map(),
  unclearPrompts: Draft['unclearPrompts'] = new Set(),
): Draft {
  const abouts = aboutsOf(flow)
  const perhaps = [...unclear].flatMap(([from, words]) =>
    [...words]
      .filter((word) => Object.hasOwn(flow.nodes, word) || unclear.has(word))
      .map((to): Edge => ({ from, to, why: 'perhaps', path: ['nodes', from] })),
  )
  const edges = [...edgesOf(flow, abouts), ...perhaps]
  return { flow, abouts, edges, ways: Map.groupBy(edges, ({ from }) => from), unclear, unclearPrompts, problem }
}

/** The step is there, well-formed or not. */
export function isThere({ flow, unclear }: Pick<Draft, 'flow' | 'unclear'>, id: string): boolean {
  return Object.hasOwn(flow.nodes, id) || unclear.has(id)
}

/** What every node says about itself, by its id. */
export function aboutsOf(flow: Flow): ReadonlyMap<string, About> {
  return new Map(
    Object.values(flow.nodes).flatMap((node): [string, About][] => {
      const about = kindOf(node.kind)?.about(node.spec)
      return about === undefined ? [] : [[node.id, about]]
    }),
  )
}

/** Every way out of every node, misses and bounds included; inherited misses point at the flow's defaults. */
export function edgesOf(flow: Flow, abouts: ReadonlyMap<string, About>): readonly Edge[] {
  return Object.values(flow.nodes).flatMap((node) => {
    const at = (path: Path): Path => ['nodes', node.id, ...path]
    const spec = node.spec as Readonly<Record<string, unknown>> & { at_most?: { finally: string } }
    const edges: Edge[] = (abouts.get(node.id)?.exits ?? []).map((exit) => ({
      from: node.id,
      to: exit.to,
      why: exit.why,
      path: at(exit.path),
    }))
    if (kindOf(node.kind)?.listens === true) {
      for (const why of ['no_input', 'no_match'] as const) {
        const path = spec[why] === undefined ? ['defaults', why, 'finally'] : at([why, 'finally'])
        edges.push({ from: node.id, to: missPolicy(flow, spec, why).finally, why: 'missed', path })
      }
    }
    const { text } = flow.defaults
    if (kindOf(node.kind)?.callOnly === true && spec.text === undefined && text !== undefined) {
      edges.push({ from: node.id, to: text.go, why: 'follows', path: ['defaults', 'text', 'go'] })
    }
    if (spec.at_most !== undefined) {
      edges.push({ from: node.id, to: spec.at_most.finally, why: 'bound', path: at(['at_most', 'finally']) })
    }
    return edges
  })
}

export function givesAt(draft: Draft, id: string): Gives | undefined {
  const node = own(draft.flow.nodes, id)
  return node === undefined ? undefined : kindOf(node.kind)?.gives
}

/** The nodes that can be reached from `start` along edges that `follow` allows. */
export function reachable(draft: Draft, start: string, follow: (edge: Edge) => boolean): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || !isThere(draft, id)) continue
    seen.add(id)
    for (const edge of draft.ways.get(id) ?? []) if (follow(edge)) open.push(edge.to)
  }
  return seen
}
