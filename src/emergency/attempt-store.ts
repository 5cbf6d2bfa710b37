import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Attempt, AttemptState } from './rung.ts'

type AttemptRow = {
  id: string
  emergency_id: string
  rung: string
  accepts: 'key' | 'talk'
  state: AttemptState
  leg_id: string | null
  conversation_id: string | null
  talking_since: Date | null
}

const columns = 'id, emergency_id, rung, accepts, state, leg_id, conversation_id, talking_since'

export const statements = {
  begin: statement<{ id: string }>(
    'emergency.begin_attempt',
    `insert into rung_attempts (id, emergency_id, rung, place, accepts, leg_id, started_at, talk_seconds)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (emergency_id, place) do nothing returning id`,
  ),
  one: statement<AttemptRow>('emergency.attempt', `select ${columns} from rung_attempts where id = $1`),
  live: statement<AttemptRow>(
    'emergency.live_attempts',
    `select ${columns} from rung_attempts where emergency_id = $1 and state in ('ringing', 'talking', 'accepted') order by place`,
  ),
  /** Ladder calls that run now, by rung: the limit that keeps pranks from flooding one control room. */
  running: statement<{ rung: string; n: number }>(
    'emergency.running_attempts',
    `select rung, count(*)::int as n from rung_attempts where state in ('ringing', 'talking', 'accepted') group by rung`,
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
  readonly place: number
  readonly accepts: 'key' | 'talk'
  readonly legId: string
  readonly talkSeconds: number
}

export function begin(tx: Tx, attempt: NewAttempt, now: number): void {
  const { id, emergencyId, rung, place, accepts, legId, talkSeconds } = attempt
  tx.post(statements.begin, [id, emergencyId, rung, place, accepts, legId, new Date(now), talkSeconds])
}

export async function find(reader: Reader, id: string): Promise<Attempt | null> {
  const [row] = await reader.run(statements.one, [id])
  return row === undefined ? null : toAttempt(row)
}

export async function live(tx: Tx, emergencyId: string): Promise<readonly Attempt[]> {
  return (await tx.run(statements.live, [emergencyId])).map(toAttempt)
}

export async function running(tx: Tx): Promise<Readonly<Record<string, number>>> {
  return Object.fromEntries((await tx.run(statements.running, [])).map(({ rung, n }) => [rung, n]))
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
