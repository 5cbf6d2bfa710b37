/** Counts of real calls, to be laid over a picture: where callers came, which way they went, where they were lost. */

export type NodeCount = {
  /** Calls that came, and of these the ones that were lost here: hung up with nothing reached. */
  readonly entered: number
  readonly lost: number
  /** Median of seconds that a visit took; absent when not known. */
  readonly seconds?: number | null
}

export type Counts = {
  readonly calls: number
  readonly nodes: Readonly<Record<string, NodeCount>>
  /** By `from>to`. */
  readonly edges: Readonly<Record<string, number>>
  /** What is said of all calls under the title, ready to read. */
  readonly notes?: readonly string[]
}

/** Where a node's counts go in a folded picture; `isEntry`: whoever comes there comes to the folded node. Null: nowhere. */
export type Fold = (id: string) => { readonly id: string; readonly isEntry: boolean } | null

/** Counts of many nodes as those of the nodes that stand for them. Ways inside a folded node are left out. */
export function foldedCounts(counts: Counts, fold: Fold): Counts {
  const nodes: Record<string, NodeCount> = {}
  for (const [id, { entered, lost, seconds }] of Object.entries(counts.nodes)) {
    const place = fold(id)
    if (place === null) continue
    const before = nodes[place.id] ?? { entered: 0, lost: 0 }
    const isSame = place.isEntry && before.entered === 0
    nodes[place.id] = {
      entered: before.entered + (place.isEntry ? entered : 0),
      lost: before.lost + lost,
      // A median of several is none of them.
      ...(isSame && place.id === id && seconds !== undefined ? { seconds } : {}),
    }
  }
  const edges: Record<string, number> = {}
  for (const [way, calls] of Object.entries(counts.edges)) {
    const [from, to] = way.split('>').map((id) => fold(id)?.id)
    if (from === undefined || to === undefined || from === to) continue
    edges[`${from}>${to}`] = (edges[`${from}>${to}`] ?? 0) + calls
  }
  return { ...counts, nodes, edges }
}

/** Share of those who came and were lost there, in whole percent. */
export function lossOf({ entered, lost }: NodeCount): number {
  return entered === 0 ? 0 : Math.round((100 * lost) / entered)
}

/** Steps that lost most, most first: what is worth mending. */
export function worstOf({ nodes }: Counts, most: number): readonly (NodeCount & { readonly id: string })[] {
  return Object.entries(nodes)
    .map(([id, count]) => ({ id, ...count }))
    .filter(({ lost }) => lost > 0)
    .toSorted((a, b) => b.lost - a.lost)
    .slice(0, most)
}
