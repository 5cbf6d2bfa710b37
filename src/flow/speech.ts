/** Words: placeholders filled in, and how long they take to say. */

import type { Flow, Prompt } from './flow.ts'
import type { Spoken } from './verbs.ts'
import { type Form, formOf } from './words/forms.ts'

/**
 * Characters a second of the carrier's Indonesian voices at normal speed, on the slow side, so that a limit in seconds
 * holds in truth; sentences add a breath.
 */
const CHARACTERS_PER_SECOND = 14
const BREATH_SECONDS = 0.3

/** Seconds that a text takes to say. */
export function speechSeconds(text: string): number {
  const breaths = text.match(/[.!?](\s|$)/g)?.length ?? 0
  return text.trim().length / CHARACTERS_PER_SECOND + breaths * BREATH_SECONDS
}

/**
 * Seconds that a prompt takes, to its end or up to so many characters of its text: of its recording where the length is known, else of
 * its words. A recording is taken to speak evenly.
 */
export function promptSeconds({ text, seconds }: Prompt, characters = text.length): number {
  if (seconds === undefined) return speechSeconds(sampled(text.slice(0, characters)))
  return text.length === 0 ? seconds : (seconds * characters) / text.length
}

/** `{name}`, or with a form (`words/forms.ts`): `{code:digits}`; `{stage:word}` is said by the prompt `stage.<value>`. */
const PLACEHOLDER = /\{([a-z][a-z0-9_.]*)(?::([a-z_]+))?\}/g

/** `form` is `plain` for a value that is said as it is. */
export type Placeholder = { readonly name: string; readonly form: string }

/** The placeholders of a text, in order. */
export function placeholders(text: string): readonly Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map((found) => ({ name: found[1] ?? '', form: found[2] ?? 'plain' }))
}

/** Sentences are shared by many flows and looked at by several rules. */
const saidIn = new WeakMap<Prompt, readonly Placeholder[]>()

/** Everything that is filled in where a prompt is said or written. */
export function valuesIn(prompt: Prompt): readonly Placeholder[] {
  const found = saidIn.get(prompt) ?? placeholders(`${prompt.text} ${prompt.sms ?? ''}`)
  saidIn.set(prompt, found)
  return found
}

/** What stands in braces and is no placeholder: it would be said as it is written. */
export function strayBraces(text: string): readonly string[] {
  return text.replaceAll(PLACEHOLDER, '').match(/\{[^{}]*\}?|\}/g) ?? []
}

/** The text with a long value in each placeholder, for estimates. Where and in which language makes little difference. */
function sampled(text: string): string {
  const place = { language: 'ind', zone: 'Asia/Jakarta' }
  return text.replaceAll(PLACEHOLDER, (whole, _, name: string | undefined) => {
    const form = name === undefined ? undefined : formOf(name)
    return form === undefined ? whole : form.speak(form.sample, place)
  })
}

type Values = Readonly<Record<string, string>>
type Found = { readonly prompt: Prompt; readonly language: string }

/** Languages that the carriers' speech says, unless the flow's site knows better; in all others only recordings are heard. */
export const usualVoices: readonly string[] = ['ind', 'eng']

/**
 * What a caller of the language hears: its recording, its words where speech can say them, else the default language; `null` when
 * neither knows the prompt.
 */
export function findPrompt(flow: Flow, language: string, id: string): Found | null {
  const own = promptIn(flow, language, id)
  const isHeard = own?.audio !== undefined || (flow.voices ?? usualVoices).includes(language)
  if (own !== undefined && isHeard) return { prompt: own, language }
  const fallback = promptIn(flow, flow.defaultLanguage, id) ?? own
  return fallback === undefined ? null : { prompt: fallback, language: flow.defaultLanguage }
}

/** What a citizen who texts reads: any language can be written. */
function findWriting(flow: Flow, language: string, id: string): Found | null {
  for (const candidate of [language, flow.defaultLanguage]) {
    const prompt = promptIn(flow, candidate, id)
    if (prompt !== undefined) return { prompt, language: candidate }
  }
  return null
}

function promptIn(flow: Flow, language: string, id: string): Prompt | undefined {
  const prompts = own(flow.prompts, language)
  return prompts === undefined ? undefined : own(prompts, id)
}

/** One prompt ready to be said. A prompt that does not exist is silence, never an error: parsing has refused it long before. */
export function speak(flow: Flow, language: string, id: string, values: Values): Spoken | null {
  const found = findPrompt(flow, language, id)
  if (found === null) return null
  const { text, audio, seconds } = found.prompt
  return {
    prompt: id,
    text: fill(flow, found.language, text, values, 'speak'),
    language: found.language,
    ...(audio === undefined ? {} : { audio }),
    ...(audio === undefined || seconds === undefined ? {} : { seconds }),
  }
}

/** The same for whoever reads it: its `sms` wording when there is one, values in numerals. */
export function writing(flow: Flow, language: string, id: string, values: Values): Spoken | null {
  const found = findWriting(flow, language, id)
  if (found === null) return null
  const text = fill(flow, found.language, found.prompt.sms ?? found.prompt.text, values, 'write')
  return { prompt: id, text, language: found.language }
}

/** `writing` as plain text; empty for a prompt that does not exist. */
export function write(flow: Flow, language: string, id: string, values: Values): string {
  return writing(flow, language, id, values)?.text ?? ''
}

type How = keyof Pick<Form, 'speak' | 'write'>

function fill(flow: Flow, language: string, text: string, values: Values, how: How): string {
  if (!text.includes('{')) return text
  const place = { language, zone: flow.zone }
  return text.replaceAll(PLACEHOLDER, (_, name: string, form: string | undefined) => {
    const value = own(values, name) ?? ''
    if (form === 'word') return word(flow, language, name, value)
    return (form === undefined ? undefined : formOf(form))?.[how](value, place) ?? value
  })
}

/** `stage.received` for `ticket.stage` = `received`; `stage.other` for a value without a word of its own. */
function word(flow: Flow, language: string, name: string, value: string): string {
  const last = name.split('.').at(-1) ?? name
  const found = findWriting(flow, language, `${last}.${value}`) ?? findWriting(flow, language, `${last}.other`)
  return found?.prompt.text ?? value
}

/** A property of the object itself: a key named `constructor` finds nothing. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
