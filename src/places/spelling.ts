/** One spelling for the many that a place has on signs, in letters, in texts and in what a carrier hears. */

import type { Spellings } from './place.ts'

/** Spellings before 1972 (Ejaan Soewandi and van Ophuijsen), which names keep. */
const oldSpellings: Spellings = [
  ['oe', 'u'],
  ['tj', 'c'],
  ['dj', 'j'],
  ['nj', 'ny'],
]

const numerals = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh']
const romans: Readonly<Record<string, string>> = {
  ii: 'dua',
  iii: 'tiga',
  iv: 'empat',
  v: 'lima',
  vi: 'enam',
  vii: 'tujuh',
  viii: 'delapan',
  ix: 'sembilan',
  x: 'sepuluh',
  xi: 'sebelas',
  xii: 'dua belas',
  xiii: 'tiga belas',
}

/** Words that say what kind of place follows, and not which. */
const kinds = new Set(['kecamatan', 'kec', 'nagari', 'desa', 'kelurahan', 'kel', 'kenagarian', 'kabupaten', 'kab'])

/** Numbers from 0 to 99 as they are said. */
function inWords(number: number): string {
  if (number <= 10) return numerals[number] ?? ''
  if (number === 11) return 'sebelas'
  if (number < 20) return `${numerals[number - 10]} belas`
  const rest = number % 10
  return `${numerals[Math.floor(number / 10)]} puluh${rest === 0 ? '' : ` ${numerals[rest]}`}`
}

const isNumber = (word: string | undefined): boolean => word !== undefined && /^\d{1,2}$/.test(word)

/** `2 x 11` is said "dua kali sebelas", `VII Koto` "tujuh koto". */
function sayNumbers(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    if (word === 'x' && isNumber(words[index - 1]) && isNumber(words[index + 1])) return 'kali'
    if (isNumber(word)) return inWords(Number(word))
    return Object.hasOwn(romans, word) ? (romans[word] ?? word) : word
  })
}

function respell(word: string, spellings: Spellings): string {
  let respelt = word
  for (const [written, meant] of [...oldSpellings, ...spellings]) respelt = respelt.replaceAll(written, meant)
  return respelt.replaceAll(/(.)\1+/g, '$1')
}

const mostLetters = 600
const mostWords = 30

/** The first words of a text in the one spelling. */
export function wordsOf(text: string, spellings: Spellings): readonly string[] {
  const plain = text
    .slice(0, mostLetters)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .replaceAll(/(\d)x(\d)/g, '$1 x $2')
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '')
  return sayNumbers(words.slice(0, mostWords))
    .flatMap((said) => said.split(' '))
    .filter((word) => !kinds.has(word))
    .map((word) => respell(word, spellings))
}
