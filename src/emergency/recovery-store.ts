import type { CallbackOutcome } from '../dispatch/callback.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { EmergencyState } from './emergency.ts'
import type { Recovery, RecoveryOutcome, RecoveryState, Unfinished } from './recovery.ts'

type RecoveryRow = {
  id: string
  emergency_id: string
  call_sid: string
  citizen_id: string | null
  silent: boolean
  dropped_at: Date
  state: RecoveryState
  since: Date
  callback_id: string | null
  first_try_at: Date | null
  tries: number
  outcome: RecoveryOutcome | null
}

type UnfinishedRow = Pick<RecoveryRow, 'id' | 'state' | 'since' | 'dropped_at'> & {
  emergency: EmergencyState
  callback: CallbackOutcome | null
}

const columns = `id, emergency_id, call_sid, citizen_id, silent, dropped_at, state, since, callback_id, first_try_at, tries, outcome`

export const statements = {
  /** Held at first; what becomes of it is decided in the same transaction. */
  begin: statement<RecoveryRow>(
    'emergency.begin_recovery',
    `insert into recoveries (id, emergency_id, call_sid, citizen_id, silent, dropped_at, state, since)
     select $1, e.id, e.call_sid, c.citizen_id, e.silent, coalesce(e.settled_at, $3), 'held', $3
       from emergencies e join calls c on c.call_sid = e.call_sid where e.id = $2
     on conflict (emergency_id) do nothing returning ${columns}`,
  ),
  find: statement<RecoveryRow>('emergency.recovery', `select ${columns} from recoveries where id = $1`),
  lock: statement<RecoveryRow>('emergency.lock_recovery', `select ${columns} from recoveries where id = $1 for update`),
  lockByEmergency: statement<RecoveryRow>(
    'emergency.lock_recovery_of',
    `select ${columns} from recoveries where emergency_id = $1 for update`,
  ),
  open: statement(
    'emergency.open_recovery',
    `update recoveries set state = 'open', since = $3, callback_id = $2 where id = $1 and state <> 'closed'`,
  ),
  hold: statement(
    'emergency.hold_recovery',
    `update recoveries set state = 'held', since = $2 where id = $1 and state <> 'closed'`,
  ),
  tried: statement(
    'emergency.recovery_tried',
    `update recoveries set tries = tries + 1, first_try_at = coalesce(first_try_at, $2) where emergency_id = $1 and state <> 'closed'`,
  ),
  close: statement<{ id: string }>(
    'emergency.close_recovery',
    `update recoveries set state = 'closed', outcome = $2, since = $3, closed_at = $3, closed_by = $4, reason = $5
     where id = $1 and state <> 'closed' returning id`,
  ),
  merge: statement('emergency.merge_recovery', `update recoveries set merged_into = $2 where id = $1`),
  ofCitizen: statement<RecoveryRow>(
    'emergency.recoveries_of_citizen',
    `select ${columns} from recoveries where citizen_id = $1 and state <> 'closed' and call_sid <> $2 order by id`,
  ),
  unfinished: statement<UnfinishedRow>(
    'emergency.unfinished_recoveries',
    `select r.id, r.state, r.since, r.dropped_at, e.state as emergency, b.outcome as callback
     from recoveries r join emergencies e on e.id = r.emergency_id left join callbacks b on b.id = r.callback_id
     where r.state <> 'closed' and ($1::uuid is null or r.id = $1) order by r.dropped_at limit 1000`,
  ),
  /** Dropped, and nobody began to look for the caller: the process died, or the end became known on a way that we forgot. */
  forgotten: statement<{ id: string }>(
    'emergency.forgotten_recoveries',
    `select e.id from emergencies e where e.state = 'dropped' and e.settled_at > $1 and e.raised_at > $1::timestamptz - interval '1 day'
       and not exists (select from recoveries r where r.emergency_id = e.id) order by e.settled_at limit 100`,
  ),
  closedReason: statement<{ settled_by: string | null; reason: string | null }>(
    'emergency.why_closed',
    'select settled_by, reason from emergencies where id = $1',
  ),
}

const toRecovery = (row: RecoveryRow): Recovery => ({
  id: row.id,
  emergencyId: row.emergency_id,
  callSid: row.call_sid,
  citizenId: row.citizen_id,
  silent: row.silent,
  droppedAt: row.dropped_at.getTime(),
  state: row.state,
  since: row.since.getTime(),
  callbackId: row.callback_id,
  firstTryAt: row.first_try_at?.getTime() ?? null,
  tries: row.tries,
  outcome: row.outcome,
})

const first = (rows: readonly RecoveryRow[]): Recovery | null => (rows[0] === undefined ? null : toRecovery(rows[0]))

/** Null when this emergency has one. */
export const begin = async (tx: Tx, id: string, emergencyId: string, now: number): Promise<Recovery | null> =>
  first(await tx.run(statements.begin, [id, emergencyId, new Date(now)]))

export const find = async (reader: Reader, id: string) => first(await reader.run(statements.find, [id]))
export const lock = async (tx: Tx, id: string) => first(await tx.run(statements.lock, [id]))
export const lockByEmergency = async (tx: Tx, emergencyId: string) =>
  first(await tx.run(statements.lockByEmergency, [emergencyId]))

export const open = (tx: Tx, id: string, callbackId: string, now: number) =>
  tx.post(statements.open, [id, callbackId, new Date(now)])
export const hold = (tx: Tx, id: string, now: number) => tx.post(statements.hold, [id, new Date(now)])
export const tried = (tx: Tx, emergencyId: string, now: number) =>
  tx.post(statements.tried, [emergencyId, new Date(now)])
export const merge = (tx: Tx, id: string, callSid: string) => tx.post(statements.merge, [id, callSid])

export type Closing = { readonly outcome: RecoveryOutcome; readonly by: string; readonly reason: string | null }

/** False if it was closed before. */
export const close = async (tx: Tx, id: string, { outcome, by, reason }: Closing, now: number): Promise<boolean> =>
  (await tx.run(statements.close, [id, outcome, new Date(now), by, reason])).length > 0

/** Of this citizen, not closed, of other calls than this one. */
export const ofCitizen = async (reader: Reader, citizenId: string, callSid: string): Promise<readonly Recovery[]> =>
  (await reader.run(statements.ofCitizen, [citizenId, callSid])).map(toRecovery)

/** All that are not closed, or one of them. */
export async function unfinished(reader: Reader, id: string | null = null): Promise<readonly Unfinished[]> {
  return (await reader.run(statements.unfinished, [id])).map((row) => ({
    id: row.id,
    state: row.state,
    since: row.since.getTime(),
    droppedAt: row.dropped_at.getTime(),
    emergency: row.emergency,
    callback: row.callback,
  }))
}

export const forgotten = async (reader: Reader, since: number): Promise<readonly string[]> =>
  (await reader.run(statements.forgotten, [new Date(since)])).map(({ id }) => id)

/** Who closed the emergency, and why. */
export async function whyClosed(reader: Reader, emergencyId: string) {
  const [row] = await reader.run(statements.closedReason, [emergencyId])
  return { by: row?.settled_by ?? 'system', reason: row?.reason ?? 'closed' }
}
