import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
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

/** The people of the demonstration. */
export const demoPhones: DemoPhones = [
  { id: 'warga-1', label: 'Warga 1', role: 'citizen', address: '+6281200000001' },
  { id: 'warga-2', label: 'Warga 2', role: 'citizen', address: '+6281200000002' },
  { id: 'warga-tanpa-nomor', label: 'Warga tanpa nomor', role: 'citizen', address: 'anonymous' },
  { id: 'petugas-sari', label: 'Petugas Sari', role: 'operator', address: '+6281100000001' },
  { id: 'petugas-budi', label: 'Petugas Budi', role: 'operator', address: '+6281100000002' },
  { id: 'psc-119', label: 'PSC 119', role: 'partner', address: 'sip:119@psc.padangpariaman.example' },
  { id: 'damkar', label: 'Damkar', role: 'partner', address: '+62751000113' },
  { id: 'posko-siaga', label: 'Posko siaga', role: 'partner', address: '+62751000112' },
]

/** Phones from a JSON file. Throws a sentence when it is not a list of phones. */
export function readPhones(path: string): DemoPhones {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (Value.Check(phonesSchema, value)) return value
  const problem = Value.Errors(phonesSchema, value)[0]
  throw new Error(`${path}${problem?.instancePath ?? ''}: ${problem?.message ?? 'not a list of phones'}`)
}
