import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { DutyAlert } from './duty-alert.ts'

type AlertRow = {
  id: string
  emergency_id: string | null
  ticket_id: string | null
  name: string
  body: string
  sent_at: Date
  expires_at: Date
  acknowledged_at: Date | null
}

const columns = 'id, emergency_id, ticket_id, name, body, sent_at, expires_at, acknowledged_at'

export const statements = {
  add: statement<{ id: string }>(
    'emergency.add_alert',
    `insert into duty_alerts (id, emergency_id, ticket_id, name, number, body, token_hash, sent_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
  ),
  byToken: statement<AlertRow>(
    'emergency.alert_by_token',
    `select ${columns} from duty_alerts where token_hash = $1 and expires_at > $2`,
  ),
  of: statement<AlertRow>(
    'emergency.alerts_of',
    `select ${columns} from duty_alerts where emergency_id = any($1::uuid[]) or ticket_id = any($2::uuid[]) order by sent_at, name`,
  ),
  acknowledge: statement<AlertRow>(
    'emergency.acknowledge_alert',
    `update duty_alerts set acknowledged_at = $2 where id = $1 and acknowledged_at is null returning ${columns}`,
  ),
}

const toAlert = (row: AlertRow): DutyAlert => ({
  id: row.id,
  emergencyId: row.emergency_id,
  ticketId: row.ticket_id,
  name: row.name,
  body: row.body,
  sentAt: row.sent_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  acknowledgedAt: row.acknowledged_at?.getTime() ?? null,
})

export type NewAlert = Omit<DutyAlert, 'acknowledgedAt'> & { readonly number: string; readonly tokenHash: Buffer }

/** False when this officer has been texted about it already. */
export async function add(tx: Tx, alert: NewAlert): Promise<boolean> {
  const { id, emergencyId, ticketId, name, number, body, tokenHash, sentAt, expiresAt } = alert
  const values = [id, emergencyId, ticketId, name, number, body, tokenHash, new Date(sentAt), new Date(expiresAt)]
  return (await tx.run(statements.add, values)).length > 0
}

/** One that has expired is found no more. */
export async function byToken(reader: Reader, tokenHash: Buffer, now: number): Promise<DutyAlert | null> {
  const [row] = await reader.run(statements.byToken, [tokenHash, new Date(now)])
  return row === undefined ? null : toAlert(row)
}

export async function alertsOf(
  reader: Reader,
  about: { readonly emergencyIds?: readonly string[]; readonly ticketIds?: readonly string[] },
): Promise<readonly DutyAlert[]> {
  return (await reader.run(statements.of, [about.emergencyIds ?? [], about.ticketIds ?? []])).map(toAlert)
}

/** The alert as it is now, or null when it was acknowledged before. */
export async function acknowledge(tx: Tx, id: string, now: number): Promise<DutyAlert | null> {
  const [row] = await tx.run(statements.acknowledge, [id, new Date(now)])
  return row === undefined ? null : toAlert(row)
}
