import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import {
  answerWithinMilliseconds,
  type Channel,
  type Privacy,
  type Progress,
  type Stage,
  type Ticket,
  type TicketFields,
  type Urgency,
} from './ticket.ts'

export type TicketRow = {
  readonly id: string
  readonly code: string
  readonly channel: Channel
  readonly contact: string | null
  readonly citizen_id: string | null
  readonly kind: string
  readonly topic: string | null
  readonly district: string | null
  readonly place: string | null
  readonly place_recording: string | null
  readonly description: string | null
  readonly description_recording: string | null
  readonly privacy: Privacy
  readonly contact_citizen_id: string | null
  readonly urgency: Urgency | null
  readonly stage: Stage
  readonly owner_agency_id: string
  readonly opened_at: Date
  readonly answer_due_at: Date
  readonly answered_at: Date | null
  readonly closed_at: Date | null
  readonly version: number
}

const columns = `id, code, channel, contact, citizen_id, kind, topic, district, place, place_recording, description,
  description_recording, privacy, contact_citizen_id, urgency, stage, owner_agency_id, opened_at, answer_due_at, answered_at, closed_at, version`

export const statements = {
  // Owned from its first moment: by the named agency if it is alive, otherwise by the coordinator.
  // A code drawn twice and a contact that has its ticket both give no row.
  open: statement<TicketRow>(
    'tickets.open',
    // The ticket and the first line of its history are one.
    `with opened as (
       insert into tickets (id, code, channel, contact, citizen_id, kind, owner_agency_id, opened_at, answer_due_at)
       values ($1, $2, $3, $4, $5, $6,
         (select id from agencies where retired_at is null and (id = $7 or is_coordinator) order by id = $7 desc nulls last limit 1),
         $8, $9)
       on conflict do nothing returning ${columns}
     ), told as (
       insert into ticket_events (ticket_id, at, kind, actor, facts)
       select id, $8, 'ticket.opened', $10, jsonb_build_object('channel', channel, 'kind', kind, 'owner', owner_agency_id) from opened
     )
     select ${columns} from opened`,
  ),
  byContact: statement<TicketRow>('tickets.by_contact', `select ${columns} from tickets where contact = $1`),
  byCode: statement<TicketRow>('tickets.by_code', `select ${columns} from tickets where code = $1`),
  byId: statement<TicketRow>('tickets.by_id', `select ${columns} from tickets where id = $1`),
  lock: statement<TicketRow>('tickets.lock', `select ${columns} from tickets where id = $1 for update`),
  // The owner follows the topic only until somebody has taken the ticket up.
  fill: statement<TicketRow>(
    'tickets.fill',
    `update tickets set
       kind = coalesce($2, kind), topic = coalesce($3, topic), district = coalesce($4, district), place = coalesce($5, place),
       place_recording = coalesce($6, place_recording), description = coalesce($7, description),
       description_recording = coalesce($8, description_recording), privacy = coalesce($11, privacy),
       contact_citizen_id = coalesce($12, contact_citizen_id), urgency = coalesce($13, urgency),
       owner_agency_id = case when stage = 'received'
         then coalesce((select id from agencies where id = $9 and retired_at is null), owner_agency_id) else owner_agency_id end,
       version = version + 1
     where id = $1 and ($10::integer is null or version = $10)
     returning ${columns}`,
  ),
  move: statement(
    'tickets.move',
    `update tickets set stage = $2, owner_agency_id = $3, answer_due_at = $4, answered_at = $5, closed_at = $6, version = $7
     where id = $1`,
  ),
  status: statement<{ stage: Stage; opened_at: Date; answer_due_at: Date; agency: string }>(
    'tickets.status',
    `select stage, opened_at, answer_due_at, agencies.name as agency
     from tickets join agencies on agencies.id = owner_agency_id where code = $1`,
  ),
  list: statement<TicketRow>(
    'tickets.list',
    `select ${columns} from tickets
     where ($1::text is null or stage = $1)
       and ($2::text is null or owner_agency_id = $2)
       and ($3::text is null or kind = $3)
       and ($4::timestamptz is null or (answer_due_at < $4 and stage not in ('answered', 'closed')))
       and ($5::uuid is null or citizen_id = $5)
       and ($6::timestamptz is null or (opened_at, id) < ($6, $7::uuid))
     order by opened_at desc, id desc limit $8`,
  ),
  ofContacts: statement<{ contact: string; code: string }>(
    'tickets.of_contacts',
    'select contact, code from tickets where contact = any($1::text[])',
  ),
  lockOfRetired: statement<TicketRow>(
    'tickets.lock_of_retired',
    `select ${columns} from tickets
     where stage <> 'closed' and owner_agency_id in (select id from agencies where retired_at is not null)
     order by id for update skip locked`,
  ),
}

const milliseconds = (date: Date | null) => (date === null ? null : date.getTime())
const toDate = (at: number | null | undefined) => (at === null || at === undefined ? null : new Date(at))

const toTicket = (row: TicketRow): Ticket => ({
  id: row.id,
  code: row.code,
  channel: row.channel,
  contact: row.contact,
  citizenId: row.citizen_id,
  kind: row.kind,
  topic: row.topic,
  district: row.district,
  place: row.place,
  placeRecording: row.place_recording,
  description: row.description,
  descriptionRecording: row.description_recording,
  privacy: row.privacy,
  contactCitizenId: row.contact_citizen_id,
  urgency: row.urgency,
  stage: row.stage,
  ownerAgencyId: row.owner_agency_id,
  openedAt: row.opened_at.getTime(),
  answerDueAt: row.answer_due_at.getTime(),
  answeredAt: milliseconds(row.answered_at),
  closedAt: milliseconds(row.closed_at),
  version: row.version,
})

const first = (rows: readonly TicketRow[]): Ticket | null => (rows[0] === undefined ? null : toTicket(rows[0]))

export type NewTicket = Pick<Ticket, 'id' | 'code' | 'channel' | 'contact' | 'citizenId' | 'kind' | 'openedAt'> & {
  readonly ownerAgencyId: string | null
  /** Who opens it. */
  readonly actor: string
}

/** Null when the code is taken or the contact has its ticket already. */
export async function open(tx: Tx, ticket: NewTicket): Promise<Ticket | null> {
  const { id, code, channel, contact, citizenId, kind, ownerAgencyId, openedAt, actor } = ticket
  const due = new Date(openedAt + answerWithinMilliseconds)
  return first(
    await tx.run(statements.open, [
      id,
      code,
      channel,
      contact,
      citizenId,
      kind,
      ownerAgencyId,
      new Date(openedAt),
      due,
      actor,
    ]),
  )
}

export const findByContact = async (reader: Reader, contact: string) =>
  first(await reader.run(statements.byContact, [contact]))
export const findByCode = async (reader: Reader, code: string) => first(await reader.run(statements.byCode, [code]))
export const findById = async (reader: Reader, id: string) => first(await reader.run(statements.byId, [id]))
export const lock = async (tx: Tx, id: string) => first(await tx.run(statements.lock, [id]))
export const lockOfRetired = async (tx: Tx) => (await tx.run(statements.lockOfRetired, [])).map(toTicket)

export async function fill(
  tx: Tx,
  id: string,
  fields: Partial<TicketFields>,
  ownerAgencyId: string | null,
  version: number | null,
): Promise<Ticket | null> {
  const { kind, topic, district, place, placeRecording, description, descriptionRecording } = fields
  const values = [kind, topic, district, place, placeRecording, description, descriptionRecording]
  const more = [ownerAgencyId, version, fields.privacy ?? null, fields.contactCitizenId ?? null, fields.urgency ?? null]
  return first(await tx.run(statements.fill, [id, ...values.map((value) => value ?? null), ...more]))
}

export function move(
  tx: Tx,
  id: string,
  { stage, ownerAgencyId, answerDueAt, answeredAt, closedAt, version }: Progress,
): void {
  tx.post(statements.move, [
    id,
    stage,
    ownerAgencyId,
    new Date(answerDueAt),
    toDate(answeredAt),
    toDate(closedAt),
    version,
  ])
}

export async function status(reader: Reader, code: string) {
  const [row] = await reader.run(statements.status, [code])
  if (row === undefined) return null
  const { stage, opened_at, answer_due_at, agency } = row
  return { stage, openedAt: opened_at.getTime(), dueAt: answer_due_at.getTime(), agency }
}

export type TicketFilter = {
  readonly stage?: Stage
  readonly agencyId?: string
  readonly kind?: string
  /** Only those whose answer was due before this moment and has not come. */
  readonly dueBefore?: number
  readonly citizenId?: string
  readonly before?: { readonly openedAt: number; readonly id: string }
  readonly limit: number
}

export async function list(reader: Reader, filter: TicketFilter): Promise<readonly Ticket[]> {
  const { stage, agencyId, kind, dueBefore, citizenId, before, limit } = filter
  const rows = await reader.run(statements.list, [
    stage ?? null,
    agencyId ?? null,
    kind ?? null,
    toDate(dueBefore),
    citizenId ?? null,
    toDate(before?.openedAt),
    before?.id ?? null,
    limit,
  ])
  return rows.map(toTicket)
}

export async function codesOf(reader: Reader, contacts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (contacts.length === 0) return new Map()
  const rows = await reader.run(statements.ofContacts, [contacts])
  return new Map(rows.map(({ contact, code }) => [contact, code]))
}
