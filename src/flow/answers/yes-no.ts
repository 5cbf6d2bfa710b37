/** Yes or no: key 1 or 2, or a word for it in the caller's language, in Indonesian or in English. */

import { wordsOf } from '../choice.ts'
import type { Heard } from '../listening.ts'
import { digitsHeard } from '../words/heard.ts'
import words from './lang/yes-no.json' with { type: 'json' }

type Words = { readonly yes: readonly string[]; readonly no: readonly string[] }
const byLanguage: ReadonlyMap<string, Words> = new Map(Object.entries(words))

/** The keys that every such question has. */
export const YES_KEY = '1'
export const NO_KEY = '2'

/** What may be said for yes and for no, the caller's own language first. */
export function yesNoWords(language: string): Words {
  const all = [...new Set([language, 'ind', 'eng'])].flatMap((one) => byLanguage.get(one) ?? [])
  return { yes: all.flatMap(({ yes }) => yes), no: all.flatMap(({ no }) => no) }
}

/** `yes`, `no`, or null when it was neither, or both. Only the first words count: "ya, tidak apa-apa" says yes. */
export function yesNoHeard({ text, by }: Heard, language: string): 'yes' | 'no' | null {
  const key = by === 'keys' ? text : digitsHeard(text, language)
  if (key === YES_KEY) return 'yes'
  if (key === NO_KEY) return 'no'
  const first = wordsOf(text).split(' ')[0] ?? ''
  const { yes, no } = yesNoWords(language)
  if (yes.includes(first)) return no.includes(first) ? null : 'yes'
  return no.includes(first) ? 'no' : null
}
