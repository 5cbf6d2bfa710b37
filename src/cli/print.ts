import { DateTime } from 'luxon'
import type { Words } from './words.ts'

/** Columns under their heads, wide enough for the widest cell. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Wall clock of the region. */
export const moment = (at: number | string, zone: string): string =>
  (typeof at === 'number' ? DateTime.fromMillis(at, { zone }) : DateTime.fromISO(at, { zone })).toFormat(
    'yyyy-MM-dd HH:mm:ss',
  )

export type PrintedEvent = {
  readonly at: string
  readonly kind: string
  readonly actor?: string
  readonly ignored?: boolean
  readonly facts: Readonly<Record<string, unknown>>
}

const readable = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** One line for what happened: when, what, by whom, and the facts. */
export function eventLine({ at, kind, actor, ignored, facts }: PrintedEvent, zone: string, words: Words): string {
  const details = Object.entries(facts).map(([name, value]) => `${words.fact(name)}: ${readable(value)}`)
  const notes = [...(actor === undefined ? [] : [actor]), ...details, ...(ignored ? [words.say('ignored')] : [])]
  return `${moment(at, zone)}  ${words.event(kind)}${notes.length === 0 ? '' : `  (${notes.join(', ')})`}`
}
