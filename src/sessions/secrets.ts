/** What a caller gave in confidence must not come into a timeline, whatever else it was copied into. Pure. */

import type { Session } from '../flow/flow.ts'

type Memory = Pick<Session, 'variables' | 'sensitive' | 'frames'>

/** The values themselves, of the flow and of every sub-flow in progress; a word that is too short to tell anything is left out. */
export function secretsOf({ variables, sensitive, frames }: Memory): ReadonlySet<string> {
  const levels = [...frames, { variables, sensitive }]
  const values = levels.flatMap((level) => level.sensitive.map((name) => level.variables[name] ?? ''))
  return new Set(values.filter((value) => value.length >= shortestSecret))
}

/** One key says nothing by itself, and is also a choice, a turn, a count. */
const shortestSecret = 3

const stars = '***'

/** The facts with every secret in them hidden, also inside a longer text. */
export function withoutSecrets(
  facts: Readonly<Record<string, unknown>>,
  secrets: ReadonlySet<string>,
): Record<string, unknown> {
  if (secrets.size === 0) return facts
  const hide = (value: unknown): unknown => {
    if (typeof value !== 'string') return value
    return [...secrets].reduce((text, secret) => text.replaceAll(secret, stars), value)
  }
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, hide(value)]))
}
