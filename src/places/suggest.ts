/** What somebody who types a place may mean, from the first letters on. */

import { findPlace, type Gazetteer } from './gazetteer.ts'
import type { Place } from './place.ts'
import { wordsOf } from './spelling.ts'

export type Suggestion = { readonly place: Place; readonly district: Place | null }

/** Of those that begin alike: landmarks and villages say more than a district. */
const rank = { landmark: 0, village: 1, district: 2 } as const

/** Every word that was typed begins a word of the name. */
const begins = (typed: readonly string[], name: readonly string[]): boolean =>
  typed.every((word) => name.some((part) => part.startsWith(word)))

function beginning(gazetteer: Gazetteer, typed: readonly string[]): readonly Place[] {
  const found = gazetteer.places.filter((place) =>
    [place.name, ...place.aliases].some((name) => begins(typed, wordsOf(name, gazetteer.spellings))),
  )
  return found.toSorted((a, b) => rank[a.kind] - rank[b.kind] || (a.name < b.name ? -1 : 1))
}

/** Those that begin so first, then those that are spelt nearly so; at most `most`. Nothing for fewer than two letters. */
export function suggestPlaces(gazetteer: Gazetteer, text: string, most = 8): readonly Suggestion[] {
  const typed = wordsOf(text, gazetteer.spellings)
  if (typed.join('').length < 2) return []
  const guessed = findPlace(gazetteer, { text })
  const likely = guessed.outcome === 'found' ? [guessed.place] : []
  const near = [...likely, ...guessed.others.map(({ place }) => place)]
  const districts = new Map(
    gazetteer.places.filter(({ kind }) => kind === 'district').map((place) => [place.id, place]),
  )
  return [...new Set([...beginning(gazetteer, typed), ...near])]
    .slice(0, most)
    .map((place) => ({ place, district: districts.get(place.district) ?? null }))
}
