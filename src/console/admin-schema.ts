import { type Static, Type } from 'typebox'
import { closed, moment, oneOf, orNull } from './shapes.ts'

const texts = Type.Array(Type.String())
const phone = {
  id: Type.String({ description: 'By which it is tried' }),
  name: Type.String(),
  address: Type.String({ description: 'A number, or a sip: address' }),
}
const Phone = Type.Object(phone)

export const AdminSite = Type.Object({
  folder: Type.String(),
  languages: texts,
  lines: Type.Array(Type.Object({ to: Type.String(), label: Type.String(), flow: Type.String() })),
  lanes: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      priority: Type.Number(),
      ringSeconds: Type.Number(),
      leaseSeconds: Type.Number(),
    }),
  ),
  calendars: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      isOpen: Type.Boolean(),
      week: Type.Array(Type.Object({ day: Type.String(), hours: texts })),
      closedOn: texts,
      others: Type.Array(Type.Object({ date: Type.String(), hours: texts, why: texts })),
    }),
  ),
  agencies: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), coordinator: Type.Boolean(), topics: texts }),
  ),
  ladders: Type.Array(
    Type.Object({
      kind: Type.String(),
      label: Type.String(),
      atOnce: Type.Integer({ description: 'So many phones ring together' }),
      rungs: Type.Array(
        Type.Object({
          ...phone,
          accepts: oneOf('key', 'talk'),
          ringSeconds: Type.Number(),
          during: orNull(Type.String({ description: 'The calendar in whose hours alone it rings' })),
        }),
      ),
      groups: texts,
      texts: Type.Array(Type.Object({ name: Type.String(), number: Type.String() })),
    }),
  ),
  duties: Type.Array(Phone),
  flows: Type.Array(
    Type.Object({
      id: Type.String(),
      revision: Type.String(),
      coverage: Type.Record(Type.String(), Type.Number(), { description: 'By language, from 0 to 1' }),
    }),
  ),
  warnings: texts,
})
export type AdminSite = Static<typeof AdminSite>

export const DutyTestOrder = Type.Object({ target: Type.String({ minLength: 1, maxLength: 200 }) }, closed)
export const DutyTest = Type.Object({
  id: Type.String(),
  target: Type.String(),
  by: Type.String(),
  askedAt: moment,
  state: oneOf('calling', 'answered', 'confirmed', 'unanswered', 'busy', 'failed', 'stopped'),
  rangAt: orNull(Type.String({ format: 'date-time', description: 'When the carrier said that it rings' })),
  answeredAt: orNull(moment),
  settledAt: orNull(moment),
  why: orNull(Type.String({ description: 'Of a failed one: a stable word, or what the carrier answered' })),
})
export type DutyTest = Static<typeof DutyTest>
export const DutyTests = Type.Object({ tests: Type.Array(DutyTest) })
