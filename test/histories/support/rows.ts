import { createHash } from 'node:crypto'
import type pg from 'pg'

/** Every table that a story may write to. Agencies, staff and flow revisions are the site's and stay. */
const tables = [
  'calls',
  'call_events',
  'carrier_commands',
  'legs',
  'conversations',
  'conference_events',
  'recordings',
  'sessions',
  'waits',
  'offers',
  'operators',
  'callbacks',
  'dispositions',
  'recoveries',
  'nuisance_facts',
  'stray_legs',
  'emergencies',
  'rung_attempts',
  'duty_alerts',
  'text_emergencies',
  'tickets',
  'ticket_events',
  'messages',
  'citizens',
  'outbox',
] as const

/**
 * What is no part of a trace's outcome. Numbers of rows are ids. Attempts count how often somebody looked. A sealed number is
 * sealed afresh each time, and so is a text with a link. Everything else counts; times only by whether they are there.
 */
const dropped: Readonly<Record<string, readonly string[]>> = {
  call_events: ['id', 'ignored'],
  ticket_events: ['id'],
  outbox: ['id', 'attempts'],
  carrier_commands: ['attempts'],
  messages: ['attempts', 'sealed'],
  duty_alerts: ['token_hash'],
  citizens: ['address_sealed'],
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

export type Row = { readonly table: string; readonly text: string }

/** All rows, without ids of rows, without times, and without deliveries that are marked as ignored. */
export async function readRows(pool: pg.Pool): Promise<readonly Row[]> {
  const union = tables.map((table) => `select '${table}' as name, to_jsonb(${table}) as row from ${table}`)
  const { rows } = await pool.query<{ name: string; row: Record<string, unknown> }>(union.join(' union all '))
  const codes = new Map(rows.flatMap(({ name, row }) => (name === 'tickets' ? [[row.code, row.id]] : [])))
  return rows
    .filter(({ row }) => row.ignored !== true && !isPassingStatus(row))
    .map(({ name, row }) => {
      for (const column of dropped[name] ?? []) delete row[column]
      const text = JSON.stringify(row, (key, value) =>
        typeof value === 'string' && time.test(value) ? '(time)' : key === 'sealed' ? '(sealed)' : value,
      )
      return { table: name, text: withoutCodes(text, codes as ReadonlyMap<string, string>) }
    })
}

/**
 * A leg that rings and is answered is told twice, and whether the first of the two is marked as ignored depends on which came
 * first. Where the leg stands in the end is compared, and so is every final status.
 */
function isPassingStatus({ kind, facts }: Record<string, unknown>): boolean {
  const status = (facts as { status?: unknown } | null)?.status
  return (kind === 'leg.status' || kind === 'call.status') && passing.includes(String(status))
}

const passing = ['queued', 'initiated', 'ringing', 'in-progress']

/** A digit as it stands in a text, or as it is said in either language. */
const said = [
  ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'],
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
]
const written = (digit: string) => `(?:${[digit, ...said.map((words) => words[Number(digit)])].join('|')})`

/** A ticket's number is drawn by chance: wherever it is written or spoken stands its ticket's id instead. */
function withoutCodes(text: string, codes: ReadonlyMap<string, string>): string {
  let changed = text.replace(/"cause": ?"fact \d+"/, '"cause":"fact"')
  for (const [code, id] of codes)
    changed = changed.replaceAll(new RegExp([...code].map(written).join('[ ,.]*'), 'g'), `code of ${id}`)
  return changed
}

const short = (text: string) => createHash('md5').update(text).digest('hex').slice(0, 10)

/**
 * The rows with each id replaced by what it stands for: the places where it occurs, and in a few rounds the places of those
 * beside it. Two sets of rows that differ in their ids alone become the same texts.
 */
function named(rows: readonly Row[]): readonly string[] {
  let names = new Map<string, string>()
  for (let round = 0; round < 5; round += 1) {
    const places = new Map<string, string[]>()
    for (const { table, text } of rows) {
      for (const id of new Set(text.match(uuid))) {
        const place = text.replaceAll(uuid, (other) => (other === id ? '<here>' : `<${names.get(other) ?? ''}>`))
        const known = places.get(id)
        if (known) known.push(table + place)
        else places.set(id, [table + place])
      }
    }
    names = new Map([...places].map(([id, where]) => [id, short(where.sort().join('\n'))]))
  }
  return rows.map(({ table, text }) => `${table} ${text.replaceAll(uuid, (id) => `<${names.get(id)}>`)}`).sort()
}

const masked = (rows: readonly Row[]) =>
  rows.map(({ table, text }) => `${table} ${text.replaceAll(uuid, '<id>')}`).sort()

/** What stands in one list and not in the other, each as often as it stands there more. */
function difference(first: readonly string[], second: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of first) counts.set(line, (counts.get(line) ?? 0) - 1)
  for (const line of second) counts.set(line, (counts.get(line) ?? 0) + 1)
  return [...counts]
    .flatMap(([line, count]) => Array<string>(Math.abs(count)).fill(`${count < 0 ? '-' : '+'} ${line}`))
    .sort((a, b) => a.slice(2).localeCompare(b.slice(2)))
}

/** Rows that only one of the two has; empty when the traces left the same. Whole rows first, who belongs to whom after. */
export function compareRows(clean: readonly Row[], noisy: readonly Row[]): readonly string[] {
  const rough = difference(masked(clean), masked(noisy))
  return rough.length > 0 ? rough : difference(named(clean), named(noisy))
}

/** Empties what stories write. Foreign keys rest meanwhile: everything goes. */
export async function emptyRows(pool: pg.Pool): Promise<void> {
  const all = tables.map((table) => `delete from ${table};`).join('')
  await pool.query(`begin; set local session_replication_role = replica; ${all} commit;`)
}
