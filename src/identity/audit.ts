import type { Context } from '../platform/context.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'

/** Who did what, to whom, and why: kept for those who have to answer for it. */
export type AuditEntry = {
  /** In the past tense: `citizen.opened`, `staff.disabled`. */
  readonly action: string
  /** `kind:id` of what was touched. */
  readonly subject: string
  readonly facts?: Readonly<Record<string, unknown>>
}

type AuditRow = { at: Date; actor: string; action: string; subject: string; facts: Record<string, unknown> }

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

/** Written in the transaction of the deed, so that neither stands without the other. Never personal data in the facts. */
export function record(tx: Tx, { action, subject, facts = {} }: AuditEntry, { now, actor }: Context): void {
  tx.post(statements.record, [new Date(now), actor, action, subject, JSON.stringify(facts)])
}

export async function auditAbout(reader: Reader, subject: string) {
  const rows = await reader.run(statements.about, [subject])
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}
