import { type Reader, statement, type Tx } from '../platform/postgres.ts'

export type AuditRow = {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly facts: Readonly<Record<string, unknown>>
}

export const statements = {
  record: statement(
    'identity.record_audit',
    'insert into audit_entries (at, actor, action, subject, facts) values ($1, $2, $3, $4, $5)',
  ),
  recordUnlessSince: statement(
    'identity.record_audit_unless_since',
    `insert into audit_entries (at, actor, action, subject, facts)
     select $1, $2, $3, $4, $5
     where not exists (select from audit_entries where subject = $4 and actor = $2 and action = $3 and at > $6)`,
  ),
  about: statement<AuditRow>(
    'identity.audit_about',
    'select at, actor, action, subject, facts from audit_entries where subject = $1 order by id',
  ),
}

const valuesOf = ({ at, actor, action, subject, facts }: AuditRow) => [
  at,
  actor,
  action,
  subject,
  JSON.stringify(facts),
]

export const insert = (tx: Tx, row: AuditRow): void => tx.post(statements.record, valuesOf(row))

/** Unless the same person did the same to the same after `since`. */
export const insertUnlessSince = (tx: Tx, row: AuditRow, since: Date): void =>
  tx.post(statements.recordUnlessSince, [...valuesOf(row), since])

export const about = (reader: Reader, subject: string) => reader.run(statements.about, [subject])
