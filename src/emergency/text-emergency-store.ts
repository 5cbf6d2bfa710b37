import { type Reader, statement, type Tx } from '../platform/postgres.ts'

type Row = {
  ticket_id: string
  kind: string
  raised_at: Date
  settled_by: string | null
  settled_at: Date | null
}

/** An emergency that was written, by its ticket. Times in milliseconds since 1970. */
export type TextEmergency = {
  readonly ticketId: string
  readonly kind: string
  readonly raisedAt: number
  readonly settledBy: string | null
}

const columns = 'ticket_id, kind, raised_at, settled_by, settled_at'

export const statements = {
  add: statement<{ ticket_id: string }>(
    'emergency.add_text_emergency',
    `insert into text_emergencies (ticket_id, kind, raised_at) values ($1, $2, $3) on conflict do nothing returning ticket_id`,
  ),
  one: statement<Row>('emergency.text_emergency', `select ${columns} from text_emergencies where ticket_id = $1`),
  settle: statement(
    'emergency.settle_text_emergency',
    `update text_emergencies set settled_by = $2, settled_at = $3 where ticket_id = $1 and settled_at is null`,
  ),
}

/** False when it stands already. */
export async function add(tx: Tx, ticketId: string, kind: string, now: number): Promise<boolean> {
  return (await tx.run(statements.add, [ticketId, kind, new Date(now)])).length > 0
}

export async function find(reader: Reader, ticketId: string): Promise<TextEmergency | null> {
  const [row] = await reader.run(statements.one, [ticketId])
  if (row === undefined) return null
  return { ticketId: row.ticket_id, kind: row.kind, raisedAt: row.raised_at.getTime(), settledBy: row.settled_by }
}

/** The first who sees to it has it. */
export const settle = async (tx: Tx, ticketId: string, by: string, now: number): Promise<void> => {
  await tx.run(statements.settle, [ticketId, by, new Date(now)])
}
