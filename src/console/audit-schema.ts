import { type Static, Type } from 'typebox'
import { closed, limit, moment, orNull } from './shapes.ts'

const word = Type.String({ minLength: 1, maxLength: 200 })

export const AuditQuery = Type.Object(
  {
    limit,
    cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$', description: '`next` of the page before' })),
    actor: Type.Optional(Type.String({ ...word, description: '`staff:<id>`, `stranger`, `system`' })),
    action: Type.Optional(word),
    subject: Type.Optional(Type.String({ ...word, description: '`kind:id` of what was touched' })),
    from: Type.Optional(moment),
    until: Type.Optional(Type.String({ format: 'date-time', description: 'Not in it' })),
  },
  closed,
)
export const AuditEntry = Type.Object({
  id: Type.String(),
  at: moment,
  actor: Type.String(),
  actorName: orNull(Type.String({ description: 'Of a person with an account' })),
  action: Type.String(),
  subject: Type.String(),
  subjectName: orNull(Type.String({ description: 'Of a person with an account' })),
  facts: Type.Record(Type.String(), Type.Unknown()),
})
export type AuditEntry = Static<typeof AuditEntry>
export const AuditPage = Type.Object({ entries: Type.Array(AuditEntry), next: orNull(Type.String()) })
export const AuditWords = Type.Object({
  actions: Type.Array(Type.String()),
  actors: Type.Array(Type.Object({ actor: Type.String(), name: Type.String() })),
})
