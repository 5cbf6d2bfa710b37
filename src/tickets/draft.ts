/** What people write into a ticket while they listen: saved letter by letter, by several pages at once if need be, and nothing of it lost. */

import type { TicketFields } from './ticket.ts'

export const draftFields = ['kind', 'topic', 'district', 'place', 'description', 'urgency'] as const
export type DraftField = (typeof draftFields)[number]

/** One field as it stands. */
export type Written = {
  /** Empty for a field that was emptied again. */
  readonly value: string
  /** The draft's version that brought it. */
  readonly version: number
  /** The open page that wrote it, and that page's own count of what it sent. */
  readonly writer: string
  readonly count: number
}

export type Draft = {
  readonly version: number
  /** The version up to which the ticket has it. */
  readonly filed: number
  readonly fields: Readonly<Partial<Record<DraftField, Written>>>
}

export const emptyDraft: Draft = { version: 0, filed: 0, fields: {} }

export type Writing = {
  readonly writer: string
  readonly count: number
  /** The version that the writer had seen. */
  readonly base: number
  /** A page that was closed before it heard an answer: what it had sent, up to this count, is this writer's own. */
  readonly continues?: { readonly writer: string; readonly count: number }
  readonly fields: Readonly<Partial<Record<DraftField, string>>>
}

type Verdict = 'taken' | 'known' | 'conflict'

/**
 * A page that heard no answer sends again: what it sent before is known by its count. What another page has written since is never
 * overwritten, unless both wrote the same.
 */
function judge(present: Written | undefined, value: string, writing: Writing): Verdict {
  const { writer, count, base } = writing
  if (present === undefined) return 'taken'
  if (present.writer === writer) return present.count >= count || present.value === value ? 'known' : 'taken'
  if (present.value === value) return 'known'
  return present.version > base && !isContinued(present, writing) ? 'conflict' : 'taken'
}

const isContinued = ({ writer, count }: Written, { continues }: Writing): boolean =>
  continues !== undefined && continues.writer === writer && count <= continues.count

export type AfterWriting = {
  readonly draft: Draft
  /** Fields that stay as somebody else has written them. */
  readonly conflicts: readonly DraftField[]
}

/** Takes what can be taken, field by field; the draft is the same one when nothing was. */
export function write(draft: Draft, writing: Writing): AfterWriting {
  const given = draftFields.flatMap((field) => {
    const value = writing.fields[field]
    return value === undefined ? [] : [{ field, value, verdict: judge(draft.fields[field], value, writing) }]
  })
  const conflicts = given.filter(({ verdict }) => verdict === 'conflict').map(({ field }) => field)
  const taken = given.filter(({ verdict }) => verdict === 'taken')
  if (taken.length === 0) return { draft, conflicts }
  const version = draft.version + 1
  const { writer, count } = writing
  const fields = Object.fromEntries(taken.map(({ field, value }) => [field, { value, version, writer, count }]))
  return { draft: { ...draft, version, fields: { ...draft.fields, ...fields } }, conflicts }
}

/** What the ticket has not got yet. A ticket's field is never emptied, so what was emptied here stays there as it was. */
export function unfiled({ fields, filed }: Draft): Partial<TicketFields> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, { value, version }]) => version > filed && value.trim() !== '')
      .map(([field, { value }]) => [field, value]),
  ) as Partial<TicketFields>
}
