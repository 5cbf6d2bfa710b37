/** A Studio flow's JSON as a flow of ours: what has a counterpart comes along, everything else is named. Pure. */

import { stringify } from 'yaml'
import { type Complaint, complaints } from '../check.ts'
import { returns } from './decide.ts'
import { nextOf, StudioDocument, type StudioFlow, type StudioWidget, textOf } from './document.ts'
import { belongsTo, partsOfMenus } from './listen.ts'
import { queueNode, statusOf } from './reach.ts'
import { absorbedBy, rememberedBy } from './split.ts'
import { setBy } from './variables.ts'
import { bounded, reachedFrom, redirected, through } from './ways.ts'
import { makerOf } from './widgets.ts'
import { type ImportLanguage, importWords, languageOf } from './words.ts'
import { added, type Node, openWorkshop, type Remark, type Sentence, type Workshop } from './workshop.ts'

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

export type ImportOptions = {
  readonly id: string
  /** Where callers wait for a human. */
  readonly lane: string
  /** Whom opening hours are asked of; empty when the site has none. */
  readonly calendar: string
  /** The language of the remarks. */
  readonly reader: ImportLanguage
  /** As a part that other flows call. */
  readonly asSubflow?: boolean
}

/** Whether the result may run is for the parser to say. */
export function importStudio(value: unknown, options: ImportOptions): Imported {
  const wrong = complaints(StudioDocument, value)
  if (wrong.length > 0) return { outcome: 'refused', complaints: wrong }
  const flow = value as StudioFlow
  const tag = tagOf(flow)
  const language = languageOf(tag) ?? 'eng'
  const callers = language === 'ind' ? 'ind' : 'eng'
  const { id, lane, calendar, reader, asSubflow = false } = options
  const shop = openWorkshop(flow, { id, lane, calendar, words: importWords(callers, reader) })
  const trigger = shop.widget(flow.initial_state) ?? flow.states[0]
  if (trigger !== undefined && language !== callers) shop.remark(trigger, 'language', { language })
  const { nodes, start } = nodesOf(shop, beginning(shop, trigger, asSubflow), asSubflow)
  const head = { id: shop.id, title: flow.description || shop.id }
  const spoken = { default_language: language, languages: [language] }
  const file = asSubflow
    ? { schema: 'hotline-subflow/v1', ...head, start, nodes }
    : { schema: 'hotline-flow/v1', ...head, ...spoken, start, defaults: defaultsOf(shop), nodes }
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

/** Where a call comes in: of a sub-flow from the flow that calls it. Everything else that begins there is remarked. */
function beginning(shop: Workshop, trigger: StudioWidget | undefined, asSubflow: boolean): string | null {
  if (trigger?.type !== 'trigger') return shop.flow.initial_state
  const parent = asSubflow ? nextOf(trigger, 'incomingParent') : null
  const taken = parent === null ? 'incomingCall' : 'incomingParent'
  for (const { event, next } of trigger.transitions ?? []) {
    if (event !== taken && typeof next === 'string' && !(asSubflow && event === 'incomingCall')) {
      shop.remark(trigger, 'trigger', { event })
    }
  }
  return nextOf(trigger, taken)
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
  asSubflow: boolean,
): { readonly nodes: Readonly<Record<string, Node>>; readonly start: string } {
  const variables = filledBy(shop)
  const nodes: Record<string, Node> = {}
  const gotos = new Map<string, string>()
  for (const state of shop.flow.states) {
    const id = shop.ids.get(state.name)
    if (id === undefined || state.type === 'trigger' || isPartOfAnother(state, shop)) continue
    const made = makerOf(state.type)(state, shop, variables)
    if ('node' in made) nodes[id] = made.node
    else gotos.set(id, made.goto)
  }
  Object.assign(nodes, asSubflow ? partEnds : wholeEnds(shop))
  const straight = (id: string): string => through(gotos, id)
  const whole = Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, redirected(node, straight)]))
  const start = straight(shop.node(first, added.queue))
  const roots = asSubflow ? [start] : [start, added.queue]
  return { nodes: bounded(reachedFrom(whole, roots, shop), roots), start }
}

/** A sub-flow gives back whoever is done, and whoever needs a human. */
const partEnds: Readonly<Record<string, Node>> = {
  [added.queue]: { return: returns.human },
  [added.message]: { return: returns.human },
  [added.end]: { return: returns.done },
}

function wholeEnds(shop: Workshop): Readonly<Record<string, Node>> {
  const message = { times: 1, finally: added.end }
  const said = shop.standard('message')
  return {
    [added.queue]: queueNode(shop, added.end, added.message),
    [added.message]: { voicemail: said, save: added.message, no_input: message, no_match: message, next: added.end },
    [added.end]: { end: shop.standard('goodbye') },
  }
}

/** A split that only tells apart what another widget heard or met, and that nothing else leads to; or one for speech that has no keys. */
function isPartOfAnother(state: StudioWidget, shop: Workshop): boolean {
  const { states } = shop.flow
  const belongs = (one: StudioWidget): boolean =>
    belongsTo(one, state.name, shop) || statusOf(one, shop)?.name === state.name
  const leads = states.flatMap((one) =>
    (one.transitions ?? []).flatMap(({ event, next }) => (next === state.name ? [{ one, event }] : [])),
  )
  const others = leads.filter(({ one }) => !belongs(one))
  if (
    others.length === 0 &&
    leads.length > 0 &&
    (partsOfMenus(shop).has(state.name) || leads.some(({ one }) => belongs(one)))
  )
    return true
  // Remarked where the caller would have spoken.
  const isUnheard = ({ one, event }: (typeof leads)[number]): boolean =>
    event === 'speech' && nextOf(one, 'keypress') !== null
  return leads.length > 0 && leads.every((lead) => isUnheard(lead) || belongs(lead.one))
}

/** Variables that something gives a value: what was asked for, and what was set. */
function filledBy(shop: Workshop): ReadonlySet<string> {
  const { states } = shop.flow
  const asked = states.filter((state) => state.type === 'gather-input-on-call' && absorbedBy(state, shop) === null)
  const remembered = states.flatMap((state) => rememberedBy(state, shop) ?? [])
  return new Set([...asked.map(({ name }) => shop.ids.get(name) ?? ''), ...remembered, ...states.flatMap(setBy)])
}

/** Only the sentences that the flow names. */
function usedPrompts(file: unknown, prompts: Readonly<Record<string, Sentence>>): Readonly<Record<string, Sentence>> {
  const written = JSON.stringify(file)
  return Object.fromEntries(Object.entries(prompts).filter(([id]) => written.includes(JSON.stringify(id))))
}
