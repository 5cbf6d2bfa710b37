/** The graph as Mermaid text, for pages that draw it themselves. */

import { funnel } from './dot.ts'
import type { DrawnEdge, DrawnNode, EdgeLook, Graph, NodeLook, Overlay } from './graph.ts'
import type { DrawWords } from './words.ts'

const brackets: Readonly<Record<NodeLook, readonly [string, string]>> = {
  emergency: ['{{', '}}'],
  human: ['[[', ']]'],
  partner: ['[/', '/]'],
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
export function mermaidOf(graph: Graph, words: DrawWords, overlay?: Overlay): string {
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
      ...graph.nodes.map((node) => nodeLine(node, words, overlay)),
      ...graph.edges.map((edge) => edgeLine(edge, overlay)),
      ...classes,
      ...styled,
    ].map((line) => `  ${line}`),
  ].join('\n')}\n`
}

function nodeLine({ id, look, kind, words: said }: DrawnNode, words: DrawWords, overlay?: Overlay): string {
  const counted = overlay !== undefined && Object.hasOwn(overlay.nodes, id) ? overlay.nodes[id] : undefined
  const lines = [`${id} · ${kind}`, said, counted === undefined ? '' : words.count('node', funnel(counted))]
  const [open, close] = brackets[look]
  const known = ['emergency', 'human', 'partner', 'recording'].includes(look) ? `:::${look}` : ''
  return `n_${id}${open}"${lines.filter(Boolean).map(escaped).join('<br/>')}"${close}${known}`
}

function edgeLine({ from, to, labels, look }: DrawnEdge, overlay?: Overlay): string {
  const key = `${from}>${to}`
  const count = overlay !== undefined && Object.hasOwn(overlay.edges, key) ? [`×${overlay.edges[key]}`] : []
  const label = [...labels, ...count].map(escaped).join(', ')
  return `n_${from} ${arrows[look]}${label === '' ? '' : `|"${label}"|`} n_${to}`
}

/** Quotes, brackets and signs as Mermaid's own entities. */
const escaped = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
