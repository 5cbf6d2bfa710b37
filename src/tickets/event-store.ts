import { type Reader, statement, type Tx } from '../platform/postgres.ts'

type EventRow = {
  readonly at: Date
  readonly kind: string
  readonly actor: string
  readonly facts: Record<string, unknown>
}

export const statements = {
  event: statement(
    'tickets.event',
    'insert into ticket_events (ticket_id, at, kind, actor, facts) values ($1, $2, $3, $4, $5)',
  ),
  events: statement<EventRow>(
    'tickets.events',
    'select at, kind, actor, facts from ticket_events where ticket_id = $1 order by id',
  ),
}

export type TicketEvent = {
  readonly at: number
  readonly kind: string
  readonly actor: string
  readonly facts: Readonly<Record<string, unknown>>
}

export function addEvent(tx: Tx, ticketId: string, { at, kind, actor, facts }: TicketEvent): void {
  tx.post(statements.event, [ticketId, new Date(at), kind, actor, JSON.stringify(facts)])
}

export async function events(reader: Reader, ticketId: string): Promise<readonly TicketEvent[]> {
  return (await reader.run(statements.events, [ticketId])).map((row) => ({ ...row, at: row.at.getTime() }))
}
