import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Draft } from './draft.ts'

type DraftRow = {
  readonly contact: string
  readonly ticket_id: string
  readonly version: number
  readonly filed: number
  readonly fields: Draft['fields']
  readonly written_by: string
}

const columns = 'contact, ticket_id, version, filed, fields, written_by'

export const statements = {
  // Locks it, whether it was there or not.
  hold: statement<DraftRow>(
    'tickets.hold_draft',
    `insert into ticket_drafts (contact, ticket_id, written_at, written_by) values ($1, $2, $3, $4)
     on conflict (contact) do update set contact = excluded.contact returning ${columns}`,
  ),
  lock: statement<DraftRow>('tickets.lock_draft', `select ${columns} from ticket_drafts where contact = $1 for update`),
  find: statement<DraftRow>('tickets.find_draft', `select ${columns} from ticket_drafts where contact = $1`),
  save: statement(
    'tickets.save_draft',
    `update ticket_drafts set version = $2, fields = $3, written_at = $4, written_by = $5 where contact = $1`,
  ),
  file: statement('tickets.file_draft', 'update ticket_drafts set filed = $2 where contact = $1'),
  paused: statement<{ contact: string }>(
    'tickets.paused_drafts',
    `select contact from ticket_drafts where filed < version and written_at < $1 order by written_at limit 100
     for update skip locked`,
  ),
}

export type KeptDraft = {
  readonly contact: string
  readonly ticketId: string
  readonly draft: Draft
  /** Who wrote last, as an actor. */
  readonly writtenBy: string
}

const toDraft = ({ contact, ticket_id, version, filed, fields, written_by }: DraftRow): KeptDraft => ({
  contact,
  ticketId: ticket_id,
  draft: { version, filed, fields },
  writtenBy: written_by,
})

const first = (rows: readonly DraftRow[]): KeptDraft | null => (rows[0] === undefined ? null : toDraft(rows[0]))

export async function hold(
  tx: Tx,
  { contact, ticketId, at, by }: { contact: string; ticketId: string; at: number; by: string },
): Promise<KeptDraft> {
  const held = first(await tx.run(statements.hold, [contact, ticketId, new Date(at), by]))
  if (held === null) throw new Error('An upsert of a draft gave no row')
  return held
}

export const lock = async (tx: Tx, contact: string) => first(await tx.run(statements.lock, [contact]))

export const find = async (reader: Reader, contact: string) => first(await reader.run(statements.find, [contact]))

export function save(tx: Tx, contact: string, { version, fields }: Draft, at: number, by: string): void {
  tx.post(statements.save, [contact, version, JSON.stringify(fields), new Date(at), by])
}

export function file(tx: Tx, contact: string, version: number): void {
  tx.post(statements.file, [contact, version])
}

/** Contacts of drafts that nobody has written in since, and of which the ticket lacks something; locked. */
export async function lockPaused(tx: Tx, before: number): Promise<readonly string[]> {
  return (await tx.run(statements.paused, [new Date(before)])).map(({ contact }) => contact)
}
