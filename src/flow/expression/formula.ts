/** An expression in a node: in YAML a text (or a bare number, yes or no), in the flow's document the text and what it means. */

import Type from 'typebox'
import type { Path } from '../yaml.ts'
import { longestExpression } from './lexer.ts'
import { type Expression, parts, type ValueType, variablesIn } from './tree.ts'

export type Formula = { readonly source: string; readonly is: Expression }

/** A condition, as text. What the kinds get has been compiled (`compile.ts`), which is what the type says. */
export const ConditionSchema = Type.Unsafe<Formula>(Type.String({ minLength: 1, maxLength: longestExpression }))

/** Any value: `0`, `yes` and `topik` alike. Words of one's own stand in quotes: `"'jalan'"`. */
export const FormulaSchema = Type.Unsafe<Formula>(
  Type.Union([Type.String({ minLength: 1, maxLength: longestExpression }), Type.Number(), Type.Boolean()]),
)

/** Where in a node an expression stands, which type it must have (null: any), and which variable its value becomes. */
export type FormulaAt = { readonly path: Path; readonly wanted: ValueType | null; readonly fills?: string }

/** The text of an expression as it was written; null for what is none. YAML reads a bare `yes` as a text and `true` as a boolean. */
export function sourceOf(written: unknown): string | null {
  if (typeof written === 'boolean') return written ? 'yes' : 'no'
  if (typeof written === 'number') return String(written)
  return typeof written === 'string' ? written : null
}

export function readsAt(path: Path, { is }: Formula): { readonly path: Path; readonly variable: string }[] {
  return [...new Set(variablesIn(is))].map((variable) => ({ path, variable }))
}

/** Calendars and lanes that it names. */
export function referencesAt(path: Path, { is }: Formula): readonly Named[] {
  return parts(is).flatMap((part): readonly Named[] => {
    if (part.op === 'open') return [{ path, what: 'calendar', id: part.calendar }]
    return part.op === 'queue' ? [{ path, what: 'lane', id: part.lane }] : []
  })
}

type Named = { readonly path: Path; readonly what: 'calendar' | 'lane'; readonly id: string }
