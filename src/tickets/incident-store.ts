import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Incident, IncidentWords, InLanguages } from './incident.ts'

type IncidentRow = {
  id: string
  kind: string
  title: InLanguages
  announcement: InLanguages
  districts: readonly string[]
  topics: readonly string[]
  status: Incident['status']
  since: Date
  until: Date
  opened_by: string
  closed_at: Date | null
  closed_by: string | null
  reason: string | null
  version: number
  reports: number
}

const columns = `incidents.id, kind, title, announcement, districts, topics, status, since, until, opened_by, closed_at, closed_by,
  reason, version,
  (select count(*)::int from incident_tickets a where a.incident_id = incidents.id and a.detached_at is null) as reports`

export const statements = {
  add: statement<IncidentRow>(
    'tickets.open_incident',
    `insert into incidents (id, kind, title, announcement, districts, topics, since, until, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
  ),
  lock: statement<IncidentRow>('tickets.lock_incident', `select ${columns} from incidents where id = $1 for update`),
  one: statement<IncidentRow>('tickets.incident', `select ${columns} from incidents where id = $1`),
  open: statement<IncidentRow>(
    'tickets.open_incidents',
    `select ${columns} from incidents where status = 'open' order by since desc, id limit 200`,
  ),
  list: statement<IncidentRow>(
    'tickets.incidents',
    `select ${columns} from incidents where since < coalesce($1, 'infinity'::timestamptz) order by since desc, id limit $2`,
  ),
  change: statement<IncidentRow>(
    'tickets.change_incident',
    `update incidents set kind = $2, title = $3, announcement = $4, districts = $5, topics = $6, since = $7, until = $8,
       version = version + 1 where id = $1 returning ${columns}`,
  ),
  close: statement<IncidentRow>(
    'tickets.close_incident',
    `update incidents set status = 'closed', closed_at = $2, closed_by = $3, reason = $4, version = version + 1
     where id = $1 and status = 'open' returning ${columns}`,
  ),
  closeEnded: statement<{ id: string }>(
    'tickets.close_ended_incidents',
    `update incidents set status = 'closed', closed_at = $1, closed_by = 'system', reason = 'ended', version = version + 1
     where status = 'open' and until <= $1 returning id`,
  ),
  /** Away from where it was, if that was elsewhere. */
  detach: statement<{ incident_id: string }>(
    'tickets.detach_from_incident',
    `update incident_tickets set detached_at = $2, detached_by = $3
     where ticket_id = $1 and detached_at is null and incident_id is distinct from $4 returning incident_id`,
  ),
  attach: statement<{ id: number }>(
    'tickets.attach_to_incident',
    `insert into incident_tickets (incident_id, ticket_id, attached_at, attached_by) values ($1, $2, $3, $4)
     on conflict (ticket_id) where detached_at is null do nothing returning id`,
  ),
  ofTicket: statement<{ incident_id: string }>(
    'tickets.incident_of_ticket',
    'select incident_id from incident_tickets where ticket_id = $1 and detached_at is null',
  ),
  attached: statement<{ ticket_id: string; citizen_id: string | null; contact: string | null }>(
    'tickets.attached_to_incident',
    `select a.ticket_id, t.citizen_id, t.contact from incident_tickets a join tickets t on t.id = a.ticket_id
     where a.incident_id = $1 and a.detached_at is null order by a.id`,
  ),
}

const toIncident = (row: IncidentRow): Incident => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  announcement: row.announcement,
  districts: row.districts,
  topics: row.topics,
  status: row.status,
  since: row.since.getTime(),
  until: row.until.getTime(),
  openedBy: row.opened_by,
  closedAt: row.closed_at?.getTime() ?? null,
  closedBy: row.closed_by,
  reason: row.reason,
  version: row.version,
  reports: row.reports,
})

const first = (rows: readonly IncidentRow[]): Incident | null => (rows[0] === undefined ? null : toIncident(rows[0]))

const valuesOf = ({ kind, title, announcement, districts, topics, since, until }: IncidentWords) => [
  kind,
  JSON.stringify(title),
  JSON.stringify(announcement),
  districts,
  topics,
  new Date(since),
  new Date(until),
]

export async function add(tx: Tx, id: string, words: IncidentWords, by: string): Promise<Incident> {
  const added = first(await tx.run(statements.add, [id, ...valuesOf(words), by]))
  if (added === null) throw new Error('An insert of an incident gave no row')
  return added
}

export const lock = async (tx: Tx, id: string): Promise<Incident | null> => first(await tx.run(statements.lock, [id]))

export const find = async (reader: Reader, id: string): Promise<Incident | null> =>
  first(await reader.run(statements.one, [id]))

export const open = async (reader: Reader): Promise<readonly Incident[]> =>
  (await reader.run(statements.open, [])).map(toIncident)

export const list = async (reader: Reader, before: number | null, limit: number): Promise<readonly Incident[]> =>
  (await reader.run(statements.list, [before === null ? null : new Date(before), limit])).map(toIncident)

export const change = async (tx: Tx, id: string, words: IncidentWords): Promise<Incident | null> =>
  first(await tx.run(statements.change, [id, ...valuesOf(words)]))

export const close = async (
  tx: Tx,
  id: string,
  closing: { readonly by: string; readonly reason: string },
  now: number,
): Promise<Incident | null> => first(await tx.run(statements.close, [id, new Date(now), closing.by, closing.reason]))

/** Ids of those whose end has come. */
export const closeEnded = async (tx: Tx, now: number): Promise<readonly string[]> =>
  (await tx.run(statements.closeEnded, [new Date(now)])).map(({ id }) => id)

/** The incident that the ticket was taken away from; null when it was attached to none, or stays with `except`. */
export async function detach(
  tx: Tx,
  ticketId: string,
  by: string,
  now: number,
  except: string | null = null,
): Promise<string | null> {
  return (await tx.run(statements.detach, [ticketId, new Date(now), by, except]))[0]?.incident_id ?? null
}

/** False if it was attached already. */
export const attach = async (tx: Tx, incidentId: string, ticketId: string, by: string, now: number): Promise<boolean> =>
  (await tx.run(statements.attach, [incidentId, ticketId, new Date(now), by])).length > 0

export const incidentOf = async (reader: Reader, ticketId: string): Promise<string | null> =>
  (await reader.run(statements.ofTicket, [ticketId]))[0]?.incident_id ?? null

export const attached = (reader: Reader, incidentId: string) => reader.run(statements.attached, [incidentId])
