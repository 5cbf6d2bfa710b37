/** A value against a TypeBox schema, told in words for a person who does not program. */

import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { nearest, type Told, told } from './rules/told.ts'
import type { Path } from './yaml.ts'

export type Complaint = { readonly path: Path } & Told

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
  if (isWellFormed(schema, value)) return []
  return explain(allErrors(schema, value)).flatMap((error) => sentence(schema, error))
}

/** Made once a schema: a compiled check is twenty-five times as fast, and a folder of a hundred flows makes thousands. */
const compiled = new WeakMap<TSchema, { readonly Check: (value: unknown) => boolean }>()

function isWellFormed(schema: TSchema, value: unknown): boolean {
  const check = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, check)
  return check.Check(value)
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
  return [...explain(others), { ...union, keyword: 'one of', message: [...new Set(expected)].join('|') }]
}

function expectation(error: SchemaError): string {
  const parameters = error.params as { readonly type?: unknown; readonly allowedValue?: unknown }
  if (error.keyword === 'const') return JSON.stringify(parameters.allowedValue)
  return String(parameters.type)
}

function sentence(schema: TSchema, error: SchemaError): readonly Complaint[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const parameters = error.params as Readonly<Record<string, unknown>>
  const list = (name: string): readonly string[] => (parameters[name] ?? []) as readonly string[]
  const at = (said: Told): readonly Complaint[] => [{ path, ...said }]
  const limit = String(parameters.limit)
  switch (error.keyword) {
    case 'boolean':
      return [] // its parent says "additionalProperties"
    case 'required':
      return list('requiredProperties').map((name) => ({ path, ...told('right-form', 'missing', { name }) }))
    case 'additionalProperties':
      return list('additionalProperties').map((name) => ({
        path: [...path, name],
        ...unknownName(schema, error, name),
      }))
    case 'type':
      return at(told('right-form', 'type', { form: String(parameters.type) }))
    case 'one of':
      return at(told('right-form', 'type', { form: error.message }))
    case 'const':
      return at(told('right-form', 'value', { value: JSON.stringify(parameters.allowedValue) }))
    case 'pattern':
      return at(patternOf(String(parameters.pattern)))
    case 'minimum':
      return at(told('right-form', 'least', { least: limit }))
    case 'maximum':
      return at(told('right-form', 'most', { most: limit }))
    case 'minItems':
      return at(told('right-form', 'few', { least: limit }))
    case 'maxItems':
      return at(told('right-form', 'many', { most: limit }))
    case 'minLength':
      return at(told('right-form', 'short'))
    case 'maxLength':
      return at(told('right-form', 'long', { most: limit }))
    default:
      return at(told('right-form', 'other', { why: error.message }))
  }
}

/** Forms that a name may have; told in words, because who writes flows reads no regular expressions. */
const names: ReadonlySet<string> = new Set(['^[a-z][a-z0-9_]*$', '^[a-z][a-z0-9_.]*$'])

/** Of every other form an example says more than its pattern. The first that fits is meant. */
const examples = [
  '2027-03-10',
  '2027-03-10 06:00',
  '03-10',
  '07:30-16:00',
  'ind',
  '1',
  '12',
  '+62751000112',
  '+62',
  'sip.example.go.id',
  '13.05.01',
  '13.05.01.2001',
  'ind/salam.wav',
  '../bersama',
  'aduan/topik',
]

function patternOf(pattern: string): Told {
  if (names.has(pattern)) return told('right-form', 'id')
  const example = examples.find((one) => new RegExp(pattern, 'u').test(one))
  return example === undefined ? told('right-form', 'pattern', { pattern }) : told('right-form', 'example', { example })
}

/** What could have been meant, by the schema of the place. */
function unknownName(schema: TSchema, { schemaPath }: SchemaError, name: string): Told {
  const known = Object.keys(propertiesAt(schema, schemaPath))
  const near = nearest(name, known)
  if (near !== undefined) return told('right-form', 'unknown_near', { near })
  return known.length === 0
    ? patternOf([...names][0] ?? '')
    : told('right-form', 'unknown', { known: known.join(', ') })
}

function propertiesAt(schema: TSchema, schemaPath: string): object {
  const parts = schemaPath.replace(/^#\/?/, '').split('/').filter(Boolean)
  const at = parts.reduce<unknown>(
    (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
    schema,
  )
  return (at as { readonly properties?: object } | undefined)?.properties ?? {}
}
