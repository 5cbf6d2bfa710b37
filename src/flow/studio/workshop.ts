/** What grows while a Studio flow is being imported: names, sentences, and what could not be brought along. */

import type { StudioFlow, StudioWidget } from './document.ts'
import type { ImportWords } from './words.ts'

/** Something of the Studio flow that did not come along whole. */
export type Remark = { readonly widget: string; readonly type: string; readonly why: string }

/** A node as it will stand in YAML. */
export type Node = Readonly<Record<string, unknown>>

/** `goto`: no node of its own; whoever comes goes on there (an id). */
export type Made = { readonly node: Node } | { readonly goto: string }
/** Makes the node of one kind of widget. `variables`: names that something in the flow fills. */
export type Maker = (widget: StudioWidget, shop: Workshop, variables: ReadonlySet<string>) => Made

/** A sentence as it will stand in YAML; `words`: what a caller may say for it. */
export type Sentence = string | { readonly text: string; readonly words: readonly string[] }

/** The nodes that the import adds: what a hotline needs and Studio does not have. */
export const added = { queue: 'antre_impor', message: 'pesan_impor', end: 'selesai_impor' } as const

export type Workshop = {
  readonly flow: StudioFlow
  readonly id: string
  readonly lane: string
  /** Whom opening hours are asked of; empty when the site has no calendar. */
  readonly calendar: string
  readonly words: ImportWords
  readonly ids: ReadonlyMap<string, string>
  readonly prompts: Record<string, Sentence>
  readonly remarks: Remark[]
  readonly targets: Record<string, string>
  /** Widgets that came along inside another one. */
  readonly taken: Set<string>
  readonly remark: (
    widget: StudioWidget,
    name: keyof ImportWords['why'],
    facts?: Readonly<Record<string, string>>,
  ) => void
  /** Keeps a sentence and gives its id. */
  readonly prompt: (id: string, text: string, words?: readonly string[]) => string
  /** A sentence of ours with facts filled in. */
  readonly sentence: (name: keyof ImportWords['waiting'], facts: Readonly<Record<string, string>>) => string
  /** A sentence that Studio does not have; its id can be no widget's. */
  readonly standard: (name: keyof ImportWords['waiting']) => string
  /** The node of a widget, or `otherwise` when the way ends. */
  readonly node: (widget: string | null, otherwise: string) => string
  readonly widget: (name: string | null) => StudioWidget | undefined
}

export function openWorkshop(
  flow: StudioFlow,
  { id, lane, calendar, words }: Pick<Workshop, 'id' | 'lane' | 'calendar' | 'words'>,
): Workshop {
  const ids = namesOf(flow.states.map(({ name }) => name))
  const prompts: Record<string, Sentence> = {}
  const remarks: Remark[] = []
  const prompt = (name: string, text: string, words: readonly string[] = []): string => {
    prompts[`${id}.${name}`] = words.length === 0 ? text : { text, words }
    return `${id}.${name}`
  }
  return {
    flow,
    id,
    lane,
    calendar,
    words,
    ids,
    prompts,
    remarks,
    targets: {},
    taken: new Set(),
    remark: ({ name, type }, why, facts = {}) =>
      remarks.push({ widget: name, type, why: filled(words.why[why], facts) }),
    prompt,
    sentence: (name, facts) => filled(words.waiting[name], facts),
    standard: (name) => prompt(`impor.${name}`, words.waiting[name]),
    node: (widget, otherwise) => (widget === null ? otherwise : (ids.get(widget) ?? otherwise)),
    widget: (name) => flow.states.find((state) => state.name === name),
  }
}

export const filled = (text: string, facts: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole)

/** `Main Menu 2` becomes `main_menu_2`; two that become the same are numbered. */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return /^[a-z]/.test(plain) ? plain : `w_${plain || 'x'}`
}

function namesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>(Object.values(added))
  const ids = new Map<string, string>()
  for (const name of names) {
    const wanted = idOf(name)
    let id = wanted
    for (let count = 2; taken.has(id); count += 1) id = `${wanted}_${count}`
    taken.add(id)
    ids.set(name, id)
  }
  return ids
}
