/** The graph as Mermaid text, for pages that draw it themselves. */

import type { Counts } from './counts.ts'
import { countText } from './dot.ts'
import { callerOf, type DrawnEdge, type DrawnNode, type EdgeLook, type Graph, type NodeLook } from './graph.ts'
import type { DrawWords } from './words.ts'

const brackets: Readonly<Record<NodeLook, readonly [string, string]>> = {
  emergency: ['{{', '}}'],
  human: ['[[', ']]'],
  partner: ['[/', '/]'],
  callback: ['[(', ')]'],
  part: ['[\\', '\\]'],
  return: ['>', ']'],
  recording: ['>', ']'],
  end: ['([', '])'],
  listens: ['[', ']'],
  passes: ['(', ')'],
}
/** Thick, dashed and thin, as in the printed picture. */
const arrows: Readonly<Record<EdgeLook, string>> = { emergency: '==>', human: '-.->', trouble: '-.-x', plain: '-->' }

const classes = [
  'classDef emergency fill:#fde0e0,stroke:#b00020,stroke-width:3px',
  'classDef human fill:#dcecfb,stroke:#0b4f9e,stroke-width:2px',
  'classDef partner fill:#dcecfb,stroke:#0b4f9e',
  'classDef recording fill:#fff4d6,stroke:#7a5900',
]
const colours: Partial<Readonly<Record<EdgeLook, string>>> = { emergency: '#b00020', human: '#0b4f9e' }

/** Node ids get a prefix: a node called `end` would be a word of Mermaid's own. */
export function mermaidOf(graph: Graph, words: DrawWords, counts?: Counts): string {
  const styled = graph.edges.flatMap(({ look }, index) =>
    colours[look] === undefined ? [] : [`linkStyle ${index} stroke:${colours[look]}`],
  )
  return `${[
    '---',
    `title: ${JSON.stringify(graph.title)}`,
    '---',
    'flowchart TD',
    ...graph.rules.map((rule) => `  %% ${rule}`),
    ...[
      ...inPlace(graph, '', words, counts),
      ...graph.edges.map((edge) => edgeLine(edge, counts)),
      ...classes,
      ...styled,
    ].map((line) => `  ${line}`),
  ].join('\n')}\n`
}

/** A sub-flow is a frame around its nodes. */
function inPlace(graph: Graph, place: string, words: DrawWords, counts?: Counts): readonly string[] {
  const here = graph.nodes.filter(({ id }) => callerOf(id) === place)
  const calls = here.filter(({ id }) => graph.nodes.some((node) => callerOf(node.id) === id))
  return [
    ...here.map((node) => nodeLine(node, words, counts)),
    ...calls.flatMap(({ id, calls: of }) => [
      `subgraph s_${idOf(id)}["${escaped(of ?? id)}"]`,
      ...inPlace(graph, id, words, counts),
      'end',
    ]),
  ]
}

/** A slash is no letter of an id. */
const idOf = (id: string): string => id.replaceAll('/', '__')

function nodeLine({ id, look, kind, words: said, asks }: DrawnNode, words: DrawWords, counts?: Counts): string {
  const counted = counts !== undefined && Object.hasOwn(counts.nodes, id) ? counts.nodes[id] : undefined
  const lines = [`${id} · ${kind}`, said, ...asks, counted === undefined ? '' : countText(counted, words)]
  const [open, close] = brackets[look]
  const known = ['emergency', 'human', 'partner', 'recording'].includes(look) ? `:::${look}` : ''
  return `n_${idOf(id)}${open}"${lines.filter(Boolean).map(escaped).join('<br/>')}"${close}${known}`
}

function edgeLine({ from, to, labels, look }: DrawnEdge, counts?: Counts): string {
  const key = `${from}>${to}`
  const count = counts !== undefined && Object.hasOwn(counts.edges, key) ? [`×${counts.edges[key]}`] : []
  const label = [...labels, ...count].map(escaped).join(', ')
  return `n_${idOf(from)} ${arrows[look]}${label === '' ? '' : `|"${label}"|`} n_${idOf(to)}`
}

/** Quotes, brackets and signs as Mermaid's own entities. */
const escaped = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
