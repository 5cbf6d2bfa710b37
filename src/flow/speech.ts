/** Words: placeholders filled in, and how long they take to say. */

import type { Flow, Prompt } from './flow.ts'
import type { Spoken } from './verbs.ts'

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
  if (seconds === undefined) return speechSeconds(text.slice(0, characters))
  return text.length === 0 ? seconds : (seconds * characters) / text.length
}

/** `{name}`, or with a form: `{code:digits}` one by one, `{opened:date}`, `{stage:word}` by the prompt `stage.<value>`. */
const PLACEHOLDER = /\{([a-z][a-z0-9_.]*)(?::(digits|date|word))?\}/g

export type Placeholder = { readonly name: string; readonly form: 'plain' | 'digits' | 'date' | 'word' }

/** The placeholders of a text, in order. */
export function placeholders(text: string): readonly Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map((found) => ({
    name: found[1] ?? '',
    form: (found[2] ?? 'plain') as Placeholder['form'],
  }))
}

type Values = Readonly<Record<string, string>>

/** The prompt in the language, or in the default language when it has none there; `null` when neither knows it. */
export function findPrompt(flow: Flow, language: string, id: string): { prompt: Prompt; language: string } | null {
  for (const candidate of [language, flow.defaultLanguage]) {
    const prompts = own(flow.prompts, candidate)
    const prompt = prompts === undefined ? undefined : own(prompts, id)
    if (prompt !== undefined) return { prompt, language: candidate }
  }
  return null
}

/** One prompt ready to be said. A prompt that does not exist is silence, never an error: parsing has refused it long before. */
export function speak(flow: Flow, language: string, id: string, values: Values): Spoken | null {
  const found = findPrompt(flow, language, id)
  if (found === null) return null
  const text = fill(flow, found.language, found.prompt.text, values)
  const spoken: Spoken = { prompt: id, text, language: found.language }
  return found.prompt.audio === undefined ? spoken : { ...spoken, audio: found.prompt.audio }
}

/** The same for a text message: its `sms` wording when there is one; digits stay together. */
export function write(flow: Flow, language: string, id: string, values: Values): string {
  const found = findPrompt(flow, language, id)
  if (found === null) return ''
  const text = (found.prompt.sms ?? found.prompt.text).replaceAll(':digits}', '}')
  return fill(flow, found.language, text, values)
}

function fill(flow: Flow, language: string, text: string, values: Values): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string, form: string | undefined) => {
    const value = own(values, name) ?? ''
    if (form === 'digits') return oneByOne(value)
    if (form === 'date') return spokenDate(value, language, flow.zone)
    if (form === 'word') return word(flow, language, name, value)
    return value
  })
}

/** `1 2 3 4, 5 6 7 8`: with a breath after every four, as people write numbers down. */
function oneByOne(value: string): string {
  const characters = [...value].filter((character) => /[\p{L}\p{N}]/u.test(character))
  const groups = characters.map((character, index) =>
    index > 0 && index % 4 === 0 ? `, ${character}` : ` ${character}`,
  )
  return groups.join('').trim()
}

/** `stage.received` for `ticket.stage` = `received`; `stage.other` for a value without a word of its own. */
function word(flow: Flow, language: string, name: string, value: string): string {
  const last = name.split('.').at(-1) ?? name
  const found = findPrompt(flow, language, `${last}.${value}`) ?? findPrompt(flow, language, `${last}.other`)
  return found?.prompt.text ?? value
}

const LOCALES: Values = { ind: 'id-ID', eng: 'en-GB' }

function spokenDate(milliseconds: string, language: string, zone: string): string {
  const at = Number(milliseconds)
  if (milliseconds === '' || !Number.isFinite(at)) return ''
  return new Intl.DateTimeFormat(LOCALES[language] ?? 'id-ID', { dateStyle: 'long', timeZone: zone }).format(at)
}

/** A property of the object itself: a key named `constructor` finds nothing. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
