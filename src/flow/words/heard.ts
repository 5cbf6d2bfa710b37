/** Numbers as callers say or write them, read back: `dua puluh satu`, `nomor dua`, `1234 5674`. Knows nothing of how we say them. */

import heard from './lang/heard.json' with { type: 'json' }

/** By language: every name of a digit. */
const digits: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(heard.digits).map(([language, rows]) => [
    language,
    new Map(rows.flatMap((names, digit) => names.map((name) => [name, String(digit)] as const))),
  ]),
)
/** Words that stand for several: `sebelas` is `1 belas`, and so is `eleven`, so that one grammar reads both. */
const compounds: ReadonlyMap<string, string> = new Map(Object.entries(heard.compounds))
const fillers: ReadonlySet<string> = new Set(heard.fillers)

const marks: ReadonlySet<string> = new Set(['belas', 'puluh', 'ratus', 'ribu', 'juta', 'miliar', 'triliun'])
const scales = [
  ['triliun', 1e12],
  ['miliar', 1e9],
  ['juta', 1e6],
  ['ribu', 1e3],
] as const

/** The whole text as one number from 0 on, in numerals or in words; null when it is none. */
export function numberHeard(text: string, language: string): number | null {
  const words = wordsOf(text)
  const [only] = words
  if (words.length === 1 && only !== undefined && /^\d{1,15}$/.test(only)) return Number(only)
  const atoms: string[] = []
  for (const word of words) {
    const compound = compounds.get(word)
    if (compound !== undefined) atoms.push(...compound.split(' ').filter((atom) => atom !== ''))
    else {
      const atom = marks.has(word) ? word : digitOf(word, language)
      if (atom === undefined) return null
      atoms.push(atom)
    }
  }
  return sumOf(atoms)
}

/** The whole text as digits one after the other, as numerals, as words or mixed; a number in words counts as its numerals. */
export function digitsHeard(text: string, language: string): string | null {
  const words = wordsOf(text)
  const each = words.map((word) => (/^\d+$/.test(word) ? word : digitOf(word, language)))
  if (each.length > 0 && !each.includes(undefined)) return each.join('')
  const number = numberHeard(text, language)
  return number === null ? null : String(number)
}

/** Small letters, without signs and without what people say around a number (`nomor`, `pilih`). */
function wordsOf(text: string): readonly string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '' && !fillers.has(word))
}

/** In the caller's language first; whoever speaks another one mixes in Indonesian. */
function digitOf(word: string, language: string): string | undefined {
  return digits.get(language)?.get(word) ?? digits.get('ind')?.get(word) ?? digits.get('eng')?.get(word)
}

/** `2 ratus 1 ribu 5` is 200,000 + 1,000 + 5: each scale once, from the largest down. */
function sumOf(atoms: readonly string[]): number | null {
  if (atoms.length === 0) return null
  let total = 0
  let rest = atoms
  for (const [scale, size] of scales) {
    const end = rest.indexOf(scale)
    if (end === -1) continue
    const group = belowThousand(rest.slice(0, end))
    if (group === null) return null
    total += group * size
    rest = rest.slice(end + 1)
  }
  if (rest.length === 0) return total
  const group = belowThousand(rest)
  return group === null ? null : total + group
}

const GROUP = /^(?:([1-9]) ratus(?: |$))?(?:([1-9]) puluh(?: ([1-9]))?|([1-9]) belas|([1-9]))?$/

function belowThousand(atoms: readonly string[]): number | null {
  const text = atoms.join(' ')
  if (text === '0') return 0
  const read = text === '' ? null : GROUP.exec(text)
  if (read === null) return null
  const [, hundreds = 0, tens = 0, ones = 0, teens, digit = 0] = read
  return Number(hundreds) * 100 + Number(tens) * 10 + Number(ones) + Number(digit) + (teens ? 10 + Number(teens) : 0)
}
