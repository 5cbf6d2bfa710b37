/** The nodes of an imported flow as a whole: ways that lead through nothing, nodes that nothing leads to, circles. */

import { added, type Node, type Workshop } from './workshop.ts'

type Nodes = Readonly<Record<string, Node>>

/** Where a name leads in the end; a circle of names that are no nodes ends at the queue. */
export function through(gotos: ReadonlyMap<string, string>, id: string): string {
  const seen = new Set<string>()
  let at = id
  while (gotos.has(at)) {
    if (seen.has(at)) return added.queue
    seen.add(at)
    at = gotos.get(at) ?? added.queue
  }
  return at
}

/** Keys under which a node names another. */
const leading = new Set(['next', 'go', 'else', 'finally'])

export function redirected(node: Node, straight: (id: string) => string): Node {
  const walk = (value: unknown, key: string, isWay: boolean): unknown => {
    if (typeof value === 'string') return isWay || leading.has(key) ? straight(value) : value
    if (Array.isArray(value)) return value.map((one: unknown) => walk(one, '', false))
    if (typeof value !== 'object' || value === null || key === 'set' || key === 'when') return value
    const inside = key === 'options' || key === 'exits'
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, inside)]))
  }
  return walk(node, '', false) as Node
}

function waysOf(node: Node | undefined): readonly string[] {
  const found: string[] = []
  if (node === undefined) return found
  redirected(node, (id) => {
    found.push(id)
    return id
  })
  return found
}

/** What nothing leads to any more is left out and named. */
export function reachedFrom(nodes: Nodes, roots: readonly string[], shop: Workshop): Nodes {
  const seen = new Set<string>()
  const open = [...roots]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...waysOf(nodes[id]))
  }
  for (const state of shop.flow.states) {
    const id = shop.ids.get(state.name) ?? ''
    if (Object.hasOwn(nodes, id) && !seen.has(id) && !shop.taken.has(state.name)) shop.remark(state, 'unreachable')
  }
  return Object.fromEntries(Object.entries(nodes).filter(([id]) => seen.has(id)))
}

/** A node that a circle comes back to is entered three times at most; then a human takes over. */
export function bounded(nodes: Nodes, roots: readonly string[]): Nodes {
  const circles = new Set<string>()
  const state = new Map<string, 'open' | 'done'>()
  const walk = (id: string): void => {
    state.set(id, 'open')
    for (const to of waysOf(nodes[id])) {
      if (state.get(to) === 'open') circles.add(to)
      else if (!state.has(to)) walk(to)
    }
    state.set(id, 'done')
  }
  for (const id of roots) if (!state.has(id)) walk(id)
  const bound = { at_most: { times: 3, finally: added.queue } }
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [id, circles.has(id) ? { ...node, ...bound } : node]),
  )
}
