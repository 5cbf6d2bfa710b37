/** A bundle of texts to the site, or to everything that is wrong with it. Pure. */

import { type Recordings, readStamps } from '../flow/audio.ts'
import { type Flow, type Problem, problemText } from '../flow/flow.ts'
import { type Parsed, parseFlow, type Sources } from '../flow/parse.ts'
import { told } from '../flow/rules/told.ts'
import { isSubflow } from '../flow/subflow/read.ts'
import { readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import { type Bundle, fileOf, filesOf, librariesIn, namesIn } from './bundle.ts'
import { isOpenAt } from './calendar.ts'
import type { Site } from './facts.ts'
import { type Decree, holidaysOf } from './holidays.ts'
import { otherHoursOf, overlaysOf, type SiteOverlay } from './overlay.ts'
import { overlayProblems } from './overlay-check.ts'
import { readSite, type SiteFacts, surroundingsOf } from './read.ts'
import { readDangerWords } from './read-danger.ts'
import { readDecree } from './read-hours.ts'
import { readKnowledge } from './read-knowledge.ts'
import { readOverlay } from './read-overlay.ts'
import { readPlaces } from './read-places.ts'
import { revisionOf } from './revision.ts'

export type Built =
  | { readonly outcome: 'site'; readonly site: Site }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] }

type ParsedFlow = Extract<Parsed, { outcome: 'flow' }>

/**
 * Every problem of every file is told at once. `now` (milliseconds since 1970) tells which temporary changes are over: what is wrong
 * with those refuses nothing. Never throws for what people wrote.
 */
export function buildSite(bundle: Bundle, now: number): Built {
  const source = fileOf(bundle, [], 'site.yaml')
  if (source === null) return { outcome: 'problems', problems: [missing('site.yaml')] }
  const { facts, problems, file } = readSite(source)
  const libraries = librariesIn(source.text)
  const prompts = readPrompts(bundle, facts, libraries)
  const recorded = readRecordings(bundle, libraries)
  const danger = readDangerWords(sourcesIn(bundle, libraries, 'danger-words'))
  const { dangerWords } = danger
  const surroundings = facts === null ? null : { ...surroundingsOf(facts), dangerWords }
  const subflows = subflowsIn(bundle, libraries)
  const flowIds = facts?.flowIds ?? namesIn(bundle, [], '').filter((id) => !Object.hasOwn(subflows, id))
  const parsed = flowIds.map((id): Parsed => {
    const flow = fileOf(bundle, libraries, `${id}.yaml`)
    return flow === null
      ? { outcome: 'problems', problems: [missing(`${id}.yaml`)] }
      : parseFlow({ flow, subflows, prompts: prompts.sources, recordings: recorded.recordings }, surroundings)
  })
  const good = parsed.filter((one) => one.outcome === 'flow')
  const decrees = readDecrees(bundle, libraries)
  const overlays = facts === null ? noOverlays : readOverlays(bundle, facts, good, recorded.recordings, now)
  const places = readPlaces(sourcesIn(bundle, libraries, 'places'), facts?.districts ?? [])
  const knowledge = facts === null ? noKnowledge : readKnowledge(sourcesIn(bundle, libraries, 'knowledge'), facts)
  const all = [
    ...problems,
    ...libraryProblems(bundle, facts, file),
    ...nameProblems(bundle, flowIds, parsed, file),
    ...prompts.problems,
    ...parsed.flatMap((one) => (one.outcome === 'problems' ? one.problems : one.warnings)),
    ...recorded.problems,
    ...danger.problems,
    ...decrees.problems,
    ...overlays.problems,
    ...(facts === null ? [] : places.problems),
    ...knowledge.problems,
  ]
  if (facts === null || parsed.length > good.length || all.some(({ severity }) => severity === 'error')) {
    return { outcome: 'problems', problems: withoutRepeats(all) }
  }
  const warnings = withoutRepeats(all)
  const { gazetteer } = places
  const { answers } = knowledge
  const site = siteOf(facts, good, decrees.decrees, overlays.overlays)
  return { outcome: 'site', site: { ...site, gazetteer, answers, dangerWords, warnings } }
}

function siteOf(
  facts: SiteFacts,
  parsed: readonly ParsedFlow[],
  decrees: readonly Decree[],
  overlays: readonly SiteOverlay[],
): Omit<Site, 'gazetteer' | 'answers' | 'dangerWords' | 'warnings'> {
  const { calendars, flowIds: _, ownHolidays, ...rest } = facts
  const holidays = holidaysOf(decrees, ownHolidays)
  const others = otherHoursOf(overlays)
  const isOpen = (id: string, nowMs: number): boolean => {
    const calendar = calendars.find((candidate) => candidate.id === id)
    if (calendar === undefined) throw new Error(`the site has no calendar "${id}"`)
    return isOpenAt(calendar, nowMs, facts.zone, holidays, others)
  }
  return {
    ...rest,
    calendars,
    flows: parsed.map(({ flow }) => withOverlays(flow, overlays)),
    cases: Object.fromEntries(parsed.map(({ flow, cases }) => [flow.id, cases])),
    coverage: Object.fromEntries(parsed.map(({ flow, coverage }) => [flow.id, coverage])),
    holidays,
    overlays,
    isOpen,
    open: (nowMs) => Object.fromEntries(calendars.map(({ id }) => [id, isOpen(id, nowMs)])),
  }
}

function withOverlays(flow: Flow, overlays: readonly SiteOverlay[]): Flow {
  const full: Flow = { ...flow, overlays: overlaysOf(overlays, flow) }
  return { ...full, revision: revisionOf(full) }
}

/** Parts that flows call, by id: the site's own before those of its libraries. They are not named in `site.yaml`. */
function subflowsIn(bundle: Bundle, libraries: readonly string[]): NonNullable<Sources['subflows']> {
  const found = namesIn(bundle, libraries, '').flatMap((id) => {
    const source = fileOf(bundle, libraries, `${id}.yaml`)
    return source !== null && isSubflow(source) ? [[id, source] as const] : []
  })
  return Object.fromEntries(found)
}

/** For each language the site's own file first, then the libraries'. */
function readPrompts(
  bundle: Bundle,
  facts: SiteFacts | null,
  libraries: readonly string[],
): { readonly sources: Sources['prompts']; readonly problems: readonly Problem[] } {
  const languages = facts?.languages ?? namesIn(bundle, libraries, 'prompts')
  const found = languages.map((language) => ({
    language,
    files: filesOf(bundle, libraries, `prompts/${language}.yaml`),
  }))
  return {
    sources: found.flatMap(({ language, files }) => files.map((source) => ({ language, source }))),
    problems: found.flatMap(({ language, files }) => (files.length > 0 ? [] : [missing(`prompts/${language}.yaml`)])),
  }
}

function readDecrees(
  bundle: Bundle,
  libraries: readonly string[],
): { readonly decrees: readonly Decree[]; readonly problems: readonly Problem[] } {
  const read = namesIn(bundle, libraries, 'holidays').flatMap((year) => {
    const source = fileOf(bundle, libraries, `holidays/${year}.yaml`)
    return source === null ? [] : [readDecree(source)]
  })
  return {
    decrees: read.flatMap(({ decree }) => decree ?? []),
    problems: read.flatMap(({ problems }) => problems),
  }
}

const noOverlays = { overlays: [], problems: [] }
const noKnowledge = { answers: [], problems: [] }

/** The files of a folder, the site's own in place of a library's of the same name. */
const sourcesIn = (bundle: Bundle, libraries: readonly string[], folder: string): readonly TextFile[] =>
  namesIn(bundle, libraries, folder).flatMap((name) => fileOf(bundle, libraries, `${folder}/${name}.yaml`) ?? [])

function readOverlays(
  bundle: Bundle,
  facts: SiteFacts,
  parsed: readonly ParsedFlow[],
  recordings: Recordings,
  now: number,
): { readonly overlays: readonly SiteOverlay[]; readonly problems: readonly Problem[] } {
  const read = namesIn(bundle, [], 'overlays').flatMap((id) => {
    const source = fileOf(bundle, [], `overlays/${id}.yaml`)
    return source === null ? [] : [readOverlay(source, facts.zone, recordings)]
  })
  const flows = parsed.map(({ flow }) => flow)
  return {
    overlays: read.flatMap(({ overlay }) => overlay ?? []),
    problems: [...read.flatMap(({ problems }) => problems), ...overlayProblems(read, flows, facts, now)],
  }
}

function libraryProblems({ files }: Bundle, facts: SiteFacts | null, file: YamlFile): readonly Problem[] {
  return (facts?.libraries ?? []).flatMap((library, index) =>
    Object.keys(files).some((name) => name.startsWith(`${library}/`))
      ? []
      : [file.problem(['libraries', index], told('library-there', 'none', { library }))],
  )
}

function nameProblems(
  bundle: Bundle,
  flowIds: readonly string[],
  parsed: readonly Parsed[],
  file: YamlFile,
): readonly Problem[] {
  const parts = subflowsIn(bundle, [])
  const unnamed = namesIn(bundle, [], '').filter((id) => !flowIds.includes(id) && !Object.hasOwn(parts, id))
  return [
    ...unnamed.map((id) => file.problem(['flows'], told('right-form', 'unnamed', { file: `${id}.yaml` }))),
    ...parsed.flatMap((one, index) =>
      one.outcome === 'flow' && one.flow.id !== flowIds[index]
        ? [
            file.problem(
              ['flows', index],
              told('right-form', 'misnamed', { file: `${flowIds[index]}.yaml`, id: one.flow.id }),
            ),
          ]
        : [],
    ),
  ]
}

/** The stamps of the site and its libraries, and which recordings are there. */
function readRecordings(
  bundle: Bundle,
  libraries: readonly string[],
): { readonly recordings: Recordings; readonly problems: readonly Problem[] } {
  const read = filesOf(bundle, libraries, 'audio/manifest.yaml').map((source) => readStamps(readYaml(source)))
  // The own stamps last, so that they win.
  const stamps = Object.assign({}, ...read.toReversed().map((one) => one.stamps)) as Recordings['stamps']
  return {
    recordings: { stamps, present: new Set(bundle.recordings) },
    problems: read.flatMap(({ problems }) => problems),
  }
}

const missing = (file: string): Problem => ({ file, line: 1, path: '', ...told('right-form', 'absent', { file }) })

/** Prompts are shared by flows: what is wrong in them is told once. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map(problems.map((problem) => [problemText(problem), problem]))
  return [...byText.values()]
}
