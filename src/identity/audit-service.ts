import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type AuditFilter, selectActions, selectPage } from './audit-page-store.ts'
import * as store from './audit-store.ts'

/** Who did what, to whom, and why: kept for those who have to answer for it. */
export type AuditEntry = {
  /** In the past tense: `citizen.opened`, `staff.disabled`. */
  readonly action: string
  /** `kind:id` of what was touched. */
  readonly subject: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Written in the transaction of the deed, so that neither stands without the other. Never personal data in the facts. */
export function record(tx: Tx, { action, subject, facts = {} }: AuditEntry, { now, actor }: Context): void {
  store.insert(tx, { at: new Date(now), actor, action, subject, facts })
}

/**
 * The same for a deed that comes in pieces (a browser fetches a recording part by part): once for a person, a deed and a subject
 * within so many milliseconds.
 */
export function recordOnceWithin(tx: Tx, milliseconds: number, entry: AuditEntry, { now, actor }: Context): void {
  const { action, subject, facts = {} } = entry
  store.insertUnlessSince(tx, { at: new Date(now), actor, action, subject, facts }, new Date(now - milliseconds))
}

/** Everything that was done to one subject, in order. */
export async function auditAbout(reader: Reader, subject: string) {
  return (await store.about(reader, subject)).map((row) => ({ ...row, at: row.at.getTime() }))
}

/** What was done, the newest first; `before`: the id of the last entry of the page before. */
export async function auditPage(
  reader: Reader,
  filter: AuditFilter,
  page: { readonly before: string | null; readonly limit: number },
) {
  return (await selectPage(reader, filter, page)).map((row) => ({ ...row, at: row.at.getTime() }))
}

/** Every kind of deed that was ever recorded. */
export const auditActions = (reader: Reader): Promise<readonly string[]> => selectActions(reader)
