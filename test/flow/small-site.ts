/** The small flow as a folder of a site, with pieces of its files changed as a page of the documentation shows them. */

import { parse, stringify } from 'yaml'
import { housePrompts } from '../../src/site/phrases.ts'
import { publicHolidays } from '../../src/site/public-holidays.ts'
import { smallFlow, smallPrompts } from './small-flow.ts'

const site = `schema: hotline-site/v1
name: Kabupaten Kecil
zone: Asia/Jakarta
languages: [ind]
default_language: ind
flows: [kecil]
lines: [{ to: "+62751000100", label: Hotline, flow: kecil }]
calendars:
  kantor: { label: Jam kantor, senin: ["07:30-16:00"] }
lanes:
  darurat: { label: Darurat, priority: 100, ring_seconds: 12, lease_seconds: 20 }
  umum: { label: Umum, priority: 10, ring_seconds: 20, lease_seconds: 30 }
dialling: { prefixes: ["+62"], sip_hosts: [] }
duty_line: { name: Posko, target: "+62751000112" }
targets:
  posko: { name: Posko, target: "+62751000112" }
ladders:
  umum:
    label: Darurat umum
    max_calls_per_target: 3
    rungs: [{ name: Posko, target: "+62751000112", accepts: key, ring_seconds: 30 }]
agencies: [{ id: kominfo, name: Kominfo, coordinator: true }]
topics: [{ id: jalan, label: Jalan, agency: kominfo, kind: pengaduan }]
districts: [{ id: lubuk_alung, name: Lubuk Alung }]
carrier: { conference: true, two_way_text: false, media_streams: false, short_codes: false }
`

export type Files = Readonly<Record<string, string>>
/** What the house itself says, outside of any flow. */
const house = housePrompts.map((id) => `${id}: Ya.\n`).join('')
/** Lists of holidays of this year and the next, whichever they are when the tests run: nothing is to be told of their lack. */
const thisYear = String(new Date().getUTCFullYear())
const holidays = [0, 1].map((later) => {
  const year = Number(thisYear) + later
  const national = Object.fromEntries(publicHolidays(year).map(({ date, name }) => [date, name]))
  const list = { schema: 'hotline-holidays/v1', year, decree: 'SKB', national, joint_leave: {} }
  return [`holidays/${year}.yaml`, stringify(list)] as const
})
export const smallSite: Files = {
  ...Object.fromEntries(holidays),
  'site.yaml': site,
  'kecil.yaml': smallFlow,
  'prompts/ind.yaml': `${smallPrompts}${house}`,
}

/**
 * A piece begins each file with a line `# <file>`. Its maps are merged into those of the file, `null` takes an entry out, or the whole file; with
 * `append` the text is written below the file's, which shows what YAML itself refuses.
 */
export function changedSite(piece: string, append: boolean): Files {
  // A page that shows a list of holidays cannot know the year in which it is tested.
  const parts = piece
    .replaceAll('THIS-YEAR', thisYear)
    .split(/^# (?=\S+\.yaml$)/m)
    .slice(1)
  const files: Record<string, string> = { ...smallSite }
  for (const part of parts) {
    const [name = '', ...lines] = part.split('\n')
    const before = files[name] ?? ''
    const after = append ? before + lines.join('\n') : changedYaml(before, lines.join('\n'))
    if (after === null) delete files[name]
    else files[name] = after
  }
  return files
}

/** Null when the whole file is taken out. */
function changedYaml(before: string, change: string): string | null {
  const after = merged(parse(before) ?? {}, parse(change))
  return after === null ? null : stringify(after)
}

function merged(before: unknown, change: unknown): unknown {
  if (!isMap(before) || !isMap(change)) return change
  const entries = Object.entries(change).map(([key, value]) => [key, merged(before[key], value)] as const)
  return Object.fromEntries(
    Object.entries({ ...before, ...Object.fromEntries(entries) }).filter(([, value]) => value !== null),
  )
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The files as `t.testdir` wants them: folders inside each other. */
export function asFolder(files: Files): Record<string, string | Record<string, string>> {
  const folder: Record<string, string | Record<string, string>> = {}
  for (const [path, text] of Object.entries(files)) {
    const [first = '', second] = path.split('/')
    if (second === undefined) folder[first] = text
    else folder[first] = { ...(folder[first] as Record<string, string> | undefined), [second]: text }
  }
  return folder
}
