/** Who opened and changed what, with names in place of ids. */
import { auditActions, auditPage } from '../identity/audit-service.ts'
import { listStaff, staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type { AuditEntry } from './audit-schema.ts'
import { iso } from './shapes.ts'

type Asked = Parameters<typeof auditPage>[1]

const idOf = (who: string): string | null => /^staff:([0-9a-f-]{36})$/.exec(who)?.[1] ?? null

export async function auditView(reader: Reader, filter: Asked, page: { before: string | null; limit: number }) {
  const rows = await auditPage(reader, filter, page)
  const ids = rows.flatMap(({ actor, subject }) => [idOf(actor) ?? [], idOf(subject) ?? []].flat())
  const names = await staffNames(reader, [...new Set(ids)])
  const nameOf = (who: string) => names.get(idOf(who) ?? '') ?? null
  const entries = rows.map(
    ({ at, actor, subject, ...row }): AuditEntry => ({
      ...row,
      at: iso(at),
      actor,
      actorName: nameOf(actor),
      subject,
      subjectName: nameOf(subject),
    }),
  )
  return { entries, next: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null) }
}

/** What the audit can be filtered by. */
export async function auditWords(reader: Reader) {
  const [actions, staff] = await Promise.all([auditActions(reader), listStaff(reader)])
  return { actions: [...actions], actors: staff.map(({ id, name }) => ({ actor: `staff:${id}`, name })) }
}
