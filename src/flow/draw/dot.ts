/** The graph as DOT text for Graphviz. Colour is never alone: every look has its own shape, frame or line too. */

import type { DrawnEdge, DrawnNode, EdgeLook, Graph, NodeLook, Overlay } from './graph.ts'
import type { DrawWords } from './words.ts'

const FONT = 'Helvetica'
/** Points; what is printed is smaller by the page's scale. */
export const FONT_POINTS = 11

type Attributes = Readonly<Record<string, string | number>>

const nodeLooks: Readonly<Record<NodeLook, Attributes>> = {
  emergency: { shape: 'octagon', style: 'filled', fillcolor: '#fde0e0', color: '#b00020', penwidth: 3, peripheries: 2 },
  human: { shape: 'box', style: 'filled,rounded', fillcolor: '#dcecfb', color: '#0b4f9e', penwidth: 2, peripheries: 2 },
  partner: { shape: 'cds', style: 'filled', fillcolor: '#dcecfb', color: '#0b4f9e', penwidth: 2 },
  recording: { shape: 'note', style: 'filled', fillcolor: '#fff4d6', color: '#7a5900' },
  end: { shape: 'oval', style: 'filled', fillcolor: '#eeeeee', color: '#444444' },
  listens: { shape: 'box', style: 'filled', fillcolor: '#ffffff', color: '#111111', penwidth: 1.6 },
  passes: { shape: 'box', style: 'filled,rounded', fillcolor: '#fafafa', color: '#777777' },
}

const edgeLooks: Readonly<Record<EdgeLook, Attributes>> = {
  emergency: { color: '#b00020', fontcolor: '#b00020', style: 'solid', penwidth: 3.2 },
  human: { color: '#0b4f9e', fontcolor: '#0b4f9e', style: 'dashed', penwidth: 1.8 },
  trouble: { color: '#666666', fontcolor: '#444444', style: 'dotted', penwidth: 1.4 },
  plain: { color: '#333333', fontcolor: '#111111', style: 'solid', penwidth: 1 },
}

/** `direction`: top to bottom or left to right; who draws takes the one that prints larger. */
export function dotOf(graph: Graph, words: DrawWords, direction: 'TB' | 'LR', overlay?: Overlay): string {
  const title = overlay === undefined ? graph.title : `${graph.title}: ${words.count('calls', say(overlay.calls))}`
  return `${[
    'digraph flow {',
    `  graph [${attributes({ rankdir: direction, nodesep: 0.16, ranksep: 0.34, fontname: FONT, fontsize: 13, labelloc: 't' })}, label=<${caption(title, graph, words)}>]`,
    `  node [${attributes({ fontname: FONT, fontsize: FONT_POINTS, margin: '0.07,0.04', height: 0.2, width: 0.2 })}]`,
    `  edge [${attributes({ fontname: FONT, fontsize: FONT_POINTS, arrowsize: 0.7 })}]`,
    ...graph.nodes.map((node) => `  ${nodeLine(node, words, overlay)}`),
    ...graph.edges.map((edge) => `  ${edgeLine(edge, overlay)}`),
    '}',
  ].join('\n')}\n`
}

/** Title, what each line means, and the rules that hold everywhere. */
function caption(title: string, { rules }: Graph, { legend }: DrawWords): string {
  const key = (['emergency', 'human', 'trouble', 'plain'] as const)
    .map((look) => `<FONT COLOR="${String(edgeLooks[look].color)}">${escaped(legend[look])}</FONT>`)
    .join('   ·   ')
  return `<B>${escaped(title)}</B><BR/>${key}<BR/>${escaped(rules.join('. '))}`
}

function nodeLine({ id, look, kind, words: said, isStart }: DrawnNode, words: DrawWords, overlay?: Overlay): string {
  const counted = overlay !== undefined && Object.hasOwn(overlay.nodes, id) ? overlay.nodes[id] : undefined
  const lines = [
    `<B>${isStart ? '▶ ' : ''}${escaped(id)}</B> · ${escaped(kind)}`,
    ...(said === '' ? [] : [escaped(said)]),
    ...(counted === undefined ? [] : [`<B>${escaped(words.count('node', funnel(counted)))}</B>`]),
  ]
  return `${quoted(id)} [${attributes(nodeLooks[look])}, label=<${lines.join('<BR/>')}>]`
}

function edgeLine({ from, to, labels, look }: DrawnEdge, overlay?: Overlay): string {
  const key = `${from}>${to}`
  const count = overlay !== undefined && Object.hasOwn(overlay.edges, key) ? overlay.edges[key] : undefined
  const label = [...labels, ...(count === undefined ? [] : [`×${count}`])].join(', ')
  const style = { ...edgeLooks[look], ...(label === '' ? {} : { label: ` ${label} ` }) }
  const { penwidth } = edgeLooks[look]
  const wider =
    count === undefined || overlay === undefined ? {} : { penwidth: Number(penwidth) + thickness(count, overlay) }
  return `${quoted(from)} -> ${quoted(to)} [${attributes({ ...style, ...wider })}]`
}

/** Up to four points more for a way that every call takes. */
const thickness = (count: number, { calls }: Overlay): number =>
  Math.round((40 * Math.min(count, calls)) / Math.max(calls, 1)) / 10

/** Share of those who came and hung up there, in whole percent. */
export function funnel({ entered, lost }: Overlay['nodes'][string]): Readonly<Record<string, string>> {
  const share = entered === 0 ? 0 : Math.round((100 * lost) / entered)
  return { entered: String(entered), lost: String(lost), share: String(share) }
}

const say = (calls: number) => ({ calls: String(calls) })

function attributes(all: Attributes): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(', ')
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
