import type { Static, TObject } from 'typebox'

type Rule = {
  readonly maxLength: number
  readonly pattern: RegExp | null
  readonly exact: string | null
  readonly cut: boolean
}

const rules = new WeakMap<TObject, readonly (readonly [string, Rule])[]>()

/**
 * The fields of a form or query that a schema names and that hold a string as the schema wants it. All else counts as absent:
 * unknown names (the carrier adds new ones without notice), repeated keys, what is too long, holds a NUL or is of the wrong shape.
 * Schemas are flat objects of strings or string literals. A field with `cut: true` is shortened instead: people's own words are never dropped.
 */
export function narrow<Schema extends TObject>(schema: Schema, form: unknown): Partial<Static<Schema>> {
  const fields: Record<string, string> = {}
  if (typeof form !== 'object' || form === null) return fields as Partial<Static<Schema>>
  for (const [name, rule] of rulesOf(schema)) {
    if (!Object.hasOwn(form, name)) continue
    const value = (form as Record<string, unknown>)[name]
    if (typeof value !== 'string' || value === '') continue
    const kept = rule.cut ? shortened(value, rule.maxLength) : value
    if (kept.length > rule.maxLength || kept === '' || kept.includes('\0')) continue
    if (rule.exact !== null && kept !== rule.exact) continue
    if (rule.pattern !== null && !rule.pattern.test(kept)) continue
    fields[name] = kept
  }
  return fields as Partial<Static<Schema>>
}

/** Without NULs, which the database cannot hold, and never through the middle of a character of two halves (an emoji). */
function shortened(words: string, maxLength: number): string {
  const kept = words.replaceAll('\0', '')
  return kept.length > maxLength
    ? kept
        .slice(0, maxLength)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
    : kept
}

function rulesOf(schema: TObject): readonly (readonly [string, Rule])[] {
  const known = rules.get(schema)
  if (known !== undefined) return known
  const read = Object.entries(schema.properties).map(([name, property]) => [name, ruleOf(property)] as const)
  rules.set(schema, read)
  return read
}

type StringSchema = { maxLength?: number; pattern?: string | RegExp; const?: unknown; cut?: boolean }

function ruleOf(property: object): Rule {
  const { maxLength, pattern, const: exact, cut } = property as StringSchema
  return {
    maxLength: maxLength ?? 256,
    pattern: pattern === undefined ? null : new RegExp(pattern),
    exact: typeof exact === 'string' ? exact : null,
    cut: cut === true,
  }
}
