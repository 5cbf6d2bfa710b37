/** What can be chosen, one key each: what `menu`, `queue` and `ask` share. */

import Type, { type Static } from 'typebox'
import { keyHeard } from './choice.ts'
import type { ValueType } from './expression/tree.ts'
import type { Flow } from './flow.ts'
import { type About, type Exit, Id, PromptId, type PromptUse } from './node-kind.ts'
import { findPrompt, own } from './speech.ts'
import { change, emit, go, type Outcome, remember, spokenAs, type Turn } from './turn.ts'
import type { Choice } from './verbs.ts'

export const LanguageCode = Type.String({ pattern: '^[a-z]{3}$' })

/** Where a key leads: a node's id, or with something to remember on the way, a name, or another language. */
const Option = Type.Union([
  Id,
  Type.Object(
    {
      go: Id,
      set: Type.Optional(Type.Record(Id, Type.String())),
      /** The prompt that names it: shown beside its number by text; it and its `words` may be said. */
      label: Type.Optional(PromptId),
      language: Type.Optional(LanguageCode),
    },
    { additionalProperties: false },
  ),
])
export const Options = Type.Record(Type.String({ pattern: '^[0-9*#]$' }), Option, { additionalProperties: false })
export type OptionsSpec = Static<typeof Options>

type Full = Exclude<Static<typeof Option>, string>
const full = (option: Static<typeof Option>): Full => (typeof option === 'string' ? { go: option } : option)
const entries = (options: OptionsSpec | undefined): readonly (readonly [string, Full])[] =>
  Object.entries(options ?? {}).map(([key, option]) => [key, full(option)])

export function optionExits(options: OptionsSpec | undefined): readonly Exit[] {
  return entries(options).map(([key, option]) => ({ path: ['options', key], to: option.go, why: 'chosen' }))
}

export function optionSets(options: OptionsSpec | undefined): NonNullable<About['sets']> {
  return entries(options).flatMap(([key, { set = {} }]) =>
    Object.entries(set).map(([variable, value]) => ({ path: ['options', key, 'set', variable], variable, value })),
  )
}

export function optionPrompts(options: OptionsSpec | undefined): readonly PromptUse[] {
  return entries(options).flatMap(([key, { label }]) =>
    label === undefined ? [] : [{ path: ['options', key, 'label'], prompt: label }],
  )
}

export function optionLanguages(options: OptionsSpec | undefined): NonNullable<About['languages']> {
  return entries(options).flatMap(([key, { language }]) =>
    language === undefined ? [] : [{ path: ['options', key, 'language'], language }],
  )
}

/** What a key sets is text. */
export function optionTypes(options: OptionsSpec | undefined): Readonly<Record<string, ValueType>> {
  return Object.fromEntries(optionSets(options).map(({ variable }) => [variable, 'text']))
}

/** By flow, language and options: what every caller hears alike. */
const known = new WeakMap<Flow, Map<string, WeakMap<OptionsSpec, readonly Choice[]>>>()

function knownIn({ flow, session: { language } }: Turn): WeakMap<OptionsSpec, readonly Choice[]> {
  const languages = known.get(flow) ?? new Map<string, WeakMap<OptionsSpec, readonly Choice[]>>()
  known.set(flow, languages)
  const found = languages.get(language) ?? new WeakMap<OptionsSpec, readonly Choice[]>()
  languages.set(language, found)
  return found
}

/** The options by name, in the caller's language; what counts as their words also in the default language. */
export function choicesOf(options: OptionsSpec | undefined, turn: Turn): readonly Choice[] {
  if (options === undefined) return []
  if (turn.session.channel !== 'voice') return namedAll(options, turn)
  // Names without values are asked for at every menu that also hears speech.
  const all = knownIn(turn)
  const found = all.get(options)
  if (found !== undefined) return found
  const choices = namedAll(options, turn)
  const isPlain = optionPrompts(options).every(({ prompt }) => !isFilled(prompt, turn))
  if (isPlain) all.set(options, choices)
  return choices
}

const isFilled = (prompt: string, { flow, session }: Turn): boolean =>
  findPrompt(flow, session.language, prompt)?.prompt.text.includes('{') === true

const namedAll = (options: OptionsSpec, turn: Turn): readonly Choice[] =>
  entries(options).map(([key, { label }]) =>
    label === undefined ? { key, label: null, words: [] } : named(key, label, turn),
  )

function named(key: string, label: string, turn: Turn): Choice {
  const { flow, session } = turn
  const found = findPrompt(flow, session.language, label)
  if (found === null) return { key, label: null, words: [] }
  const { words = [] } = found.prompt
  const spoken = spokenAs(turn, label)
  const theirs = found.language === flow.defaultLanguage ? null : findPrompt(flow, flow.defaultLanguage, label)
  const others = theirs === null ? [] : [theirs.prompt.text, ...(theirs.prompt.words ?? [])]
  return { key, label: spoken, words: others.length === 0 ? words : [...words, ...others] }
}

/** Takes a key: tells the choice and does what stands with it; `null` when the key is none of the options. */
export function choose(node: string, options: OptionsSpec | undefined, digits: string, turn: Turn): Outcome | null {
  const key = digits.trim()
  const option = options === undefined ? undefined : own(options, key)
  if (option === undefined) return null
  emit(turn, { event: 'choice.made', node, option: full(option).go, digits: key })
  return follow(node, full(option), turn)
}

/** Takes what was said or written for one of the options, in the same way. */
export function chooseByWords(
  node: string,
  options: OptionsSpec | undefined,
  text: string,
  turn: Turn,
): Outcome | null {
  if (options === undefined) return null
  const key = keyHeard(text, choicesOf(options, turn), turn.session.language)
  return key === null ? null : choose(node, options, key, turn)
}

function follow(node: string, { go: to, set, language }: Full, turn: Turn): Outcome {
  if (set !== undefined) remember(turn, set)
  if (language !== undefined) speakIn(node, language, turn)
  return go(to)
}

/** From here on in another language; one that the flow does not speak changes nothing. */
export function speakIn(node: string, language: string, turn: Turn): void {
  if (!turn.flow.languages.includes(language)) return
  emit(turn, { event: 'language.chosen', node, language })
  change(turn, { language })
}
