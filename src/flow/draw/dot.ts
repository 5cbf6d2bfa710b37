/** The graph as DOT text for Graphviz. Colour is never alone: every look has its own shape, frame or line too. */

import { inLines } from './asked.ts'
import { type Counts, lossOf, type NodeCount } from './counts.ts'
import { callerOf, type DrawnEdge, type DrawnNode, type EdgeLook, type Graph, type NodeLook } from './graph.ts'
import type { DrawWords } from './words.ts'

const FONT = 'Helvetica'
/** Points; what is printed is smaller by the page's scale. */
export const FONT_POINTS = 11
/** Characters of a line below the title: a longer one would make the whole picture smaller. */
const NOTE_LENGTH = 110

type Attributes = Readonly<Record<string, string | number>>

const nodeLooks: Readonly<Record<NodeLook, Attributes>> = {
  emergency: { shape: 'octagon', style: 'filled', fillcolor: '#fde0e0', color: '#b00020', penwidth: 3, peripheries: 2 },
  human: { shape: 'box', style: 'filled,rounded', fillcolor: '#dcecfb', color: '#0b4f9e', penwidth: 2, peripheries: 2 },
  partner: { shape: 'cds', style: 'filled', fillcolor: '#dcecfb', color: '#0b4f9e', penwidth: 2 },
  callback: { shape: 'box', style: 'filled,rounded,dashed', fillcolor: '#eef6fd', color: '#0b4f9e', penwidth: 2 },
  recording: { shape: 'note', style: 'filled', fillcolor: '#fff4d6', color: '#7a5900' },
  end: { shape: 'oval', style: 'filled', fillcolor: '#eeeeee', color: '#444444' },
  listens: { shape: 'box', style: 'filled', fillcolor: '#ffffff', color: '#111111', penwidth: 1.6 },
  passes: { shape: 'box', style: 'filled,rounded', fillcolor: '#fafafa', color: '#777777' },
  part: { shape: 'component', style: 'filled', fillcolor: '#f3eefb', color: '#5b3a8c', penwidth: 1.6 },
  return: { shape: 'larrow', style: 'filled', fillcolor: '#f3eefb', color: '#5b3a8c' },
}

const edgeLooks: Readonly<Record<EdgeLook, Attributes>> = {
  emergency: { color: '#b00020', fontcolor: '#b00020', style: 'solid', penwidth: 3.2 },
  human: { color: '#0b4f9e', fontcolor: '#0b4f9e', style: 'dashed', penwidth: 1.8 },
  trouble: { color: '#666666', fontcolor: '#444444', style: 'dotted', penwidth: 1.4 },
  plain: { color: '#333333', fontcolor: '#111111', style: 'solid', penwidth: 1 },
}

const clusterLook: Attributes = {
  style: 'rounded,filled',
  fillcolor: '#faf8fe',
  color: '#5b3a8c',
  fontsize: FONT_POINTS,
}

/** `direction`: top to bottom or left to right; who draws takes the one that prints larger. */
export function dotOf(graph: Graph, words: DrawWords, direction: 'TB' | 'LR', counts?: Counts): string {
  const title = counts === undefined ? graph.title : `${graph.title}: ${words.count('calls', say(counts.calls))}`
  const rules = graph.rules.map((rule, index) => (index < graph.rules.length - 1 ? `${rule}.` : rule))
  const notes = [...(counts?.notes ?? []), ...inLines(rules, NOTE_LENGTH)]
  return `${[
    'digraph flow {',
    `  graph [${attributes({ rankdir: direction, nodesep: 0.16, ranksep: 0.34, fontname: FONT, fontsize: 13, labelloc: 't' })}, label=<${caption(title, notes, words)}>]`,
    `  node [${attributes({ fontname: FONT, fontsize: FONT_POINTS, margin: '0.11,0.04', height: 0.2, width: 0.2 })}]`,
    `  edge [${attributes({ fontname: FONT, fontsize: FONT_POINTS, arrowsize: 0.7 })}]`,
    ...inPlace(graph, '', words, counts),
    ...graph.edges.map((edge) => `  ${edgeLine(edge, counts)}`),
    '}',
  ].join('\n')}\n`
}

/** The nodes of a place, and around those of each sub-flow in it a frame. */
function inPlace(graph: Graph, place: string, words: DrawWords, counts: Counts | undefined): readonly string[] {
  const here = graph.nodes.filter(({ id }) => callerOf(id) === place)
  const calls = here.filter(({ id }) => graph.nodes.some((node) => callerOf(node.id) === id))
  return [
    ...here.map((node) => `  ${nodeLine(node, words, counts)}`),
    ...calls.flatMap(({ id, name, calls: of }) => [
      `  subgraph ${quoted(`cluster_${id}`)} {`,
      `  graph [${attributes(clusterLook)}, label=<<B>${escaped(name)}</B>${of === null || of === name ? '' : ` · ${escaped(of)}`}>]`,
      ...inPlace(graph, id, words, counts),
      '  }',
    ]),
  ]
}

/** Title, what each line means, and what holds everywhere. */
function caption(title: string, notes: readonly string[], { legend }: DrawWords): string {
  const key = (['emergency', 'human', 'trouble', 'plain'] as const)
    .map((look) => `<FONT COLOR="${String(edgeLooks[look].color)}">${escaped(legend[look])}</FONT>`)
    .join('   ·   ')
  return `<B>${escaped(title)}</B><BR/>${key}${notes.map((note) => `<BR/>${escaped(note)}`).join('')}`
}

function nodeLine(
  { id, name, look, kind, words: said, asks, isStart, calls }: DrawnNode,
  words: DrawWords,
  counts?: Counts,
): string {
  const counted = counts !== undefined && Object.hasOwn(counts.nodes, id) ? counts.nodes[id] : undefined
  const of = calls === null || calls === name ? '' : ` (${calls})`
  const lines = [
    `<B>${isStart ? '▶ ' : ''}${escaped(name)}</B> · ${escaped(kind)}${escaped(of)}`,
    ...(said === '' ? [] : [escaped(said)]),
    ...asks.map((line) => `<I>${escaped(line)}</I>`),
    ...(counted === undefined ? [] : [`<B>${escaped(countText(counted, words))}</B>`]),
  ]
  const label = lines.join('<BR/>')
  const bar = counted === undefined || counts === undefined ? null : barOf(counted, counts.calls)
  return `${quoted(id)} [${attributes(nodeLooks[look])}, label=<${bar === null ? label : withBar(label, bar)}>]`
}

export function countText(count: NodeCount, words: DrawWords): string {
  const facts = { entered: String(count.entered), lost: String(count.lost), share: String(lossOf(count)) }
  const text = words.count('node', facts)
  if (count.seconds === undefined || count.seconds === null) return text
  return `${text}, ${words.count('seconds', { seconds: String(Math.round(count.seconds)) })}`
}

/** Points of a bar for as many as all calls. */
const BAR_POINTS = 110

function barOf({ entered, lost }: NodeCount, calls: number): { readonly kept: number; readonly lost: number } | null {
  const points = (count: number): number => Math.round((BAR_POINTS * count) / Math.max(calls, 1))
  const width = Math.min(BAR_POINTS, points(entered))
  const gone = Math.min(width, lost > 0 ? Math.max(2, points(lost)) : 0)
  return width === 0 ? null : { kept: width - gone, lost: gone }
}

/** Grey: who went on; red: who was lost. The numbers above say the same. */
function withBar(label: string, { kept, lost }: { readonly kept: number; readonly lost: number }): string {
  const cell = (points: number, colour: string): string =>
    points === 0 ? '' : `<TD FIXEDSIZE="TRUE" WIDTH="${points}" HEIGHT="6" BGCOLOR="${colour}"></TD>`
  const bar = `<TABLE FIXEDSIZE="TRUE" WIDTH="${kept + lost}" HEIGHT="6" BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>${cell(kept, '#8fa3b8')}${cell(lost, '#b00020')}</TR></TABLE>`
  return `<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="1"><TR><TD>${label}</TD></TR><TR><TD ALIGN="LEFT">${bar}</TD></TR></TABLE>`
}

function edgeLine({ from, to, labels, look }: DrawnEdge, counts?: Counts): string {
  const key = `${from}>${to}`
  const count = counts !== undefined && Object.hasOwn(counts.edges, key) ? counts.edges[key] : undefined
  const label = [...labels, ...(count === undefined ? [] : [`×${count}`])].join(', ')
  const style = { ...edgeLooks[look], ...(label === '' ? {} : { label: ` ${label} ` }) }
  const { penwidth } = edgeLooks[look]
  const wider =
    count === undefined || counts === undefined ? {} : { penwidth: Number(penwidth) + thickness(count, counts) }
  return `${quoted(from)} -> ${quoted(to)} [${attributes({ ...style, ...wider })}]`
}

/** Up to four points more for a way that every call takes. */
const thickness = (count: number, { calls }: Counts): number =>
  Math.round((40 * Math.min(count, calls)) / Math.max(calls, 1)) / 10

const say = (calls: number) => ({ calls: String(calls) })

function attributes(all: Attributes): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(', ')
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
