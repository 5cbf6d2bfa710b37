/** A Studio flow's JSON as a flow of ours: what has a counterpart comes along, everything else is named. Pure. */

import { stringify } from 'yaml'
import { type Complaint, complaints } from '../check.ts'
import { nextOf, StudioDocument, type StudioFlow, textOf } from './document.ts'
import { absorbedBy, isFixedText, settings } from './split.ts'
import { makerOf, queueNode } from './widgets.ts'
import { type ImportLanguage, importWords, languageOf } from './words.ts'
import { added, type Node, openWorkshop, type Remark, type Workshop } from './workshop.ts'

export type Imported =
  | {
      readonly outcome: 'imported'
      readonly id: string
      /** ISO 639-3: the language of the prompts. */
      readonly language: string
      /** `<id>.yaml` and `prompts/<language>.yaml`. */
      readonly flow: string
      readonly prompts: string
      readonly remarks: readonly Remark[]
      /** What `targets:` of the site needs: name and number or SIP address. */
      readonly targets: Readonly<Record<string, string>>
    }
  | { readonly outcome: 'refused'; readonly complaints: readonly Complaint[] }

/** `lane`: where callers wait for a human. `reader`: the language of the remarks. Whether the result may run is for the parser to say. */
export function importStudio(
  value: unknown,
  options: { readonly id: string; readonly lane: string; readonly reader: ImportLanguage },
): Imported {
  const wrong = complaints(StudioDocument, value)
  if (wrong.length > 0) return { outcome: 'refused', complaints: wrong }
  const flow = value as StudioFlow
  const tag = tagOf(flow)
  const language = languageOf(tag) ?? 'eng'
  const callers = language === 'ind' ? 'ind' : 'eng'
  const shop = openWorkshop(flow, options.id, options.lane, importWords(callers, options.reader))
  const trigger = shop.widget(flow.initial_state) ?? flow.states[0]
  if (trigger !== undefined && language !== callers) shop.remark(trigger, 'language', { language })
  const first = trigger?.type === 'trigger' ? nextOf(trigger, 'incomingCall') : flow.initial_state
  for (const { event, next } of trigger?.type === 'trigger' ? (trigger.transitions ?? []) : []) {
    if (trigger !== undefined && event !== 'incomingCall' && typeof next === 'string')
      shop.remark(trigger, 'trigger', { event })
  }
  const { nodes, start } = nodesOf(shop, first)
  const head = {
    schema: 'hotline-flow/v1',
    id: shop.id,
    title: flow.description || shop.id,
    default_language: language,
    languages: [language],
  }
  const file = { ...head, start, defaults: defaultsOf(shop), nodes }
  const prompts = usedPrompts(file, shop.prompts)
  return {
    outcome: 'imported',
    id: shop.id,
    language,
    flow: stringify(file, { lineWidth: 0, aliasDuplicateObjects: false }),
    prompts: stringify(prompts, { lineWidth: 0 }),
    remarks: shop.remarks,
    targets: shop.targets,
  }
}

/** The language that most widgets name; Studio's own default is English. */
function tagOf(flow: StudioFlow): string {
  const tags = flow.states.map((state) => textOf(state, 'language') || textOf(state, 'gather_language')).filter(Boolean)
  const count = (tag: string) => tags.filter((one) => one === tag).length
  return tags.toSorted((a, b) => count(b) - count(a))[0] ?? 'en'
}

function defaultsOf(shop: Workshop) {
  return {
    no_input: { times: 1, say: shop.standard('silent'), finally: added.queue },
    no_match: { times: 2, say: shop.standard('wrong'), finally: added.queue },
    error: { say: shop.standard('sorry'), go: added.queue },
  }
}

function nodesOf(
  shop: Workshop,
  first: string | null,
): { readonly nodes: Readonly<Record<string, Node>>; readonly start: string } {
  const variables = filledBy(shop)
  const nodes: Record<string, Node> = {}
  const gotos = new Map<string, string>()
  const menus = new Set(shop.flow.states.flatMap((state) => absorbedBy(state, shop)?.name ?? []))
  for (const state of shop.flow.states) {
    const id = shop.ids.get(state.name)
    const ways = shop.flow.states
      .filter((one) => absorbedBy(one, shop)?.name !== state.name)
      .flatMap((one) => (one.transitions ?? []).filter(({ next }) => next === state.name))
    const isPartOfMenu = menus.has(state.name) && ways.length === 0
    // Remarked where the caller would have spoken.
    const isForSpeech = ways.length > 0 && ways.every(({ event }) => event === 'speech')
    if (id === undefined || state.type === 'trigger' || isPartOfMenu || isForSpeech) continue
    const made = makerOf(state.type)(state, shop, variables)
    if ('node' in made) nodes[id] = made.node
    else gotos.set(id, made.goto)
  }
  const message = { times: 1, finally: added.end }
  const said = shop.standard('message')
  nodes[added.queue] = queueNode(shop, added.end, added.message)
  nodes[added.message] = { voicemail: said, save: added.message, no_input: message, no_match: message, next: added.end }
  nodes[added.end] = { end: shop.standard('goodbye') }
  const straight = (id: string): string => through(gotos, id)
  const whole = Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, redirected(node, straight)]))
  const start = straight(shop.node(first, added.queue))
  return { nodes: bounded(reachedFrom(whole, start, shop), start), start }
}

/** Where a name leads in the end; a circle of names that are no nodes ends at the queue. */
function through(gotos: ReadonlyMap<string, string>, id: string): string {
  const seen = new Set<string>()
  let at = id
  while (gotos.has(at)) {
    if (seen.has(at)) return added.queue
    seen.add(at)
    at = gotos.get(at) ?? added.queue
  }
  return at
}

/** Variables that something gives a value: numbers asked for, and fixed texts set by a key. */
function filledBy(shop: Workshop): ReadonlySet<string> {
  const { states } = shop.flow
  const asked = states.filter((state) => state.type === 'gather-input-on-call' && absorbedBy(state, shop) === null)
  const byKeys = states
    .flatMap((state) => absorbedBy(state, shop)?.transitions ?? [])
    .flatMap(({ next }) => shop.widget(next ?? null) ?? [])
    .filter((target) => target.type === 'set-variables' && isFixedText(target))
  return new Set([
    ...asked.map(({ name }) => shop.ids.get(name) ?? ''),
    ...byKeys.flatMap((one) => Object.keys(settings(one))),
  ])
}

/** Keys under which a node names another. */
const leading = new Set(['next', 'go', 'else', 'finally'])

function redirected(node: Node, straight: (id: string) => string): Node {
  const walk = (value: unknown, key: string, isWay: boolean): unknown => {
    if (typeof value === 'string') return isWay || leading.has(key) ? straight(value) : value
    if (Array.isArray(value)) return value.map((one: unknown) => walk(one, '', false))
    if (typeof value !== 'object' || value === null || key === 'set' || key === 'when') return value
    const inside = key === 'options' || key === 'exits'
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, inside)]))
  }
  return walk(node, '', false) as Node
}

function waysOf(node: Node | undefined): readonly string[] {
  const found: string[] = []
  if (node === undefined) return found
  redirected(node, (id) => {
    found.push(id)
    return id
  })
  return found
}

/** What nothing leads to any more is left out and named. */
function reachedFrom(
  nodes: Readonly<Record<string, Node>>,
  start: string,
  shop: Workshop,
): Readonly<Record<string, Node>> {
  const seen = new Set<string>()
  const open = [start, added.queue]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...waysOf(nodes[id]))
  }
  for (const state of shop.flow.states) {
    const id = shop.ids.get(state.name) ?? ''
    if (Object.hasOwn(nodes, id) && !seen.has(id)) shop.remark(state, 'unreachable')
  }
  return Object.fromEntries(Object.entries(nodes).filter(([id]) => seen.has(id)))
}

/** A node that a circle comes back to is entered three times at most; then a human takes over. */
function bounded(nodes: Readonly<Record<string, Node>>, start: string): Readonly<Record<string, Node>> {
  const circles = new Set<string>()
  const state = new Map<string, 'open' | 'done'>()
  const walk = (id: string): void => {
    state.set(id, 'open')
    for (const to of waysOf(nodes[id])) {
      if (state.get(to) === 'open') circles.add(to)
      else if (!state.has(to)) walk(to)
    }
    state.set(id, 'done')
  }
  for (const id of [start, added.queue]) if (!state.has(id)) walk(id)
  const bound = { at_most: { times: 3, finally: added.queue } }
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [id, circles.has(id) ? { ...node, ...bound } : node]),
  )
}

/** Only the sentences that the flow names. */
function usedPrompts(file: unknown, prompts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const written = JSON.stringify(file)
  return Object.fromEntries(Object.entries(prompts).filter(([id]) => written.includes(JSON.stringify(id))))
}
