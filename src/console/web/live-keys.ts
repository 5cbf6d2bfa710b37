import { questionsOf } from '../live-tables.ts'

/** The first words of the questions that these tables answer; null: all of them. */
export function keysChangedBy(tables: readonly string[]): ReadonlySet<string> | null {
  return tables.includes('*') ? null : new Set(tables.flatMap((table) => questionsOf[table] ?? []))
}
