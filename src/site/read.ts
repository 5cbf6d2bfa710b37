/** `site.yaml`, once its shape is right, to the site's facts; and what only the whole can tell. Pure. */

import { complaints } from '../flow/check.ts'
import type { Surroundings } from '../flow/draft.ts'
import type { Problem } from '../flow/flow.ts'
import { told, unknown } from '../flow/rules/told.ts'
import { usualVoices } from '../flow/speech.ts'
import type { Target } from '../flow/verbs.ts'
import { type Path, readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import type { Dialling, Duty, Site } from './facts.ts'
import { type HoursSource, readCalendars, readOwnHolidays } from './read-hours.ts'
import { readLadders } from './read-ladders.ts'
import { SiteFile, type SiteFileSpec } from './schema.ts'
import { targetOf } from './target.ts'

type Composed =
  | 'flows'
  | 'cases'
  | 'coverage'
  | 'isOpen'
  | 'open'
  | 'holidays'
  | 'gazetteer'
  | 'answers'
  | 'dangerWords'
  | 'overlays'
  | 'warnings'

export type SiteFacts = Omit<Site, Composed> & HoursSource & { readonly flowIds: readonly string[] }

/** `facts` is null when the file's own problems leave nothing to go on. */
export function readSite(source: TextFile): {
  readonly facts: SiteFacts | null
  readonly problems: readonly Problem[]
  readonly file: YamlFile
} {
  const file = readYaml(source)
  if (file.value === undefined) return { facts: null, problems: file.problems, file }
  const shape = complaints(SiteFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { facts: null, problems: [...file.problems, ...shape], file }
  const spec = file.value as SiteFileSpec
  const dialled = dial(spec, file)
  const calendars = readCalendars(spec, file)
  const holidays = readOwnHolidays(spec, file)
  const hours = { calendars: calendars.calendars, ownHolidays: holidays.days }
  const own = [...dialled.problems, ...calendars.problems, ...holidays.problems, ...names(spec, file)]
  return { facts: { ...plain(spec), ...hours, ...dialled.facts }, problems: [...file.problems, ...own], file }
}

/** What a flow of this site may name. */
export function surroundingsOf(facts: SiteFacts): Surroundings {
  return {
    lanes: facts.lanes.map((lane) => lane.id),
    emergencies: Object.keys(facts.ladders),
    calendars: facts.calendars.map((calendar) => calendar.id),
    topics: facts.topics.map((topic) => topic.id),
    districts: facts.districts.map((district) => district.id),
    targets: Object.fromEntries(Object.entries(facts.targets).map(([name, { target }]) => [name, target])),
    zone: facts.zone,
    voices: [...new Set([...usualVoices, ...Object.keys(facts.carrier.voices)])],
  }
}

function callbacksOf({ callbacks = {} }: SiteFileSpec): SiteFacts['callbacks'] {
  const { times, rest_minutes, keep_hours } = callbacks
  return {
    ...(times === undefined ? {} : { times }),
    ...(rest_minutes === undefined ? {} : { restSeconds: rest_minutes.map((minutes) => minutes * 60) }),
    ...(keep_hours === undefined ? {} : { keepHours: keep_hours }),
  }
}

type Plain = Omit<SiteFacts, 'dutyLine' | 'targets' | 'duties' | 'ladders' | 'dialling' | keyof HoursSource>

function plain(spec: SiteFileSpec): Plain {
  return {
    name: spec.name,
    zone: spec.zone,
    languages: spec.languages,
    defaultLanguage: spec.default_language,
    flowIds: spec.flows,
    libraries: spec.libraries ?? [],
    lines: spec.lines,
    lanes: Object.entries(spec.lanes).map(([id, lane]) => ({
      id,
      label: lane.label,
      priority: lane.priority,
      offer: { ringSeconds: lane.ring_seconds, leaseSeconds: lane.lease_seconds },
      promise: { answerSeconds: lane.answer_seconds ?? 20, limitSeconds: lane.wait_limit_seconds ?? 120 },
    })),
    alarms: { emergencySeconds: spec.alarms?.emergency_seconds ?? 60, staffed: spec.alarms?.staffed ?? null },
    watch: { everyMinutes: spec.watch?.every_minutes ?? null, drillDays: spec.watch?.drill_days ?? null },
    callbacks: callbacksOf(spec),
    agencies: spec.agencies.map(({ id, name, coordinator }) => ({ id, name, coordinator: coordinator ?? false })),
    topics: spec.topics,
    districts: spec.districts,
    carrier: {
      conference: spec.carrier.conference,
      twoWayText: spec.carrier.two_way_text,
      mediaStreams: spec.carrier.media_streams,
      shortCodes: spec.carrier.short_codes,
      speech: spec.carrier.speech ?? true,
      voices: spec.carrier.voices ?? {},
    },
  }
}

/** Every target of the file, resolved; a refused one is named at its line. */
function dial(
  spec: SiteFileSpec,
  file: YamlFile,
): {
  readonly facts: Pick<SiteFacts, 'dutyLine' | 'targets' | 'duties' | 'ladders' | 'dialling'>
  readonly problems: readonly Problem[]
} {
  const dialling: Dialling = { prefixes: spec.dialling.prefixes, sipHosts: spec.dialling.sip_hosts }
  const problems: Problem[] = []
  const resolve = (written: { target: string; byoc_trunk?: string }, path: Path): Target => {
    const result = targetOf(written, dialling)
    if (result.outcome === 'target') return result.target
    problems.push(file.problem([...path, 'target'], result.why))
    return { kind: 'number', number: written.target }
  }
  const duty = (id: string, written: { name: string; target: string; byoc_trunk?: string }, path: Path): Duty => ({
    id,
    name: written.name,
    target: resolve(written, path),
  })
  const ladders = readLadders(spec, file, dialling, resolve)
  const targets = Object.entries(spec.targets).map(([id, written]) => [id, duty(id, written, ['targets', id])] as const)
  const facts = {
    dialling,
    dutyLine: duty('duty_line', spec.duty_line, ['duty_line']),
    targets: Object.fromEntries(targets),
    duties: spec.agencies.flatMap(({ id, name, target, byoc_trunk }, index) =>
      target === undefined ? [] : [duty(id, { name, target, ...(byoc_trunk && { byoc_trunk }) }, ['agencies', index])],
    ),
    ladders: ladders.ladders,
  }
  return { facts, problems: [...problems, ...ladders.problems] }
}

function names(spec: SiteFileSpec, file: YamlFile): readonly Problem[] {
  const problems: Problem[] = []
  const twice = (what: string, values: readonly string[]): void => {
    for (const [index, value] of values.entries()) {
      if (values.indexOf(value) !== index)
        problems.push(file.problem([what, index], told('right-form', 'twice', { name: value })))
    }
  }
  twice(
    'lines',
    spec.lines.map(({ to }) => to),
  )
  twice(
    'agencies',
    spec.agencies.map(({ id }) => id),
  )
  twice(
    'topics',
    spec.topics.map(({ id }) => id),
  )
  twice(
    'districts',
    spec.districts.map(({ id }) => id),
  )
  twice('flows', spec.flows)
  for (const [index, { flow }] of spec.lines.entries()) {
    if (!spec.flows.includes(flow))
      problems.push(file.problem(['lines', index, 'flow'], unknown('flow', flow, spec.flows)))
  }
  for (const [index, { agency }] of spec.topics.entries()) {
    if (!spec.agencies.some(({ id }) => id === agency)) {
      problems.push(
        file.problem(
          ['topics', index, 'agency'],
          unknown(
            'agency',
            agency,
            spec.agencies.map(({ id }) => id),
          ),
        ),
      )
    }
  }
  const staffed = spec.alarms?.staffed
  if (staffed !== undefined && !Object.hasOwn(spec.calendars, staffed)) {
    problems.push(file.problem(['alarms', 'staffed'], unknown('calendar', staffed, Object.keys(spec.calendars))))
  }
  const isMarked = Object.values(spec.ladders).some(({ rungs, variants = [] }) =>
    [rungs, ...variants.map((variant) => variant.rungs)].flat().some(({ drill }) => drill === true),
  )
  if (spec.watch?.drill_days !== undefined && !isMarked) {
    problems.push(file.problem(['watch', 'drill_days'], told('right-form', 'no_drill')))
  }
  const coordinators = spec.agencies.filter(({ coordinator }) => coordinator === true).length
  if (coordinators !== 1) {
    problems.push(file.problem(['agencies'], told('right-form', 'coordinator', { count: String(coordinators) })))
  }
  if (!spec.languages.includes(spec.default_language)) {
    problems.push(file.problem(['default_language'], unknown('language', spec.default_language, spec.languages)))
  }
  return problems
}
