/** Emergency is offered before everything else: within ten seconds of speech in every language, one key away. */

import { type Draft, givesAt, type Rule, reachable } from '../draft.ts'
import type { FlowNode, Problem } from '../flow.ts'
import { findPrompt, speechSeconds } from '../speech.ts'
import { told } from './told.ts'

const MOST_SECONDS = 10

export const emergencyIsFirst: Rule = (draft) => {
  if (draft.flow.nodes[draft.flow.start] === undefined) return []
  return firstListeners(draft, draft.flow.start, []).flatMap(({ node, said }) => offers(draft, node, said))
}

type Arrival = { readonly node: FlowNode; readonly said: readonly string[] }

/** The nodes at which a new caller is first listened to, with every prompt said on the way there. */
function firstListeners(
  draft: Draft,
  id: string,
  said: readonly string[],
  trail: readonly string[] = [],
): readonly Arrival[] {
  const node = draft.flow.nodes[id]
  if (node === undefined || trail.includes(id)) return []
  const words = draft.abouts.get(id)?.prompts.map(({ prompt }) => prompt) ?? []
  if (givesAt(draft, id) !== 'nothing') return [{ node, said }]
  return (draft.ways.get(id) ?? [])
    .filter(({ why }) => why !== 'bound')
    .flatMap(({ to }) => firstListeners(draft, to, [...said, ...words], [...trail, id]))
}

function offers(draft: Draft, node: FlowNode, said: readonly string[]): readonly Problem[] {
  const { flow, problem } = draft
  if (node.kind === 'emergency') return []
  const at = ['nodes', node.id]
  if (node.kind !== 'menu') return [problem(at, told('emergency-first', 'no_menu'))]
  const options = (draft.ways.get(node.id) ?? []).filter(({ why }) => why === 'chosen')
  const keyOf = (edge: (typeof options)[number]): string => String(edge.path[3] ?? '')
  if (options.some(({ to }) => draft.unclear.has(to))) return []
  const emergency = options.filter(({ to }) => leadsToEmergency(draft, to)).map(keyOf)
  const [key] = emergency
  if (key === undefined) return [problem([...at, 'options'], told('emergency-first', 'no_key'))]
  const others = options.map(keyOf).filter((other) => !emergency.includes(other))
  const own = draft.abouts.get(node.id)?.prompts.map(({ prompt }) => prompt) ?? []
  const prompts = [...said, ...own]
  if (prompts.some((id) => draft.unclearPrompts.has(id))) return []
  return flow.languages.flatMap((language) => {
    const text = prompts.map((id) => findPrompt(flow, language, id)?.prompt.text ?? '').join(' ')
    const offered = mention(text, key)
    const where = [...at, 'menu']
    if (offered === -1) return [problem(where, told('emergency-first', 'unsaid', { key, language }))]
    const other = others.find((one) => mention(text, one) !== -1 && mention(text, one) < offered)
    if (other !== undefined) return [problem(where, told('emergency-first', 'later', { other, key, language }))]
    const seconds = speechSeconds(text.slice(0, sentenceEnd(text, offered)))
    if (seconds <= MOST_SECONDS) return []
    return [problem(where, told('emergency-first', 'slow', { seconds: String(Math.ceil(seconds)), language }))]
  })
}

function leadsToEmergency(draft: Draft, id: string): boolean {
  const follows = reachable(draft, id, ({ from, why }) => why === 'follows' && givesAt(draft, from) === 'nothing')
  return [...follows].some((node) => draft.flow.nodes[node]?.kind === 'emergency')
}

/** Where the key is named as a digit of its own; `112` does not name 1. */
function mention(text: string, key: string): number {
  const escaped = key.replace(/[*#]/, (sign) => `\\${sign}`)
  return text.search(new RegExp(`(?<![0-9])${escaped}(?![0-9])`))
}

function sentenceEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[.!?]/)
  return end === -1 ? text.length : from + end + 1
}
