import type { Reader } from '../platform/postgres.ts'
import { type Funnel, type Outcome, outcomes } from './funnel.ts'
import { countUnheard, type Span, selectNodes, selectOutcomes, selectWays } from './funnel-store.ts'

/**
 * The funnel of one flow over the calls that arrived from `from` to before `until` (milliseconds since 1970). `lines`: the numbers that the
 * flow answers, for calls that ended before they heard anything. Only reads.
 */
export async function funnelOf(
  reader: Reader,
  { flow, lines, from, until }: { flow: string; lines: readonly string[]; from: number; until: number },
): Promise<Funnel> {
  const span: Span = [flow, instant(from), instant(until)]
  const [ended, nodes, ways, unheard] = await Promise.all([
    selectOutcomes(reader, span),
    selectNodes(reader, span),
    selectWays(reader, span),
    countUnheard(reader, lines, span),
  ])
  const counted = new Map(ended.map(({ outcome, calls }) => [outcome, calls]))
  return {
    flow,
    from,
    until,
    calls: ended.reduce((sum, { calls }) => sum + calls, 0),
    outcomes: Object.fromEntries(outcomes.map((name) => [name, counted.get(name) ?? 0])) as Record<Outcome, number>,
    unheard,
    nodes: Object.fromEntries(nodes.map(({ node, ...counts }) => [node, counts])),
    ways: Object.fromEntries(ways.map(({ node, next, calls }) => [`${node}>${next}`, calls])),
  }
}

const instant = (milliseconds: number): Date => new Date(milliseconds)
