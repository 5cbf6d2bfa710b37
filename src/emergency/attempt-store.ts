import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Attempt, AttemptState } from './rung.ts'

type AttemptRow = {
  id: string
  emergency_id: string
  rung: string
  address: string
  round: number
  ring_until: Date | null
  accepts: 'key' | 'talk'
  state: AttemptState
  leg_id: string | null
  conversation_id: string | null
  talking_since: Date | null
}

const columns =
  'id, emergency_id, rung, address, round, ring_until, accepts, state, leg_id, conversation_id, talking_since'

export const statements = {
  begin: statement<{ id: string }>(
    'emergency.begin_attempt',
    `insert into rung_attempts (id, emergency_id, rung, place, accepts, leg_id, started_at, talk_seconds, address, round, ring_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (emergency_id, place) do nothing returning id`,
  ),
  one: statement<AttemptRow>('emergency.attempt', `select ${columns} from rung_attempts where id = $1`),
  live: statement<AttemptRow>(
    'emergency.live_attempts',
    `select ${columns} from rung_attempts where emergency_id = $1 and state in ('ringing', 'talking', 'accepted') order by place`,
  ),
  /** Ladder calls that run now, by address: the limit that keeps pranks from flooding one control room. */
  running: statement<{ address: string; n: number }>(
    'emergency.running_attempts',
    `select address, count(*)::int as n from rung_attempts where state in ('ringing', 'talking', 'accepted') group by address`,
  ),
  // Two ladders that count at the same moment would both find room for one call.
  hold: statement(
    'emergency.hold_attempts',
    `select pg_advisory_xact_lock(hashtextextended('emergency.rung_attempts', 0))`,
  ),
  begun: statement<{ address: string }>(
    'emergency.begun_attempts',
    'select distinct address from rung_attempts where emergency_id = $1 and round = $2',
  ),
  /** Groups of operators whose ring is over: they have no leg that says so. */
  silentGroups: statement<AttemptRow>(
    'emergency.silent_groups',
    `select ${columns} from rung_attempts where state = 'ringing' and leg_id is null and ring_until <= $1 limit 100`,
  ),
  move: statement<AttemptRow>(
    'emergency.move_attempt',
    `update rung_attempts set state = $2,
       settled_at = case when $2 in ('ringing', 'talking') then null else $3::timestamptz end,
       talking_since = case when $2 = 'talking' then $3::timestamptz else talking_since end,
       conversation_id = coalesce($5, conversation_id)
     where id = $1 and state = any($4) returning ${columns}`,
  ),
  met: statement(
    'emergency.attempt_met',
    `update rung_attempts set talking_since = $2 where id = $1 and state = 'talking'`,
  ),
  talked: statement<AttemptRow>(
    'emergency.talked_attempts',
    `select ${columns} from rung_attempts where state = 'talking' and talking_since + make_interval(secs => talk_seconds) <= $1 limit 100`,
  ),
}

const toAttempt = (row: AttemptRow): Attempt => ({
  id: row.id,
  emergencyId: row.emergency_id,
  rung: row.rung,
  address: row.address,
  round: row.round,
  ringUntil: row.ring_until?.getTime() ?? 0,
  accepts: row.accepts,
  state: row.state,
  legId: row.leg_id,
  conversationId: row.conversation_id,
  talkingSince: row.talking_since?.getTime() ?? null,
})

export type NewAttempt = {
  readonly id: string
  readonly emergencyId: string
  readonly rung: string
  readonly address: string
  readonly round: number
  /** Its number of all attempts of this emergency. */
  readonly place: number
  readonly accepts: 'key' | 'talk'
  /** Null for a group of operators, who are offered the caller as everywhere. */
  readonly legId: string | null
  readonly ringUntil: number
  readonly talkSeconds: number
}

export function begin(tx: Tx, attempt: NewAttempt, now: number): void {
  const { id, emergencyId, rung, place, accepts, legId, talkSeconds, address, round, ringUntil } = attempt
  const values = [id, emergencyId, rung, place, accepts, legId, new Date(now), talkSeconds, address, round]
  tx.post(statements.begin, [...values, new Date(ringUntil)])
}

export async function find(reader: Reader, id: string): Promise<Attempt | null> {
  const [row] = await reader.run(statements.one, [id])
  return row === undefined ? null : toAttempt(row)
}

export async function live(tx: Tx, emergencyId: string): Promise<readonly Attempt[]> {
  return (await tx.run(statements.live, [emergencyId])).map(toAttempt)
}

/** By address. Whoever rings somebody because of it holds the count until the commit. */
export async function running(tx: Tx): Promise<Readonly<Record<string, number>>> {
  const [, rows] = await Promise.all([tx.run(statements.hold, []), tx.run(statements.running, [])])
  return Object.fromEntries(rows.map(({ address, n }) => [address, n]))
}

/** Addresses that were rung in this round of the ladder. */
export async function begunIn(reader: Reader, emergencyId: string, round: number): Promise<ReadonlySet<string>> {
  return new Set((await reader.run(statements.begun, [emergencyId, round])).map(({ address }) => address))
}

export async function silentGroups(reader: Reader, now: number): Promise<readonly Attempt[]> {
  return (await reader.run(statements.silentGroups, [new Date(now)])).map(toAttempt)
}

/** The attempt as it is now, or null when it was no longer in one of `from`. */
export async function move(
  tx: Tx,
  id: string,
  state: AttemptState,
  from: readonly AttemptState[],
  now: number,
  conversationId: string | null = null,
): Promise<Attempt | null> {
  const [row] = await tx.run(statements.move, [id, state, new Date(now), from, conversationId])
  return row === undefined ? null : toAttempt(row)
}

export const met = (tx: Tx, id: string, now: number) => tx.post(statements.met, [id, new Date(now)])

/** Control rooms that have talked with the caller as long as an acknowledgement takes. */
export async function talkedEnough(reader: Reader, now: number): Promise<readonly Attempt[]> {
  return (await reader.run(statements.talked, [new Date(now)])).map(toAttempt)
}
