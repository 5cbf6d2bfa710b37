/** Conditions of a Studio flow as ours. */

import type { StudioCondition, StudioWidget } from './document.ts'

/** One way out of a split. `values`: the constants that it asks for, when it asks for no more than being one of them. */
export type Match = {
  readonly values: readonly string[] | null
  readonly conditions: readonly StudioCondition[]
  readonly next: string | null
  /** As it is written there, for remarks. */
  readonly written: string
}

export function matchesOf(split: StudioWidget): readonly Match[] {
  return (split.transitions ?? [])
    .filter(({ event }) => event === 'match')
    .map(({ conditions = [], next }) => ({
      values: conditions.length === 1 && conditions[0] !== undefined ? constantsOf(conditions[0]) : null,
      conditions,
      next: next ?? null,
      written: conditions.map(({ type, value }) => `${type} ${String(value ?? '')}`.trim()).join(' + '),
    }))
}

/** Constant values that a condition asks for; null when it asks for something else. */
function constantsOf(condition: StudioCondition): readonly string[] | null {
  const listed = listOf(condition)
  return listed !== null && ['equal_to', 'matches_any_of'].includes(condition.type) ? listed : null
}

/** The values of a condition, several of them between commas where the type takes several; null for one that is known only in the call. */
export function listOf({ type, value }: StudioCondition): readonly string[] | null {
  const text = String(value ?? '').trim()
  if (text.includes('{{') || text.includes('{%') || text === '') return null
  return type.includes('any_of') ? text.split(',').map((one) => one.trim()) : [text]
}

/** `topik in ['jalan', 'jembatan']`; null for what our expressions do not say. Several conditions must all hold. */
export function expressionOf(variable: string, conditions: readonly StudioCondition[]): string | null {
  const said = conditions.map((condition) => oneOf(variable, condition))
  return said.length === 0 || said.includes(null) ? null : said.join(' and ')
}

function oneOf(name: string, condition: StudioCondition): string | null {
  if (condition.type === 'is_blank') return `not filled(${name})`
  if (condition.type === 'is_not_blank') return `filled(${name})`
  const values = listOf(condition)
  const [first] = values ?? []
  if (values === null || first === undefined) return null
  const quoted = values.map(quotedText)
  if (quoted.includes(null)) return null
  const number = /^-?[0-9]+(\.[0-9]+)?$/.test(first) ? first : null
  switch (condition.type) {
    case 'equal_to':
      return `${name} == ${quoted[0]}`
    case 'not_equal_to':
      return `${name} != ${quoted[0]}`
    case 'matches_any_of':
      return `${name} in [${quoted.join(', ')}]`
    case 'does_not_match_any_of':
      return `not (${name} in [${quoted.join(', ')}])`
    case 'greater_than':
      return number === null ? null : `number(${name}) > ${number}`
    case 'less_than':
      return number === null ? null : `number(${name}) < ${number}`
    default:
      return null
  }
}

/** Between quotes of the kind that it does not hold; null when it holds both. */
export function quotedText(text: string): string | null {
  if (!text.includes("'")) return `'${text}'`
  return text.includes('"') ? null : `"${text}"`
}
