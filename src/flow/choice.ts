/** Which of several things a caller means: by key, by number or number word, by its name, by the words of its prompt. Pure. */

import type { Choice } from './verbs.ts'
import { digitsHeard } from './words/heard.ts'

/** The key of the choice that the text means; null when it means none, or more than one. */
export function keyHeard(text: string, choices: readonly Choice[], language: string): string | null {
  const written = text.trim()
  const keys = choices.map(({ key }) => key)
  if (keys.includes(written)) return written
  const number = digitsHeard(written, language)
  if (number !== null && keys.includes(number)) return number
  const said = wordsOf(written)
  if (said === '') return null
  return only(choices, (phrase) => phrase === said) ?? only(choices, (phrase) => ` ${said} `.includes(` ${phrase} `))
}

/** Small letters and single spaces, without signs. */
export function wordsOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '').join(' ')
}

/** Everything that may be said for a choice, as words. */
const phrasesOf = ({ label, words }: Choice): readonly string[] =>
  [...(label === null ? [] : [label.text]), ...words].map(wordsOf).filter((phrase) => phrase !== '')

function only(choices: readonly Choice[], fits: (phrase: string) => boolean): string | null {
  const meant = choices.filter((choice) => phrasesOf(choice).some(fits))
  return meant.length === 1 ? (meant[0]?.key ?? null) : null
}
