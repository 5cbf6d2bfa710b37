import type { Target } from '../flow/verbs.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { AskedState, Presence, PresenceState } from './presence.ts'

type OperatorRow = {
  staff_id: string
  name: string
  state: PresenceState
  since: Date
  until: Date | null
  then_state: AskedState | null
  device: Target | null
  missed: number
}

const columns = 'o.staff_id, s.name, o.state, o.since, o.until, o.then_state, o.device, o.missed'

export type FreeOperator = {
  readonly staffId: string
  readonly freeSince: number
  readonly device: Target
  readonly languages: readonly string[]
  readonly skills: readonly string[]
}

type FreeRow = { staff_id: string; free_since: Date; device: Target; languages: string[]; skills: string[] }

export const statements = {
  all: statement<OperatorRow>(
    'dispatch.operators',
    `select ${columns} from operators o join staff s on s.id = o.staff_id where s.disabled_at is null order by s.name`,
  ),
  one: statement<OperatorRow>(
    'dispatch.operator',
    `select ${columns} from operators o join staff s on s.id = o.staff_id where o.staff_id = $1`,
  ),
  /** What an operator asks for. Somebody on the phone goes on; the wish comes true afterwards. */
  ask: statement<{ state: PresenceState }>(
    'dispatch.ask_presence',
    `insert into operators (staff_id, state, since, device, free_since)
     values ($1, $2, $3, $4, case when $2 = 'free' then $3::timestamptz end)
     on conflict (staff_id) do update set
       state = case when operators.state in ('offered', 'talking') then operators.state else $2 end,
       since = case when operators.state in ('offered', 'talking') then operators.since else $3 end,
       then_state = case when operators.state in ('offered', 'talking') then $2 end,
       until = case when operators.state in ('offered', 'talking') then operators.until end,
       free_since = case when $2 = 'free' then $3::timestamptz else operators.free_since end,
       device = coalesce($4, operators.device),
       missed = 0
     returning state`,
  ),
  keepDevice: statement(
    'dispatch.keep_device',
    `insert into operators (staff_id, state, since, device) values ($1, 'offline', $2, $3)
     on conflict (staff_id) do update set device = excluded.device`,
  ),
  free: statement<FreeRow>(
    'dispatch.free_operators',
    `select o.staff_id, o.free_since, o.device, s.languages || s.language as languages, s.skills from operators o join staff s on s.id = o.staff_id
     where o.state = 'free' and o.device is not null and s.disabled_at is null
     order by o.free_since limit 500 for update of o skip locked`,
  ),
  freeOne: statement<{ staff_id: string; device: Target }>(
    'dispatch.free_operator',
    `select o.staff_id, o.device from operators o join staff s on s.id = o.staff_id
     where o.staff_id = $1 and o.state = 'free' and o.device is not null and s.disabled_at is null
     for update of o`,
  ),
  howManyFree: statement<{ free: number }>(
    'dispatch.how_many_free',
    `select count(*)::int as free from operators o join staff s on s.id = o.staff_id
     where o.state = 'free' and o.device is not null and s.disabled_at is null`,
  ),
  ring: statement(
    'dispatch.ring_operator',
    `update operators set state = 'offered', since = $2, until = null where staff_id = $1`,
  ),
  talk: statement(
    'dispatch.operator_talks',
    `update operators set state = 'talking', since = $2, until = null, missed = 0 where staff_id = $1`,
  ),
  wrapUp: statement(
    'dispatch.operator_wraps_up',
    `update operators set state = 'wrap_up', since = $2, then_state = coalesce(then_state, 'free'),
       until = case when device->>'kind' = 'client' then $4::timestamptz else $3 end
     where staff_id = $1 and state = 'talking'`,
  ),
  /** Freed without having talked: somebody else took the caller, or the caller left. */
  release: statement(
    'dispatch.release_operator',
    `update operators set state = coalesce(then_state, 'free'), since = $2, then_state = null, until = null
     where staff_id = $1 and state = 'offered'`,
  ),
  rest: statement(
    'dispatch.rest_operator',
    `update operators set state = 'paused', since = $2, until = $3, missed = missed + 1,
       then_state = coalesce(then_state, 'free'), free_since = $2
     where staff_id = $1 and state = 'offered'`,
  ),
  /** Wrap-ups and rests that are over. */
  wake: statement<{ staff_id: string; state: PresenceState }>(
    'dispatch.wake_operators',
    `update operators set state = coalesce(then_state, 'free'), since = $1, until = null, then_state = null,
       free_since = case when state = 'wrap_up' then $1 else free_since end
     where until <= $1 and state in ('wrap_up', 'paused') returning staff_id, state`,
  ),
  freeForgotten: statement<{ staff_id: string }>(
    'dispatch.free_forgotten',
    `update operators o set state = coalesce(then_state, 'free'), since = $1, until = null, then_state = null
     where state in ('offered', 'talking') and since < $2
       and not exists (select from offers f where f.staff_id = o.staff_id and f.state in ('open', 'accepted'))
     returning staff_id`,
  ),
  onDuty: statement<{ on_duty: boolean }>(
    'dispatch.anyone_on_duty',
    `select exists (select from operators where state not in ('offline', 'paused')
       or (state = 'paused' and then_state = 'free')) as on_duty`,
  ),
  missed: statement<{ missed: number; device: Target | null }>(
    'dispatch.operator_missed',
    'select missed, device from operators where staff_id = $1',
  ),
}

const toPresence = (row: OperatorRow): Presence => ({
  staffId: row.staff_id,
  name: row.name,
  state: row.state,
  since: row.since.getTime(),
  until: row.until?.getTime() ?? null,
  thenState: row.then_state,
  device: row.device,
  missed: row.missed,
})

export async function all(reader: Reader): Promise<readonly Presence[]> {
  return (await reader.run(statements.all, [])).map(toPresence)
}

export async function one(reader: Reader, staffId: string): Promise<Presence | null> {
  const [row] = await reader.run(statements.one, [staffId])
  return row === undefined ? null : toPresence(row)
}

export async function ask(
  tx: Tx,
  staffId: string,
  state: AskedState,
  device: Target | null,
  now: number,
): Promise<PresenceState> {
  const values = [staffId, state, new Date(now), device === null ? null : JSON.stringify(device)]
  const [row] = await tx.run(statements.ask, values)
  if (row === undefined) throw new Error('An upsert of an operator gave no row')
  return row.state
}

export const keepDevice = (tx: Tx, staffId: string, device: Target, now: number) =>
  tx.post(statements.keepDevice, [staffId, new Date(now), JSON.stringify(device)])

/** The free operators, locked, so that a phone is rung once only. */
export async function lockFree(tx: Tx): Promise<readonly FreeOperator[]> {
  const rows = await tx.run(statements.free, [])
  return rows.map(({ staff_id, free_since, ...operator }) => ({
    ...operator,
    staffId: staff_id,
    freeSince: free_since.getTime(),
  }))
}

/** The device of this operator, locked, if the operator is free. Waits for a match that looks at all who are free: it may leave this one. */
export async function lockFreeOne(tx: Tx, staffId: string): Promise<Target | null> {
  return (await tx.run(statements.freeOne, [staffId]))[0]?.device ?? null
}

/** How many could be rung; nothing is locked. */
export async function howManyFree(reader: Reader): Promise<number> {
  return (await reader.run(statements.howManyFree, []))[0]?.free ?? 0
}

export async function missesOf(tx: Tx, staffId: string): Promise<{ missed: number; device: Target | null }> {
  const [row] = await tx.run(statements.missed, [staffId])
  return { missed: row?.missed ?? 0, device: row?.device ?? null }
}

export const ring = (tx: Tx, staffId: string, now: number) => tx.post(statements.ring, [staffId, new Date(now)])

export const talk = (tx: Tx, staffId: string, now: number) => tx.post(statements.talk, [staffId, new Date(now)])

export const release = (tx: Tx, staffId: string, now: number) => tx.post(statements.release, [staffId, new Date(now)])

/** `atDesk`: until when, for whoever writes on the page. */
export const wrapUp = (tx: Tx, staffId: string, now: number, until: number, atDesk: number) =>
  tx.post(statements.wrapUp, [staffId, new Date(now), new Date(until), new Date(atDesk)])

export const rest = (tx: Tx, staffId: string, now: number, until: number) =>
  tx.post(statements.rest, [staffId, new Date(now), new Date(until)])

/** Operators whose phone should be ringing or talking, but for whom no offer lives any more. */
export async function freeForgotten(tx: Tx, now: number, before: number): Promise<number> {
  return (await tx.run(statements.freeForgotten, [new Date(now), new Date(before)])).length
}

export async function anyoneOnDuty(reader: Reader): Promise<boolean> {
  return (await reader.run(statements.onDuty, []))[0]?.on_duty === true
}

export async function wakeDue(tx: Tx, now: number): Promise<number> {
  return (await tx.run(statements.wake, [new Date(now)])).length
}
