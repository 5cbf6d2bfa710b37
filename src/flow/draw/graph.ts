/** A flow as a picture's graph: what each node is called, how it looks, which way leads where and by which key. */

import { aboutsOf, type Edge, edgesOf } from '../draft.ts'
import type { Flow, FlowNode } from '../flow.ts'
import type { About } from '../node-kind.ts'
import { kindOf } from '../nodes/table.ts'
import { findPrompt, own } from '../speech.ts'
import type { Path } from '../yaml.ts'
import type { DrawWords } from './words.ts'

/** How a node looks: by what the caller gets there. */
export type NodeLook = 'emergency' | 'human' | 'partner' | 'recording' | 'end' | 'listens' | 'passes'
/** How a way looks: where it leads without asking the caller again; `trouble` is a miss, a failure or a bound. */
export type EdgeLook = 'emergency' | 'human' | 'trouble' | 'plain'

export type DrawnNode = {
  readonly id: string
  readonly look: NodeLook
  /** The kind's name in words. */
  readonly kind: string
  /** First words that are said there, shortened. */
  readonly words: string
  readonly isStart: boolean
}
/** `labels`: keys, exits, conditions; several ways between the same two nodes are one line. */
export type DrawnEdge = {
  readonly from: string
  readonly to: string
  readonly labels: readonly string[]
  readonly look: EdgeLook
}
export type Graph = {
  readonly title: string
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  /** What holds for every node that listens and says nothing else: one sentence each, instead of a line from each node. */
  readonly rules: readonly string[]
}

/** Counts of real calls laid over the picture. Edges by `from>to`. `lost`: calls that ended at the node by hanging up. */
export type Overlay = {
  readonly calls: number
  readonly nodes: Readonly<Record<string, { readonly entered: number; readonly lost: number }>>
  readonly edges: Readonly<Record<string, number>>
}

/** Characters of a node's words that fit beside the others on a page. */
const WORDS_LENGTH = 30

/** The graph in the flow's default language. Misses that follow the flow's defaults are said once, as rules. */
export function graphOf(flow: Flow, words: DrawWords): Graph {
  const abouts = aboutsOf(flow)
  const edges = edgesOf(flow, abouts)
  return {
    title: flow.id,
    nodes: Object.values(flow.nodes).map((node) => drawnNode(flow, node, abouts.get(node.id), words)),
    edges: merged(
      edges.filter(({ path }) => path[0] !== 'defaults').map((edge) => drawnEdge(flow, edges, edge, words)),
    ),
    rules: [
      ...(['no_input', 'no_match'] as const).map((why) =>
        words.rule(why, { times: String(flow.defaults[why].times), to: flow.defaults[why].finally }),
      ),
      words.rule('error', { to: flow.defaults.error.go }),
    ],
  }
}

function drawnNode(flow: Flow, { id, kind }: FlowNode, about: About | undefined, words: DrawWords): DrawnNode {
  const prompt = about?.prompts[0]?.prompt
  const text = prompt === undefined ? '' : (findPrompt(flow, flow.defaultLanguage, prompt)?.prompt.text ?? '')
  return { id, look: lookOf(kind), kind: words.kind(kind), words: shortened(text), isStart: id === flow.start }
}

function lookOf(kind: string): NodeLook {
  if (kind === 'emergency') return 'emergency'
  const gives = kindOf(kind)?.gives ?? 'nothing'
  if (gives === 'keys') return 'listens'
  return gives === 'nothing' ? 'passes' : gives
}

/** The first sentence, cut at a word. Placeholders are shown as dots. */
export function shortened(text: string, longest = WORDS_LENGTH): string {
  const plain = text
    .replaceAll(/\{[^}]*\}/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const sentence = plain.split(/(?<=[.!?])\s/)[0] ?? ''
  if (sentence.length <= longest) return sentence
  const cut = sentence.slice(0, longest)
  const space = cut.lastIndexOf(' ')
  return `${(space > 0 ? cut.slice(0, space) : cut).replace(/[,;:]$/, '')}…`
}

function drawnEdge(flow: Flow, edges: readonly Edge[], edge: Edge, words: DrawWords): DrawnEdge {
  const { from, to, why, path } = edge
  const label = labelOf(flow, edge, path.slice(2), words)
  return { from, to, labels: label === '' ? [] : [label], look: leadsTo(flow, edges, to) ?? plainLook(why) }
}

const plainLook = (why: Edge['why']): EdgeLook => (['missed', 'failed', 'bound'].includes(why) ? 'trouble' : 'plain')

function labelOf(flow: Flow, { from, why }: Edge, path: Path, words: DrawWords): string {
  const [first = '', second = ''] = path.map(String)
  if (why === 'bound') return words.way('bound')
  if (first === 'options') return second
  if (first === 'exits') return words.way(second)
  if (first === 'choose') return condition(flow.nodes[from]?.spec, path, words)
  return first === 'next' ? '' : words.way(first)
}

/** `kantor`, `sandi = 1234`, or the word for "otherwise". */
function condition(spec: unknown, path: Path, words: DrawWords): string {
  const branches = (spec as { readonly choose?: readonly Readonly<Record<string, unknown>>[] }).choose ?? []
  const when = branches[Number(path[1])]?.when as Readonly<Record<string, unknown>> | undefined
  const [name, value] = Object.entries(when ?? {})[0] ?? []
  if (name === undefined) return words.way('else')
  if (name === 'equals') {
    const { variable, value: wanted } = value as { readonly variable: string; readonly value: string }
    return `${variable} = ${wanted}`
  }
  return typeof value === 'boolean' ? words.way(value ? name : `not_${name}`) : `${words.way(name)} ${String(value)}`
}

/** Where a way ends up before the caller is asked anything again: an emergency before a human, a human before the rest. */
function leadsTo(flow: Flow, edges: readonly Edge[], start: string): 'emergency' | 'human' | null {
  const seen = new Set<string>()
  const open = [start]
  let human = false
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = own(flow.nodes, id)
    if (node === undefined || seen.has(id)) continue
    seen.add(id)
    const look = lookOf(node.kind)
    if (look === 'emergency') return 'emergency'
    if (look === 'human' || look === 'partner') human = true
    if (look === 'passes') open.push(...edges.filter((e) => e.from === id && e.why === 'follows').map((e) => e.to))
  }
  return human ? 'human' : null
}

/** One line between two nodes and of one look, with every label. */
function merged(edges: readonly DrawnEdge[]): readonly DrawnEdge[] {
  const lines = new Map<string, DrawnEdge>()
  for (const edge of edges) {
    const key = `${edge.from}>${edge.to}>${edge.look}`
    const before = lines.get(key)?.labels ?? []
    lines.set(key, { ...edge, labels: [...new Set([...before, ...edge.labels])] })
  }
  return [...lines.values()]
}
