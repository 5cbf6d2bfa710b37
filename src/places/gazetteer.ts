/**
 * Finds the place that a text means, in memory and over the site's own list: a few hundred names are compared in about a
 * millisecond, with the database down as well as up, and the list has one truth, the site's files.
 */

import leven from 'leven'
import type { Place, Spellings } from './place.ts'
import { wordsOf } from './spelling.ts'

/** One name of a place, in the one spelling. */
type Name = { readonly place: Place; readonly letters: string; readonly alphabet: number; readonly words: number }

export type Gazetteer = {
  readonly places: readonly Place[]
  readonly spellings: Spellings
  readonly names: readonly Name[]
}

/** Which letters are in it, a bit each. */
function alphabetOf(letters: string): number {
  let bits = 0
  for (let index = 0; index < letters.length; index += 1) bits |= 1 << (letters.charCodeAt(index) % 32)
  return bits
}

function bitsIn(number: number): number {
  let bits = 0
  for (let rest = number; rest !== 0; rest &= rest - 1) bits += 1
  return bits
}

export function gazetteerOf(places: readonly Place[], spellings: Spellings = []): Gazetteer {
  const names = places.flatMap((place) =>
    [place.name, ...place.aliases].flatMap((name): readonly Name[] => {
      const words = wordsOf(name, spellings)
      const letters = words.join('')
      return letters === '' ? [] : [{ place, letters, alphabet: alphabetOf(letters), words: words.length }]
    }),
  )
  return { places, spellings, names }
}

export type Guess = {
  readonly place: Place
  /** From 0 to 1: how surely the text means this place. */
  readonly confidence: number
}

export type Wanted = {
  /** What the citizen said or wrote, or an operator typed: a name, or a sentence with one in it. */
  readonly text?: string
  /** A district's id: the place itself, or where to look for what the text says. */
  readonly district?: string
}

export type Found =
  | ({ readonly outcome: 'found'; readonly others: readonly Guess[] } & Guess)
  /** Nothing, or several as likely as each other: whoever asks must ask again. */
  | { readonly outcome: 'unknown'; readonly others: readonly Guess[] }

/** Below this nobody should be sent anywhere without asking again. */
export const leastConfidence = 0.6
/** Two places of different districts that are closer than this are as likely as each other. */
const tooClose = 0.03
const mostOthers = 5

/** A name heard in the words from `from` to before `to`; `likeness` from 0 to 1. */
type Hit = { readonly place: Place; readonly likeness: number; readonly from: number; readonly to: number }

/** Wrong letters that a name of this length may have: one in five to seven, none in fewer. */
const slack = (letters: number): number => (letters < 5 ? 0 : letters < 8 ? 1 : letters < 13 ? 2 : 3)

/** So many words in a row, drawn together: a name that was split or drawn together ("batanganai", "kayu tanam") is still the name. */
type Stretch = { readonly from: number; readonly to: number; readonly letters: string; readonly alphabet: number }

function stretchesOf(words: readonly string[], longest: number): readonly (readonly Stretch[])[] {
  const stretches: Stretch[][] = [[]]
  for (let size = 1; size <= longest; size += 1) {
    const row: Stretch[] = []
    for (let from = 0; from + size <= words.length; from += 1) {
      const letters = words.slice(from, from + size).join('')
      row.push({ from, to: from + size, letters, alphabet: alphabetOf(letters) })
    }
    stretches.push(row)
  }
  return stretches
}

/** Wrong letters, or infinitely many if there are more than allowed. Most pairs are told apart by their lengths or their alphabets. */
function wrongLetters(heard: Stretch, { letters, alphabet }: Name, allowed: number): number {
  if (heard.letters === letters) return 0
  if (Math.abs(heard.letters.length - letters.length) > allowed) return Infinity
  // A letter put for another changes two bits, one too many or too few only one.
  if (bitsIn(heard.alphabet ^ alphabet) > 2 * allowed) return Infinity
  const wrong = leven(heard.letters, letters, { maxDistance: allowed + 1 })
  return wrong > allowed ? Infinity : wrong
}

function hitsOf(name: Name, stretches: readonly (readonly Stretch[])[]): readonly Hit[] {
  const { place, letters, words } = name
  const allowed = slack(letters.length)
  const hits: Hit[] = []
  for (let size = Math.max(1, words - 1); size <= words + 1; size += 1) {
    for (const heard of stretches[size] ?? []) {
      const wrong = wrongLetters(heard, name, allowed)
      if (wrong < Infinity) hits.push({ place, likeness: 1 - wrong / letters.length, from: heard.from, to: heard.to })
    }
  }
  return hits
}

const lettersBetween = (words: readonly string[], from: number, to: number): number =>
  words.slice(from, to).join('').length

/** Its district named beside it, in other words of the text, explains those words too. */
function districtBeside(hit: Hit, hits: readonly Hit[]): Hit | undefined {
  if (hit.place.kind === 'district') return undefined
  return hits.find(
    ({ place, from, to }) =>
      place.kind === 'district' && place.id === hit.place.district && (to <= hit.from || from >= hit.to),
  )
}

/** Likeness counts most; of equals, the place that explains more of the text. */
function guessOf(hit: Hit, hits: readonly Hit[], words: readonly string[]): Guess {
  const beside = districtBeside(hit, hits)
  const explained =
    lettersBetween(words, hit.from, hit.to) + (beside === undefined ? 0 : lettersBetween(words, beside.from, beside.to))
  const coverage = explained / lettersBetween(words, 0, words.length)
  const confidence = hit.likeness ** 2 * (0.9 + 0.1 * coverage)
  return { place: hit.place, confidence: Math.round(confidence * 100) / 100 }
}

/** A village that is called like its district is not meant until somebody says so. */
const rank = { landmark: 0, district: 1, village: 2 } as const

const byLikelihood = (a: Guess, b: Guess): number =>
  b.confidence - a.confidence || rank[a.place.kind] - rank[b.place.kind] || (a.place.id < b.place.id ? -1 : 1)

/** The best guess for each place, likeliest first. */
function guesses(gazetteer: Gazetteer, text: string, within: string | undefined): readonly Guess[] {
  const words = wordsOf(text, gazetteer.spellings)
  const names = gazetteer.names.filter(({ place }) => within === undefined || place.district === within)
  const stretches = stretchesOf(words, 1 + names.reduce((longest, name) => Math.max(longest, name.words), 0))
  const hits = names.flatMap((name) => hitsOf(name, stretches))
  const best = new Map<Place, Guess>()
  for (const hit of hits) {
    const guess = guessOf(hit, hits, words)
    const before = best.get(hit.place)
    if (before === undefined || guess.confidence > before.confidence) best.set(hit.place, guess)
  }
  return [...best.values()].sort(byLikelihood)
}

/** The place that is meant, how surely, and what else it might be. */
export function findPlace(gazetteer: Gazetteer, { text = '', district }: Wanted): Found {
  const asked = district === undefined || district === '' ? undefined : district
  const itself = gazetteer.places.find(({ kind, id }) => kind === 'district' && id === asked)
  if (asked !== undefined && itself === undefined) return { outcome: 'unknown', others: [] }
  const [first, ...others] = text.trim() === '' ? [] : guesses(gazetteer, text, asked)
  const rest = others.slice(0, mostOthers)
  if (first === undefined || first.confidence < leastConfidence) {
    const all = first === undefined ? rest : [first, ...rest]
    // The district was chosen, so that much is known whatever the words beside it mean.
    return itself === undefined
      ? { outcome: 'unknown', others: all }
      : { outcome: 'found', place: itself, confidence: 1, others: all }
  }
  const rival = others.find(
    ({ place, confidence }) => place.district !== first.place.district && first.confidence - confidence < tooClose,
  )
  if (rival !== undefined) return { outcome: 'unknown', others: [first, ...rest] }
  return { outcome: 'found', ...first, others: rest }
}
