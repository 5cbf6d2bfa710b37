/** `places/<name>.yaml`, beside the districts of `site.yaml`, to the places that people name. Pure. */

import { complaints } from '../flow/check.ts'
import type { Problem } from '../flow/flow.ts'
import { told, unknown } from '../flow/rules/told.ts'
import { readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import { type Gazetteer, gazetteerOf } from '../places/gazetteer.ts'
import type { Place, Position, Spellings } from '../places/place.ts'
import type { District } from './facts.ts'
import { PlacesFile, type PlacesFileSpec } from './places-schema.ts'

type Details = PlacesFileSpec['districts'][string]
type PlacesRead = {
  readonly places: readonly Place[]
  readonly spellings: Spellings
  readonly problems: readonly Problem[]
}

const positionOf = (at: readonly [number, number] | undefined): Position | null =>
  at === undefined ? null : { latitude: at[0], longitude: at[1] }

const districtOf = ({ id, name, code }: District, { aliases = [], at }: Details): Place => ({
  kind: 'district',
  id,
  name,
  aliases,
  district: id,
  code: code ?? null,
  at: positionOf(at),
})

function insideOf(district: string, { villages = [], landmarks = [] }: Details): readonly Place[] {
  return [
    ...villages.map(
      ({ name, code, aliases = [], at }): Place => ({
        kind: 'village',
        id: code,
        name,
        aliases,
        district,
        code,
        at: positionOf(at),
      }),
    ),
    ...landmarks.map(
      ({ id, name, aliases = [], at }): Place => ({
        kind: 'landmark',
        id,
        name,
        aliases,
        district,
        code: null,
        at: positionOf(at),
      }),
    ),
  ]
}

/** What the schema cannot say: districts that are not there, a village under another district's code, names given twice. */
function problemsOf(spec: PlacesFileSpec, districts: readonly District[], file: YamlFile): readonly Problem[] {
  const seen = new Set<string>()
  return Object.entries(spec.districts).flatMap(([id, { villages = [], landmarks = [] }]) => {
    const district = districts.find((one) => one.id === id)
    const path = ['districts', id]
    if (district === undefined)
      return [
        file.problem(
          path,
          unknown(
            'district',
            id,
            districts.map((one) => one.id),
          ),
        ),
      ]
    const twice = (what: string, key: string, index: number): readonly Problem[] => {
      const isKnown = seen.has(key)
      seen.add(key)
      return isKnown ? [file.problem([...path, what, index], told('right-form', 'twice', { name: key }))] : []
    }
    return [
      ...villages.flatMap(({ code }, index) => [
        ...(district.code === undefined || code.startsWith(`${district.code}.`)
          ? []
          : [
              file.problem(
                [...path, 'villages', index, 'code'],
                told('right-form', 'foreign_code', { code, district: district.code }),
              ),
            ]),
        ...twice('villages', code, index),
      ]),
      ...landmarks.flatMap((landmark, index) => twice('landmarks', landmark.id, index)),
    ]
  })
}

function readOne(source: TextFile, districts: readonly District[]): PlacesRead & { readonly spec?: PlacesFileSpec } {
  const file = readYaml(source)
  const nothing = { places: [], spellings: [] }
  if (file.value === undefined) return { ...nothing, problems: file.problems }
  const shape = complaints(PlacesFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { ...nothing, problems: [...file.problems, ...shape] }
  const spec = file.value as PlacesFileSpec
  return {
    places: Object.entries(spec.districts).flatMap(([id, details]) => insideOf(id, details)),
    spellings: spec.spellings ?? [],
    problems: [...file.problems, ...problemsOf(spec, districts, file)],
    spec,
  }
}

/** Every district of the site, with what the files add. A site without such files knows its districts by their names. */
export function readPlaces(
  sources: readonly TextFile[],
  districts: readonly District[],
): { readonly gazetteer: Gazetteer; readonly problems: readonly Problem[] } {
  const read = sources.map((source) => readOne(source, districts))
  const detailsOf = (id: string): Details =>
    read.map(({ spec }) => spec?.districts[id]).find((details) => details !== undefined) ?? {}
  const places = [
    ...districts.map((district) => districtOf(district, detailsOf(district.id))),
    ...read.flatMap((one) => one.places),
  ]
  return {
    gazetteer: gazetteerOf(
      places,
      read.flatMap(({ spellings }) => spellings),
    ),
    problems: read.flatMap(({ problems }) => problems),
  }
}
