/** Calls as the lines of a table for people: names instead of ids, the region's wall clock. */

import { DateTime } from 'luxon'
import words from './call-export-words.json' with { type: 'json' }
import type { CallRow } from './call-schema.ts'
import type { ConsoleSite, Named } from './console-site.ts'

export type ExportLanguage = keyof typeof words
export const exportLanguages = ['ind', 'eng'] as const satisfies readonly ExportLanguage[]

export const exportWords = (language: ExportLanguage): (typeof words)['ind'] => words[language]

export type ExportLine = Readonly<Record<keyof (typeof words)['ind']['columns'], string | number | null>>

const nameIn = (list: readonly Named[], id: string | null) => list.find((one) => one.id === id)?.name ?? id

/** One call; `caller` is masked already. */
export function exportLine(call: CallRow, site: ConsoleSite, language: ExportLanguage): ExportLine {
  const { outcomes, live } = exportWords(language)
  const step = site.steps.find(({ id }) => id === call.node)?.names
  return {
    callSid: call.callSid,
    arrivedAt: DateTime.fromISO(call.arrivedAt, { zone: site.zone }).toFormat('yyyy-MM-dd HH:mm:ss'),
    duration: call.durationSeconds,
    answered: call.answeredSeconds,
    caller: call.caller,
    line: call.line,
    lane: nameIn(site.lanes, call.lane),
    node: step?.[language] ?? step?.ind ?? call.node,
    outcome: call.outcome === null ? live : outcomes[call.outcome],
    operator: call.operator,
    emergency: nameIn(site.ladders, call.emergency?.kind ?? null),
    topic: nameIn(site.topics, call.topic),
    district: nameIn(site.districts, call.district),
    ticket: call.ticketCode,
  }
}
