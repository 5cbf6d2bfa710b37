/** Where something is: districts, the villages (nagari, desa, kelurahan) in them, and landmarks that people name instead. */

export const placeKinds = ['district', 'village', 'landmark'] as const
export type PlaceKind = (typeof placeKinds)[number]

/** Degrees, WGS 84. */
export type Position = { readonly latitude: number; readonly longitude: number }

export type Place = {
  readonly kind: PlaceKind
  /** A district's id is the one that flows and tickets know. */
  readonly id: string
  readonly name: string
  /** Other names and spellings. */
  readonly aliases: readonly string[]
  /** Id of the district that it lies in; its own for a district. */
  readonly district: string
  /** Kemendagri code (`13.05.01`, `13.05.01.2001`), which is BMKG's adm3 and adm4 too; null for landmarks. */
  readonly code: string | null
  readonly at: Position | null
}

/** Each pair says that the first is written, or heard, for the second; applied in order. */
export type Spellings = readonly (readonly [string, string])[]
