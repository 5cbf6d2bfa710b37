/**
 * What a flow says, as a text message: the same menu that is keys on the phone is numbers or words here. Pure. Sentences that were
 * written for the phone are mended (`tekan 2` becomes `balas 2`); a prompt with an `sms` wording needs none of it.
 */

import type { Choice, Spoken, Verb } from '../verbs.ts'
import phone from './lang/phone.json' with { type: 'json' }
import { cutTo, plainSigns, segmentsOf } from './segments.ts'

export type WritingOptions = {
  /** Of the sentence that tells how to answer; ISO 639-3. */
  readonly language: string
  /** Parts that one answer may have; every part costs. */
  readonly mostSegments?: number
  /** Stands below every answer, whole: where to call in danger. */
  readonly footer?: string
}

/** A menu with five choices and its question fit. */
const USUAL_SEGMENTS = 3

type Habits = (typeof phone)['ind']
const habitsOf = (language: string): Habits =>
  Object.hasOwn(phone, language) ? phone[language as keyof typeof phone] : phone.ind

/**
 * The verbs of one step as one text. The question, its choices and the footer are kept whole as far as they fit; of what is said
 * before them the end is left out (`...`). Empty when the step says nothing.
 */
export function writtenReply(verbs: readonly Verb[], options: WritingOptions): string {
  const { mostSegments = USUAL_SEGMENTS, footer = '' } = options
  const last = verbs.at(-1)
  const choices = last?.verb === 'gather' ? (last.choices ?? []) : []
  const named = choices.filter(({ label }) => label !== null)
  const spoken = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  const sentences = spoken.map((each) => sentencesOf(each, named))
  const list = named.map(({ key, label }) => `${key}. ${withoutStop(label?.text ?? '')}`)
  const how = named.length === 0 ? [] : [habitsOf(options.language).choose]
  const below = [...list, ...how, ...(footer === '' ? [] : [footer])].map(plainSigns)
  const whole = sentences.flat()
  if (whole.length === 0 && list.length === 0) return ''
  // What is asked now is the last prompt; whatever comes before it may lose its end.
  const asked = last?.verb === 'gather' || last?.verb === 'record' ? (sentences.at(-1) ?? []) : []
  const told = whole.slice(0, whole.length - asked.length)
  for (let kept = told.length; kept >= 0; kept -= 1) {
    const more = kept < told.length ? ['...'] : []
    const text = composed([...told.slice(0, kept), ...more, ...asked], below)
    if (segmentsOf(text) <= mostSegments) return text
  }
  return cutTo(composed(asked, below), mostSegments)
}

const composed = (sentences: readonly string[], below: readonly string[]): string =>
  [sentences.join(' '), ...below].filter((line) => line !== '').join('\n')

/**
 * Sentences of a prompt as they are read. What only names the key of a choice that is listed anyway is left out, but for a sentence in another
 * language: whoever it is for cannot read the list.
 */
function sentencesOf({ text, language }: Spoken, named: readonly Choice[]): readonly string[] {
  const habits = habitsOf(language)
  const press = new RegExp(`\\b(${habits.press.join('|')})\\b`, 'iu')
  const sign = new RegExp(`\\b(${habits.press.join('|')})\\s+(${habits.signs.join('|')})\\b`, 'iu')
  const keys = named.map(({ key }) => key.replace(/[*#]/, (one) => `\\${one}`)).join('|')
  const listed = keys === '' ? null : new RegExp(`(?<![0-9])(${keys})(?![0-9])`)
  return plainSigns(text)
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !sign.test(sentence) && !(press.test(sentence) && listed?.test(sentence) === true))
    .map((sentence) => [habits, ...Object.values(phone)].reduce(mended, sentence))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

function mended(sentence: string, { press, reply, leaveOut }: Habits): string {
  const pressed = new RegExp(`\\b(${press.join('|')})(?=\\s+(?:\\p{L}+\\s+)?[0-9])`, 'giu')
  let text = sentence.replaceAll(pressed, (verb) => (/^\p{Lu}/u.test(verb) ? capital(reply) : reply))
  for (const phrase of leaveOut) text = text.replace(new RegExp(`${phrase}\\s*`, 'iu'), '')
  return capital(text.trim())
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
const withoutStop = (text: string): string => text.trim().replace(/[.!]$/, '')
