/** Emergency is offered before everything else: within ten seconds of speech in every language, one key away. */

import { type Draft, type Edge, givesAt, type Rule, reachable } from '../draft.ts'
import type { FlowNode, Problem } from '../flow.ts'
import { findPrompt, promptSeconds } from '../speech.ts'
import { told } from './told.ts'

const MOST_SECONDS = 10

/** When a new caller has heard that emergency is one key away: counted in the words of one way to one menu, in one language. */
export type Offer = {
  readonly node: string
  readonly key: string
  readonly language: string
  /** Null: the key is never said. */
  readonly seconds: number | null
  /** How the time is known: from the length of recordings, of the text, or of both. */
  readonly by: 'recordings' | 'text' | 'both'
  /** A key that is said earlier. */
  readonly other: string | null
}

export const emergencyIsFirst: Rule = (draft) =>
  arrivals(draft).flatMap((arrival) => {
    const at = ['nodes', arrival.node.id]
    if (arrival.node.kind === 'emergency') return []
    if (arrival.node.kind !== 'menu') return [draft.problem(at, told('emergency-first', 'no_menu'))]
    const choices = choicesAt(draft, arrival.node.id)
    if (choices.some(({ to }) => draft.unclear.has(to))) return []
    if (keysToEmergency(draft, choices).length === 0)
      return [draft.problem([...at, 'options'], told('emergency-first', 'no_key'))]
    return offersAt(draft, arrival).flatMap((offer) => broken(draft, offer))
  })

function broken(draft: Draft, { node, key, language, seconds, other }: Offer): readonly Problem[] {
  const problem = (said: ReturnType<typeof told>) => [draft.problem(['nodes', node, 'menu'], said)]
  if (seconds === null) return problem(told('emergency-first', 'unsaid', { key, language }))
  if (other !== null) return problem(told('emergency-first', 'later', { other, key, language }))
  if (seconds <= MOST_SECONDS) return []
  return problem(told('emergency-first', 'slow', { seconds: String(Math.ceil(seconds)), language }))
}

/** The first offer of emergency, on every way and in every language; the slowest one counts. */
export function emergencyOffers(draft: Draft): readonly Offer[] {
  return arrivals(draft).flatMap((arrival) => (arrival.node.kind === 'menu' ? offersAt(draft, arrival) : []))
}

type Arrival = { readonly node: FlowNode; readonly said: readonly string[] }

/** The nodes at which a new caller is first listened to, with every prompt said on the way there. */
function arrivals(draft: Draft): readonly Arrival[] {
  const follow = (id: string, said: readonly string[], trail: readonly string[]): readonly Arrival[] => {
    const node = draft.flow.nodes[id]
    if (node === undefined || trail.includes(id)) return []
    if (givesAt(draft, id) !== 'nothing') return [{ node, said }]
    const words = [...said, ...promptsAt(draft, id)]
    return (draft.ways.get(id) ?? [])
      .filter(({ why }) => why !== 'bound')
      .flatMap(({ to }) => follow(to, words, [...trail, id]))
  }
  return follow(draft.flow.start, [], [])
}

function offersAt(draft: Draft, { node, said }: Arrival): readonly Offer[] {
  const choices = choicesAt(draft, node.id)
  const keys = keysToEmergency(draft, choices)
  const [key] = keys
  const prompts = [...said, ...promptsAt(draft, node.id)]
  if (key === undefined || prompts.some((id) => draft.unclearPrompts.has(id))) return []
  const others = choices.map(keyOf).filter((other) => !keys.includes(other))
  return draft.flow.languages.map((language) => {
    const words = prompts.flatMap((id) => findPrompt(draft.flow, language, id)?.prompt ?? [])
    const text = words.map((prompt) => prompt.text).join(' ')
    const offered = mention(text, key)
    const other = others.find((one) => mention(text, one) !== -1 && mention(text, one) < offered) ?? null
    return { node: node.id, key, language, other, ...heard(words, offered) }
  })
}

type Words = readonly NonNullable<ReturnType<typeof findPrompt>>['prompt'][]

/** Seconds until the sentence that begins before `offered` (an index into all words, joined by blanks) has been said. */
function heard(words: Words, offered: number): Pick<Offer, 'seconds' | 'by'> {
  let begin = 0
  let seconds = 0
  const ways = new Set<'recordings' | 'text'>()
  for (const prompt of words) {
    ways.add(prompt.seconds === undefined ? 'text' : 'recordings')
    const end = begin + prompt.text.length
    const by = ways.size === 2 ? 'both' : prompt.seconds === undefined ? 'text' : 'recordings'
    if (offered >= begin && offered < end) {
      const share = sentenceEnd(prompt.text, offered - begin)
      return { seconds: seconds + promptSeconds(prompt, share), by }
    }
    seconds += promptSeconds(prompt)
    begin = end + 1
  }
  return { seconds: null, by: 'text' }
}

/** Named by a node, but not said on a call: labels of choices, words for a text dialogue, words to expect. */
const unsaid: ReadonlySet<unknown> = new Set(['options', 'text', 'hints'])
const promptsAt = (draft: Draft, id: string): readonly string[] =>
  (draft.abouts.get(id)?.prompts ?? []).filter(({ path }) => !unsaid.has(path[0])).map(({ prompt }) => prompt)
const choicesAt = (draft: Draft, id: string): readonly Edge[] =>
  (draft.ways.get(id) ?? []).filter(({ why }) => why === 'chosen')
const keyOf = ({ path }: Edge): string => String(path.at(-1) === 'go' ? path.at(-2) : path.at(-1))
const keysToEmergency = (draft: Draft, choices: readonly Edge[]): readonly string[] =>
  choices.filter(({ to }) => leadsToEmergency(draft, to)).map(keyOf)

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
