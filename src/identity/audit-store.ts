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
  about: statement<AuditRow>(
    'identity.audit_about',
    'select at, actor, action, subject, facts from audit_entries where subject = $1 order by id',
  ),
}

export function insert(tx: Tx, { at, actor, action, subject, facts }: AuditRow): void {
  tx.post(statements.record, [at, actor, action, subject, JSON.stringify(facts)])
}

export const about = (reader: Reader, subject: string) => reader.run(statements.about, [subject])
