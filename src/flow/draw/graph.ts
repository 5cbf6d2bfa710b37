/** A flow as a picture's graph: what each node is called, how it looks, which way leads where and by which key. */

import { aboutsOf, type Edge, edgesOf } from '../draft.ts'
import type { Flow, FlowNode } from '../flow.ts'
import type { About } from '../node-kind.ts'
import { kindOf } from '../nodes/table.ts'
import { findPrompt, own } from '../speech.ts'
import { askedLines } from './asked.ts'
import { labelOf } from './label.ts'
import type { DrawWords } from './words.ts'

/** How a node looks: by what the caller gets there. `part` stands for a whole sub-flow, `return` is where one ends. */
export type NodeLook =
  | 'emergency'
  | 'human'
  | 'partner'
  | 'callback'
  | 'recording'
  | 'end'
  | 'listens'
  | 'passes'
  | 'part'
  | 'return'
/** How a way looks: where it leads without asking the caller again; `trouble` is a miss, a failure or a bound. */
export type EdgeLook = 'emergency' | 'human' | 'trouble' | 'plain'

export type DrawnNode = {
  readonly id: string
  /** As people call it inside its own flow. */
  readonly name: string
  readonly look: NodeLook
  /** The kind's name in words. */
  readonly kind: string
  /** First words that are said there, shortened. */
  readonly words: string
  /** What is asked there meanwhile, with its keys: lines to be written below. */
  readonly asks: readonly string[]
  readonly isStart: boolean
  /** The sub-flow that it goes through. */
  readonly calls: string | null
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

/** Characters of a node's words that fit beside the others on a page. */
const WORDS_LENGTH = 30

/** The graph in the flow's default language. Misses that follow the flow's defaults are said once, as rules. */
export function graphOf(flow: Flow, words: DrawWords): Graph {
  const abouts = aboutsOf(flow)
  const edges = edgesOf(flow, abouts)
  const ways = Map.groupBy(edges, ({ from }) => from)
  return {
    title: flow.id,
    nodes: Object.values(flow.nodes).map((node) => drawnNode(flow, node, abouts.get(node.id), words)),
    edges: merged(edges.filter(({ path }) => path[0] !== 'defaults').map((edge) => drawnEdge(flow, ways, edge, words))),
    rules: [
      ...(['no_input', 'no_match'] as const).map((why) =>
        words.rule(why, { times: String(flow.defaults[why].times), to: flow.defaults[why].finally }),
      ),
      words.rule('error', { to: flow.defaults.error.go }),
      ...(flow.defaults.danger === undefined ? [] : [words.rule('danger', { to: flow.defaults.danger.go })]),
      ...(flow.defaults.text === undefined ? [] : [words.rule('text', { to: flow.defaults.text.go })]),
    ],
  }
}

/** Of a node inside a sub-flow: the node that called it. Empty outside. */
export const callerOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('/')))
const nameOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

function drawnNode(flow: Flow, node: FlowNode, about: About | undefined, words: DrawWords): DrawnNode {
  const { id, kind, spec } = node
  const prompt = about?.prompts[0]?.prompt
  const text = prompt === undefined ? '' : (findPrompt(flow, flow.defaultLanguage, prompt)?.prompt.text ?? '')
  const { call } = spec as { readonly call?: string }
  return {
    id,
    name: nameOf(id),
    look: lookOf(kind),
    kind: words.kind(kind),
    words: shortened(text),
    asks: askedLines(flow, node),
    isStart: id === flow.start,
    calls: kind === 'call' && call !== undefined ? call : null,
  }
}

function lookOf(kind: string): NodeLook {
  if (kind === 'emergency' || kind === 'return') return kind
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

type Ways = ReadonlyMap<string, readonly Edge[]>

function drawnEdge(flow: Flow, ways: Ways, edge: Edge, words: DrawWords): DrawnEdge {
  const { from, to, why } = edge
  const label = labelOf(flow.nodes[from]?.spec, edge, words)
  return { from, to, labels: label === '' ? [] : [label], look: leadsTo(flow, ways, to) ?? plainLook(why) }
}

const plainLook = (why: Edge['why']): EdgeLook => (['missed', 'failed', 'bound'].includes(why) ? 'trouble' : 'plain')

/** Where a way ends up before the caller is asked anything again: an emergency before a human, a human before the rest. */
function leadsTo(flow: Flow, ways: Ways, start: string): 'emergency' | 'human' | null {
  const seen = new Set<string>()
  const open = [start]
  let human = false
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = own(flow.nodes, id)
    if (node === undefined || seen.has(id)) continue
    seen.add(id)
    const look = lookOf(node.kind)
    if (look === 'emergency') return 'emergency'
    if (['human', 'partner', 'callback'].includes(look)) human = true
    if (look !== 'passes' && look !== 'return') continue
    for (const { why, to } of ways.get(id) ?? []) if (why === 'follows') open.push(to)
  }
  return human ? 'human' : null
}

/** One line between two nodes and of one look, with every label. */
export function merged(edges: readonly DrawnEdge[]): readonly DrawnEdge[] {
  const lines = new Map<string, DrawnEdge>()
  for (const edge of edges) {
    const key = `${edge.from}>${edge.to}>${edge.look}`
    const before = lines.get(key)?.labels ?? []
    lines.set(key, { ...edge, labels: [...new Set([...before, ...edge.labels])] })
  }
  return [...lines.values()]
}
