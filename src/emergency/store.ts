import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Emergency, EmergencyState } from './emergency.ts'

type EmergencyRow = {
  id: string
  call_sid: string
  kind: string
  ladder: string
  state: EmergencyState
  raised_at: Date
  climb_at: Date | null
  climbed: number
  settled_by: string | null
}

const columns = 'id, call_sid, kind, ladder, state, raised_at, climb_at, climbed, settled_by'

export const statements = {
  raise: statement<EmergencyRow>(
    'emergency.raise',
    `insert into emergencies (id, call_sid, kind, ladder, raised_at) values ($1, $2, $3, $4, $5)
     on conflict (call_sid) do update set
       state = case when emergencies.state in ('closed', 'dropped') then 'raised' else emergencies.state end
     returning ${columns}`,
  ),
  lock: statement<EmergencyRow>('emergency.lock', `select ${columns} from emergencies where id = $1 for update`),
  one: statement<EmergencyRow>('emergency.one', `select ${columns} from emergencies where id = $1`),
  lockByCall: statement<EmergencyRow>(
    'emergency.lock_by_call',
    `select ${columns} from emergencies where call_sid = $1 for update`,
  ),
  climbAt: statement('emergency.climb_at', 'update emergencies set climb_at = $2, climbed = $3 where id = $1'),
  move: statement(
    'emergency.move',
    `update emergencies set state = $2, climb_at = $3, settled_at = $4, settled_by = $5, reason = $6 where id = $1`,
  ),
  due: statement<{ id: string }>(
    'emergency.due',
    `select id from emergencies where state = 'raised' and climb_at <= $1 order by climb_at limit 50`,
  ),
  /** Raised, on a live call, and nothing will ever move it: what no timer should leave behind. */
  adrift: statement<{ id: string }>(
    'emergency.adrift',
    `select e.id from emergencies e where e.state = 'raised' and e.climb_at is null limit 50`,
  ),
  /** The same caller's other emergency that already climbs: one ladder per caller. */
  otherOfCaller: statement<{ id: string }>(
    'emergency.other_of_caller',
    `select o.id from emergencies o join calls oc on oc.call_sid = o.call_sid
       join calls c on c.citizen_id = oc.citizen_id
     where c.call_sid = $1 and o.call_sid <> $1 and o.state = 'raised'
       and exists (select from rung_attempts a where a.emergency_id = o.id and a.state in ('ringing', 'talking')) limit 1`,
  ),
}

const toEmergency = (row: EmergencyRow): Emergency => ({
  id: row.id,
  callSid: row.call_sid,
  kind: row.kind,
  ladder: row.ladder,
  state: row.state,
  raisedAt: row.raised_at.getTime(),
  climbAt: row.climb_at?.getTime() ?? null,
  climbed: row.climbed,
  settledBy: row.settled_by,
})

const first = (rows: readonly EmergencyRow[]) => (rows[0] === undefined ? null : toEmergency(rows[0]))

export async function raise(
  tx: Tx,
  emergency: { readonly id: string; readonly callSid: string; readonly kind: string; readonly ladder: string },
  now: number,
): Promise<Emergency> {
  const { id, callSid, kind, ladder } = emergency
  const [row] = await tx.run(statements.raise, [id, callSid, kind, ladder, new Date(now)])
  if (row === undefined) throw new Error('An upsert of an emergency gave no row')
  return toEmergency(row)
}

export const lock = async (tx: Tx, id: string) => first(await tx.run(statements.lock, [id]))

export const find = async (reader: Reader, id: string) => first(await reader.run(statements.one, [id]))

export const lockByCall = async (tx: Tx, callSid: string) => first(await tx.run(statements.lockByCall, [callSid]))

export function climbAt(tx: Tx, id: string, at: number | null, climbed: number): void {
  tx.post(statements.climbAt, [id, at === null ? null : new Date(at), climbed])
}

export type Settling = { readonly by: string | null; readonly reason: string | null; readonly climbAt: number | null }

export function move(tx: Tx, id: string, state: EmergencyState, settling: Settling, now: number): void {
  const settledAt = state === 'raised' ? null : new Date(now)
  const climbs = settling.climbAt === null ? null : new Date(settling.climbAt)
  tx.post(statements.move, [id, state, climbs, settledAt, settling.by, settling.reason])
}

export async function due(reader: Reader, now: number): Promise<readonly string[]> {
  return (await reader.run(statements.due, [new Date(now)])).map(({ id }) => id)
}

export async function adrift(reader: Reader): Promise<readonly string[]> {
  return (await reader.run(statements.adrift, [])).map(({ id }) => id)
}

export async function hasOtherLadder(tx: Tx, callSid: string): Promise<boolean> {
  return (await tx.run(statements.otherOfCaller, [callSid])).length > 0
}
