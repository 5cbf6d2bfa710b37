/** What a flow's `lookup: place` asks and hears. */

import { findPlace, type Gazetteer } from './gazetteer.ts'

/** From here on a place needs no "do you mean ...?". */
export const sureConfidence = 0.85

/**
 * `input`: `text` (what was said or written), `district` (a district's id), or both. Gives the values by name, all as text:
 * `name` as it is written, `code` empty for a landmark, `confidence` `sure` or `unsure`. Null when nothing is likely enough.
 */
export function lookUpPlace(
  gazetteer: Gazetteer,
  input: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const { text, district } = input
  const found = findPlace(gazetteer, {
    ...(text === undefined ? {} : { text }),
    ...(district === undefined ? {} : { district }),
  })
  if (found.outcome === 'unknown') return null
  const { place, confidence } = found
  const itsDistrict = gazetteer.places.find(({ kind, id }) => kind === 'district' && id === place.district)
  return {
    id: place.id,
    name: place.name,
    kind: place.kind,
    code: place.code ?? '',
    district: place.district,
    district_name: itsDistrict?.name ?? place.name,
    confidence: confidence >= sureConfidence ? 'sure' : 'unsure',
  }
}
