import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import demo from './demo.ind.json' with { type: 'json' }
import { behaviours } from './phones.ts'

const phonesSchema = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
      label: Type.String({ minLength: 1, maxLength: 60 }),
      role: Type.Union([Type.Literal('citizen'), Type.Literal('operator'), Type.Literal('partner')]),
      address: Type.String({ pattern: '^(\\+[1-9][0-9]{6,14}|sip:.+|client:.+|anonymous)$' }),
      behaviour: Type.Optional(Type.Union(behaviours.map((behaviour) => Type.Literal(behaviour)))),
      answersAfterSeconds: Type.Optional(Type.Number({ minimum: 0 })),
    },
    { additionalProperties: false },
  ),
)
export type DemoPhones = Static<typeof phonesSchema>

/** Throws a sentence that names the first thing that is wrong. */
function toPhones(value: unknown, source: string): DemoPhones {
  if (Value.Check(phonesSchema, value)) return value
  const problem = Value.Errors(phonesSchema, value)[0]
  throw new Error(`${source}${problem?.instancePath ?? ''}: ${problem?.message ?? 'not a list of phones'}`)
}

/** The people of the demonstration. */
export const demoPhones: DemoPhones = toPhones(demo.phones, 'demo.ind.json')

/** Phones from a JSON file. Throws a sentence when it is not a list of phones. */
export function readPhones(path: string): DemoPhones {
  return toPhones(JSON.parse(readFileSync(path, 'utf8')), path)
}
