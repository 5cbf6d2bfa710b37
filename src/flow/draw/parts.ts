/** A large flow on several pages: the whole with every sub-flow as one box, and each sub-flow on a page of its own. */

import { type Counts, type Fold, foldedCounts } from './counts.ts'
import { callerOf, type DrawnNode, type Graph, merged } from './graph.ts'

export type Part = {
  /** Null: the whole. Else the id of the sub-flow. */
  readonly part: string | null
  readonly graph: Graph
  readonly counts?: Counts
}

/** True when there is something to fold. */
export const hasParts = ({ nodes }: Graph): boolean => nodes.some(({ id }) => id.includes('/'))

/** The whole first, then each sub-flow once, however often it is called; its counts are added up. */
export function partsOf(graph: Graph, counts?: Counts): readonly Part[] {
  const whole = page(graph, null, [''], counts)
  const callers = Map.groupBy(
    graph.nodes.filter(({ calls, id }) => calls !== null && graph.nodes.some((node) => callerOf(node.id) === id)),
    ({ calls }) => calls ?? '',
  )
  return [
    whole,
    ...[...callers].map(([part, nodes]) =>
      page(
        graph,
        part,
        nodes.map(({ id }) => id),
        counts,
      ),
    ),
  ]
}

/** What stands directly inside the first of the places, with what lies deeper folded into the node that calls it. */
function page(graph: Graph, part: string | null, places: readonly string[], counts?: Counts): Part {
  const [place = ''] = places
  const fold = foldInto(places)
  const nodes = graph.nodes
    .filter(({ id }) => callerOf(id) === place)
    .map((node): DrawnNode => ({ ...node, id: node.name, look: node.calls === null ? node.look : 'part' }))
  const start = part === null ? null : graph.edges.find(({ from, to }) => from === place && callerOf(to) === place)?.to
  const here = new Set(nodes.map(({ id }) => id))
  const ways = graph.edges.flatMap((edge) => {
    const from = inside(edge.from, place)
    const to = inside(edge.to, place)
    return from !== null && to !== null && from !== to && here.has(from) && here.has(to) ? [{ ...edge, from, to }] : []
  })
  return {
    part,
    graph: {
      title: part === null ? graph.title : `${graph.title} · ${part}`,
      nodes: nodes.map((node) => ({
        ...node,
        isStart: start === undefined || start === null ? node.isStart : start.endsWith(`/${node.id}`),
      })),
      edges: merged(ways),
      rules: graph.rules,
    },
    ...(counts === undefined ? {} : { counts: foldedCounts(counts, fold) }),
  }
}

/** The node of this place that stands for another one; null outside of it. */
function inside(id: string, place: string): string | null {
  const prefix = place === '' ? '' : `${place}/`
  if (!id.startsWith(prefix)) return null
  return id.slice(prefix.length).split('/')[0] ?? null
}

function foldInto(places: readonly string[]): Fold {
  return (id) => {
    for (const place of places) {
      const here = inside(id, place)
      if (here !== null) return { id: here, isEntry: id === (place === '' ? here : `${place}/${here}`) }
    }
    return null
  }
}
