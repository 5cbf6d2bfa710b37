/** A value against a TypeBox schema, told in words for a person who does not program. */

import type { TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import type { Path } from './yaml.ts'

export type Complaint = { readonly path: Path; readonly message: string }

/** What we read of TypeBox's errors; `keyword` is open because a union that fits nowhere gets a word of ours. */
type SchemaError = {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** Everything that is wrong, each with its path below `value`; empty when the value is what the schema says. */
export function complaints(schema: TSchema, value: unknown): readonly Complaint[] {
  if (Value.Check(schema, value)) return []
  return explain(allErrors(schema, value)).flatMap((error) => sentence(error))
}

/** TypeBox stops after eight errors unless told otherwise, and can only be told globally: set and put back at once. */
function allErrors(schema: TSchema, value: unknown): readonly SchemaError[] {
  const before = Settings.Get().maxErrors
  Settings.Set({ maxErrors: 10_000 })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors: before })
  }
}

/** Of a union only the branch that was meant is reported: the one whose type fits. */
function explain(errors: readonly SchemaError[]): readonly SchemaError[] {
  const union = errors.find((error) => error.keyword === 'anyOf')
  if (union === undefined) return errors
  const prefix = `${union.schemaPath}/anyOf/`
  const within = (error: SchemaError): boolean =>
    error.schemaPath.startsWith(prefix) && error.instancePath.startsWith(union.instancePath)
  const branches = new Map<string, SchemaError[]>()
  for (const error of errors.filter(within)) {
    const branch = error.schemaPath.slice(prefix.length).split('/')[0] ?? ''
    branches.set(branch, [...(branches.get(branch) ?? []), error])
  }
  const unfit = (error: SchemaError): boolean =>
    error.instancePath === union.instancePath && ['type', 'const'].includes(error.keyword)
  const meant = [...branches.values()].find((branch) => !branch.some(unfit))
  const others = errors.filter((error) => error !== union && !within(error))
  if (meant !== undefined) return [...explain(others), ...explain(meant)]
  const expected = [...branches.values()].flat().filter(unfit).map(expectation)
  return [...explain(others), { ...union, keyword: 'one of', message: [...new Set(expected)].join(' or ') }]
}

function expectation(error: SchemaError): string {
  const parameters = error.params as { readonly type?: unknown; readonly allowedValue?: unknown }
  if (error.keyword === 'const') return JSON.stringify(parameters.allowedValue)
  return String(parameters.type)
}

function sentence(error: SchemaError): readonly Complaint[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const parameters = error.params as Readonly<Record<string, unknown>>
  const list = (name: string): readonly string[] => (parameters[name] ?? []) as readonly string[]
  switch (error.keyword) {
    case 'boolean':
      return [] // its parent says "additionalProperties"
    case 'required':
      return list('requiredProperties').map((name) => ({ path, message: `"${name}" is missing` }))
    case 'additionalProperties':
      return list('additionalProperties').map((name) => ({ path: [...path, name], message: 'is not known here' }))
    case 'type':
      return [{ path, message: `must be ${String(parameters.type)}` }]
    case 'one of':
      return [{ path, message: `must be ${error.message}` }]
    case 'pattern':
      return [{ path, message: `is not written in the right form (${String(parameters.pattern)})` }]
    default:
      return [{ path, message: error.message }]
  }
}
