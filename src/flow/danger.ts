/** Words that mean somebody may be in danger now, said or written. Pure. One call too many costs a minute, one too few a life. */

/** How grave a word is: `life` for a life that may be ending now, `urgent` for help that is needed at once. */
export type Gravity = 'life' | 'urgent'

/** Phrases that mean the same to those who send help. */
export type DangerPhrases = {
  readonly gravity: Gravity
  /** The kind of emergency in the site's words; absent: the phrase does not tell. */
  readonly kind?: string
  readonly phrases: readonly string[]
  /** They count only if nothing else is said: `tolong` alone is a cry, `tolong perbaiki jalan` is a request. */
  readonly alone?: boolean
  /** Endings that their language hangs on a word (`gempanya`). */
  readonly endings?: readonly string[]
}

/** What the site's files `danger-words/<language>.yaml` say, of all languages: who is asked for help speaks as it comes. */
export type DangerWords = {
  readonly danger: readonly DangerPhrases[]
  /** In these the words mean nothing: `rawan kecelakaan`. */
  readonly harmless: readonly string[]
}

export type Danger = { readonly word: string; readonly gravity: Gravity; readonly kind: string | null }

export const noDangerWords: DangerWords = { danger: [], harmless: [] }

/** Small letters without signs or accents, single blanks between words. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’`]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')

type Compiled = { readonly phrase: RegExp; readonly whole: RegExp; readonly entry: DangerPhrases }
type CompiledWords = { readonly danger: readonly Compiled[]; readonly harmless: RegExp | null }

/** The words come with the site and stay: each set is made ready once. */
const ready = new WeakMap<DangerWords, CompiledWords>()

/** Longest first, so that `gempa bumi` is not found as `gempa`. */
const anyOf = (phrases: readonly string[]): string =>
  phrases
    .map(plain)
    .filter((phrase) => phrase !== '')
    .toSorted((a, b) => b.length - a.length)
    .join('|') || '(?!)'

function compiled(words: DangerWords): CompiledWords {
  const known = ready.get(words)
  if (known !== undefined) return known
  const made: CompiledWords = {
    danger: words.danger.map((entry) => {
      const { phrases, endings = [] } = entry
      const one = `(${anyOf(phrases)})(?:${anyOf(endings)})?`
      return {
        entry,
        phrase: new RegExp(`(?<![^ ])${one}(?![^ ])`, 'gu'),
        whole: new RegExp(`^${one}(?: ${one})*$`, 'u'),
      }
    }),
    harmless: words.harmless.length === 0 ? null : new RegExp(`(?<![^ ])(?:${anyOf(words.harmless)})(?![^ ])`, 'gu'),
  }
  ready.set(words, made)
  return made
}

/** Every danger that the text names, each word once, in the order in which the words were said. */
export function dangersIn(words: DangerWords, text: string): readonly Danger[] {
  const { danger, harmless } = compiled(words)
  const said = plain(text)
  const left = harmless === null ? said : said.replaceAll(harmless, (phrase) => '-'.repeat(phrase.length))
  const found = danger.flatMap(({ entry, phrase, whole }) =>
    entry.alone === true && !whole.test(left)
      ? []
      : [...left.matchAll(phrase)].map((match) => ({
          at: match.index,
          danger: { word: match[1] ?? '', gravity: entry.gravity, kind: entry.kind ?? null },
        })),
  )
  const inOrder = found.toSorted((a, b) => a.at - b.at || b.danger.word.length - a.danger.word.length)
  const seen = new Set<string>()
  return inOrder.flatMap(({ danger: one }) => {
    if (seen.has(one.word)) return []
    seen.add(one.word)
    return [one]
  })
}

export const isDanger = (words: DangerWords, text: string): boolean => dangersIn(words, text).length > 0
