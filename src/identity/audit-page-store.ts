/** The audit as people read it: filtered, the newest first, a page at a time. */
import { type Reader, statement } from '../platform/postgres.ts'

export type AuditPageRow = {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly facts: Readonly<Record<string, unknown>>
}

// By the number itself: a bare `id` would be the text beside it, and "9" is later than "10" there.
// One statement for each filter that has an index of its own, so that a rare deed is not looked for in everything that ever happened.
const page = (name: string, first: string) =>
  statement<AuditPageRow>(
    `identity.audit_page_${name}`,
    `select id::text, at, actor, action, subject, facts from audit_entries
     where id < $1 and ${first}
       and ($3::text is null or actor = $3) and ($4::text is null or action = $4) and ($5::text is null or subject = $5)
       and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
     order by audit_entries.id desc limit $2`,
  )

export const statements = {
  all: page('all', 'true'),
  byActor: page('by_actor', 'actor = $3'),
  byAction: page('by_action', 'action = $4'),
  bySubject: page('by_subject', 'subject = $5'),
  /** Each deed once, by jumping along the index instead of reading every row. */
  actions: statement<{ action: string }>(
    'identity.audit_actions',
    `with recursive known as (
       (select action from audit_entries order by action limit 1)
       union all
       select (select action from audit_entries where action > known.action order by action limit 1) from known where known.action is not null
     ) select action from known where action is not null`,
  ),
}

export type AuditFilter = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  /** Milliseconds since 1970; `until` is not in it. */
  readonly from?: number
  readonly until?: number
}

const newest = '9223372036854775807'
const dateOf = (at: number | undefined) => (at === undefined ? null : new Date(at))

export function selectPage(
  reader: Reader,
  { actor, action, subject, from, until }: AuditFilter,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly AuditPageRow[]> {
  const which =
    subject !== undefined
      ? statements.bySubject
      : actor !== undefined
        ? statements.byActor
        : action !== undefined
          ? statements.byAction
          : statements.all
  const values = [page.before ?? newest, page.limit, actor ?? null, action ?? null, subject ?? null]
  return reader.run(which, [...values, dateOf(from), dateOf(until)])
}

export const selectActions = async (reader: Reader): Promise<readonly string[]> =>
  (await reader.run(statements.actions, [])).map(({ action }) => action)
