/**
 * `lookup:` asks the house for something (`lookups.ts`): how a ticket stands, a place, an answer, an incident. Fills `<save>.<value>`,
 * by `default` when there is none or the house does not answer in time.
 */

import Type, { type Static } from 'typebox'
import { asText, evaluate } from '../expression/evaluate.ts'
import { FormulaSchema, readsAt, referencesAt } from '../expression/formula.ts'
import type { Input } from '../input.ts'
import { lookups } from '../lookups.ts'
import { type About, complaint, exitsOf, Id, missing, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { around, emit, go, type Outcome, remember, repeat, type Turn } from '../turn.ts'

const closed = { additionalProperties: false }
const DEFAULT_SECONDS = 2

const fields = {
  lookup: Type.Union([
    Type.Literal('ticket'),
    Type.Literal('place'),
    Type.Literal('knowledge'),
    Type.Literal('incident'),
  ]),
  /** By the lookup's input: an expression. */
  input: Type.Record(Id, FormulaSchema, { ...closed, minProperties: 1 }),
  save: Id,
  /** Longer than this, the answer counts as failed. */
  timeout_seconds: Type.Optional(Type.Number({ minimum: 0.2, maximum: 5 })),
  /** By the lookup's value: what is kept when nothing was found, or the house does not answer. */
  default: Type.Optional(Type.Record(Id, Type.String(), closed)),
  exits: Type.Object({ found: Id, not_found: Id, failed: Id }, closed),
}
type Spec = Static<Type.TObject<typeof fields>>

const valuesOf = ({ lookup, save }: Spec): readonly string[] =>
  lookups[lookup].values.map((value) => `${save}.${value}`)

export const lookupNode = nodeKind({
  kind: 'lookup',
  gives: 'nothing',
  fields,
  formulas: (spec) => Object.keys(spec.input).map((name) => ({ path: ['input', name], wanted: null })),
  types: (spec) => Object.fromEntries(valuesOf(spec).map((name) => [name, 'text'])),
  about: (spec) => {
    const given = Object.entries(spec.input)
    return {
      exits: exitsOf(spec.exits, ['not_found', 'failed']),
      prompts: [],
      saves: valuesOf(spec),
      reads: given.flatMap(([name, formula]) => readsAt(['input', name], formula)),
      references: given.flatMap(([name, formula]) => referencesAt(['input', name], formula)),
      complaints: complaintsOf(spec),
    }
  },
  enter: (_, spec, turn) => ({
    outcome: 'need',
    need: {
      need: 'lookup',
      lookup: spec.lookup,
      input: inputOf(spec, turn),
      language: turn.session.language,
      timeoutMs: Math.round((spec.timeout_seconds ?? DEFAULT_SECONDS) * 1000),
    },
  }),
  take: (node, spec, input, turn) => (input.kind === 'given' ? answered(node, spec, input.result, turn) : repeat),
})

function inputOf(spec: Spec, turn: Turn): Readonly<Record<string, string>> {
  const given = Object.entries(spec.input)
  return Object.fromEntries(given.map(([name, { is }]) => [name, asText(evaluate(is, around(turn)))]))
}

type Given = Extract<Input, { kind: 'given' }>['result']

/** What another answer of the same lookup left is gone: only what this one says, or the defaults, can be said afterwards. */
function answered(node: string, spec: Spec, result: Given, turn: Turn): Outcome {
  const found = foundIn(result)
  const how = found === null ? 'failed' : found === 'nothing' ? 'not_found' : 'found'
  const values = lookups[spec.lookup].values.map((name) => {
    const value = found === null || found === 'nothing' ? own(spec.default ?? {}, name) : own(found, name)
    return [`${spec.save}.${name}`, value ?? ''] as const
  })
  remember(turn, Object.fromEntries(values))
  emit(turn, { event: 'lookup.answered', node, lookup: spec.lookup, how })
  return go(spec.exits[how])
}

/** Null for an answer to something else, or for none. */
function foundIn(result: Given): Readonly<Record<string, string>> | 'nothing' | null {
  if (result.need !== 'lookup' || 'failed' in result) return null
  return result.found ? result.values : 'nothing'
}

function complaintsOf(spec: Spec): NonNullable<About['complaints']> {
  const { input, values } = lookups[spec.lookup]
  const given = Object.keys(spec.input)
  const known = Object.keys(input)
  const asked = { known: known.join(', ') }
  return [
    ...known
      .filter((name) => input[name] === 'needed' && !given.includes(name))
      .map((name) => missing(`input.${name}`, `input: { ${name}: ... }`)),
    ...given.filter((name) => !known.includes(name)).map((name) => complaint(['input', name], 'not_asked', asked)),
    ...Object.keys(spec.default ?? {})
      .filter((name) => !values.includes(name))
      .map((name) => complaint(['default', name], 'not_given', { known: values.join(', ') })),
  ]
}
