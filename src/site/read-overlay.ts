/** `overlays/<id>.yaml` to an overlay, and what is wrong with it on its own and beside the site's facts. Pure. */

import { DateTime } from 'luxon'
import { type Recordings, withRecordings } from '../flow/audio.ts'
import { complaints } from '../flow/check.ts'
import type { Problem, Prompt } from '../flow/flow.ts'
import { told } from '../flow/rules/told.ts'
import { type Path, readYaml, type TextFile, type YamlFile } from '../flow/yaml.ts'
import { isoDate } from './calendar.ts'
import type { Change, SiteOverlay } from './overlay.ts'
import { OverlayFile, type OverlayFileSpec } from './overlay-schema.ts'
import { datesOf, isDate, noDate, weekOf } from './read-hours.ts'

export type OverlayRead = {
  /** Null when the file leaves nothing to go on. */
  readonly overlay: SiteOverlay | null
  readonly problems: readonly Problem[]
  readonly file: YamlFile
}

/** Reads one file; `zone` is the region's, by whose clock the times are meant. A notice is recorded as `<language>/overlay.<id>.wav`. */
export function readOverlay(source: TextFile, zone: string, recordings: Recordings): OverlayRead {
  const file = readYaml(source)
  if (file.value === undefined) return { overlay: null, problems: file.problems, file }
  const shape = complaints(OverlayFile, file.value).map(({ path, ...said }) => file.problem(path, said))
  if (shape.length > 0) return { overlay: null, problems: [...file.problems, ...shape], file }
  const spec = file.value as OverlayFileSpec
  const times = timeProblems(spec, file)
  if (times.length > 0) return { overlay: null, problems: [...file.problems, ...times], file }
  const first = spec.from === undefined ? null : momentOf(spec.from, zone)
  const until = endOf(spec.until, zone)
  const id = source.file.replace(/^.*\//, '').replace(/\.yaml$/, '')
  const changes = spec.changes.map((change, index) => {
    const place = placedAt(file, ['changes', index, 'say'])
    return 'notice' in change ? noticeOf(change, id, recordings, place) : { change: changeOf(change), warnings: [] }
  })
  const overlay: SiteOverlay = {
    id,
    title: spec.title,
    from: first?.toMillis() ?? null,
    until: until.toMillis(),
    fromDate: first === null ? null : isoDate(first),
    untilDate: isoDate(until.minus({ milliseconds: 1 })),
    flow: spec.flow ?? null,
    changes: changes.map(({ change }) => change),
  }
  const order =
    overlay.from !== null && overlay.from >= overlay.until
      ? [file.problem(['until'], told('overlay-fits', 'backwards'))]
      : []
  const warnings = changes.flatMap((one) => one.warnings)
  return { overlay, problems: [...file.problems, ...order, ...hoursProblems(spec, file), ...warnings], file }
}

const momentOf = (text: string, zone: string): DateTime => DateTime.fromSQL(text, { zone })

/** The end of a last day that is given without a time. */
const endOf = (text: string, zone: string): DateTime =>
  text.includes(' ') ? momentOf(text, zone) : momentOf(text, zone).plus({ days: 1 })

type ChangeSpec = OverlayFileSpec['changes'][number]
type NoticeSpec = Extract<ChangeSpec, { notice: string }>
type Read = { readonly change: Change; readonly warnings: readonly Problem[] }

/** Whatever is told of a sentence is told where it stands in the overlay's file. */
const placedAt = (file: YamlFile, at: Path): Pick<YamlFile, 'problem'> => ({
  problem: (_, said) => file.problem(at, said),
})

function noticeOf(spec: NoticeSpec, id: string, recordings: Recordings, place: Pick<YamlFile, 'problem'>): Read {
  const said = Object.entries(spec.say).map(([language, words]) => {
    const prompt = (typeof words === 'string' ? { text: words } : words) as Prompt
    const name = `overlay.${id}`
    const { prompts, warnings } = withRecordings(language, { [name]: prompt }, recordings, place)
    return { language, prompt: prompts[name] ?? prompt, warnings }
  })
  const say = Object.fromEntries(said.map(({ language, prompt }) => [language, prompt]))
  return {
    change: { change: 'notice', node: spec.notice, say },
    warnings: said.flatMap(({ warnings }) => warnings),
  }
}

function changeOf(change: Exclude<ChangeSpec, NoticeSpec>): Change {
  if ('detour' in change) return { change: 'detour', node: change.detour, go: change.go }
  if ('lane' in change) return { change: 'lane', lane: change.lane, go: change.go }
  const { hours, week, dates = {} } = change
  return { change: 'hours', calendar: hours, week: week === undefined ? null : weekOf(week), dates: datesOf(dates) }
}

function timeProblems({ from, until }: OverlayFileSpec, file: YamlFile): readonly Problem[] {
  return Object.entries({ from, until }).flatMap(([name, text]) =>
    text === undefined || isDate(text.slice(0, 10)) ? [] : [file.problem([name], noDate(text))],
  )
}

function hoursProblems({ changes }: OverlayFileSpec, file: YamlFile): readonly Problem[] {
  return changes.flatMap((change, index) => {
    if (!('hours' in change)) return []
    const { week, dates = {} } = change
    const at = ['changes', index]
    const empty = week === undefined && Object.keys(dates).length === 0
    return [
      ...(empty ? [file.problem(at, told('overlay-fits', 'no_hours'))] : []),
      ...Object.keys(dates)
        .filter((date) => !isDate(date))
        .map((date) => file.problem([...at, 'dates', date], noDate(date))),
    ]
  })
}
