import type { LogEntry } from '../../src/simulator/log.ts'
import { checkTwiml } from './twiml-check.ts'

/** Documents that the carrier's tables do not know, and callers who heard an application error. */
export function whatCarrierMinded(entries: readonly LogEntry[]): readonly string[] {
  const documents = new Set(
    entries.flatMap((one) => (one.kind === 'webhook' && one.contentType?.includes('xml') ? [one.body] : [])),
  )
  const wrong = [...documents].flatMap((document) => {
    const problems = document === '' ? [] : checkTwiml(document)
    return problems.length > 0 ? [`the carrier does not understand: ${problems.join(', ')}\n${document}`] : []
  })
  for (const one of entries) {
    if (one.kind === 'trouble' && one.callerLost) wrong.push(`somebody heard an application error: ${one.message}`)
  }
  return wrong
}

/** A machine that stands still for seconds looks so too. Whoever is led away by it fails the story by that. */
const standstill = /^The database is away/

/** Errors of the house, apart from those that belong to the story. */
export const whatStandsInTheLog = (lines: readonly Record<string, unknown>[], mayLog: RegExp | undefined) =>
  lines
    .filter(
      ({ level, msg }) =>
        (level === 'error' || level === 'fatal') && !mayLog?.test(String(msg)) && !standstill.test(String(msg)),
    )
    .map((entry) => `an error stands in the log: ${JSON.stringify(entry)}`)
