import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Callback, CallbackOutcome, CallbackState, Kept } from './callback.ts'
import { type CallbackRow, columns, toCallback } from './callback-row.ts'

type KeptRow = Pick<CallbackRow, 'id' | 'kind' | 'state' | 'since' | 'due_at' | 'asked_at'> & {
  call_ended: boolean
  leg_ended: boolean
  operator_there: boolean
}

export const statements = {
  /** One open promise a number, and one promise a call: a second request keeps the first one's place. */
  ask: statement<CallbackRow>(
    'dispatch.ask_callback',
    `insert into callbacks (id, call_sid, citizen_id, asked_by, lane, language, asked_at, since, arrived_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict do nothing returning ${columns}`,
  ),
  /** The same call asks again, after what it asked for was closed. */
  askAgain: statement<CallbackRow>(
    'dispatch.ask_callback_again',
    `update callbacks set state = 'asked', citizen_id = $2, lane = $3, language = $4, since = $5, asked_at = $5, attempts = 0,
       kind = 'promise', emergency_id = null, offer_id = null, leg_id = null, partner_leg_id = null, joined = null, returned_at = null, met_at = null, outcome = null, closed_at = null
     where call_sid = $1 and state = 'closed' returning ${columns}`,
  ),
  openOf: statement<CallbackRow>(
    'dispatch.open_callback_of_number',
    `select ${columns} from callbacks where citizen_id = $1 and state <> 'closed' and kind = 'promise'`,
  ),
  askedSince: statement<{ asked: number }>(
    'dispatch.callbacks_of_number',
    `select count(*)::int as asked from callbacks where citizen_id = $1 and asked_at > $2 and kind = 'promise'`,
  ),
  find: statement<CallbackRow>('dispatch.callback', `select ${columns} from callbacks where id = $1`),
  lock: statement<CallbackRow>('dispatch.lock_callback', `select ${columns} from callbacks where id = $1 for update`),
  ofCall: statement<CallbackRow>('dispatch.callback_of_call', `select ${columns} from callbacks where call_sid = $1`),
  ofWait: statement<CallbackRow>('dispatch.callback_of_wait', `select ${columns} from callbacks where wait_id = $1`),
  openBy: statement<{ id: string }>(
    'dispatch.open_callbacks_of_citizen',
    `select id from callbacks where state <> 'closed' and (citizen_id = $1 or asked_by = $1) order by id`,
  ),
  move: statement<CallbackRow>(
    'dispatch.move_callback',
    `update callbacks set state = $2, since = $3, due_at = $4, attempts = $5, wait_id = $6, offer_id = $7, leg_id = $8, joined = $9,
       returned_at = $10, met_at = $11, partner_leg_id = $12 where id = $1 and state <> 'closed' returning ${columns}`,
  ),
  meet: statement(
    'dispatch.callback_met',
    `update callbacks set met_at = $2 where offer_id = $1 and state = 'talking' and met_at is null`,
  ),
  close: statement<{ id: string }>(
    'dispatch.close_callback',
    `update callbacks set state = 'closed', outcome = $2, since = $3, closed_at = $3, due_at = null, returned_at = null
     where id = $1 and state <> 'closed' returning id`,
  ),
  /**
   * The place in line is the wait of the call in which it was asked. The promise is its heartbeat: it needs nobody who comes
   * back every ten seconds, so the line counts and offers it like any caller.
   */
  enterLine: statement<{ id: string }>(
    'dispatch.callback_enters_line',
    `insert into waits (id, call_sid, lane, priority, state, arrived_at, began_at, heartbeat_at, offer_after, emergency_id, language)
     values ($1, $2, $3, $4, 'waiting', $5, $6, 'infinity', $8, $9, (select language from callbacks where call_sid = $2))
     on conflict (call_sid) do update set
       state = 'waiting', lane = excluded.lane, priority = excluded.priority, emergency_id = excluded.emergency_id, began_at = excluded.began_at,
       returns = waits.returns + $7, heartbeat_at = 'infinity', offer_after = excluded.offer_after,
       conversation_id = null, open_to_more = false, shared = false, settled_at = null
     returning id`,
  ),
  kept: statement<KeptRow>(
    'dispatch.kept_callbacks',
    `select b.id, b.kind, b.state, b.since, b.due_at, b.asked_at, calls.ended_at is not null as call_ended,
       not exists (select from legs where legs.id = b.leg_id and legs.ended_at is null) as leg_ended,
       exists (select from offers where offers.id = b.offer_id and offers.state = 'accepted')
         or exists (select from legs where legs.id = b.partner_leg_id and legs.ended_at is null) as operator_there
     from callbacks b join calls on calls.call_sid = b.call_sid
     where b.state <> 'closed' and ($1::uuid is null or b.id = $1) order by b.since limit 1000`,
  ),
  list: statement<CallbackRow>(
    'dispatch.callbacks',
    `select ${columns} from callbacks where kind = 'promise' and asked_at < coalesce($1, 'infinity'::timestamptz) and ($2::boolean is null or (state <> 'closed') = $2)
     order by asked_at desc, id desc limit $3`,
  ),
}

const first = (rows: readonly CallbackRow[]): Callback | null => (rows[0] === undefined ? null : toCallback(rows[0]))
const time = (at: number | null): Date | null => (at === null ? null : new Date(at))

export type NewCallback = Pick<
  Callback,
  'id' | 'callSid' | 'citizenId' | 'askedBy' | 'lane' | 'language' | 'askedAt' | 'arrivedAt'
>

/** Null when this number or this call has an open one already. */
export async function ask(tx: Tx, asked: NewCallback): Promise<Callback | null> {
  const { id, callSid, citizenId, askedBy, lane, language, askedAt, arrivedAt } = asked
  const values = [id, callSid, citizenId, askedBy, lane, language, new Date(askedAt), new Date(arrivedAt)]
  const added = first(await tx.run(statements.ask, values))
  if (added !== null) return added
  return first(await tx.run(statements.askAgain, [callSid, citizenId, lane, language, new Date(askedAt)]))
}

export const openOf = async (reader: Reader, citizenId: string): Promise<Callback | null> =>
  first(await reader.run(statements.openOf, [citizenId]))

export const askedSince = async (reader: Reader, citizenId: string, since: number): Promise<number> =>
  (await reader.run(statements.askedSince, [citizenId, new Date(since)]))[0]?.asked ?? 0

export const find = async (reader: Reader, id: string): Promise<Callback | null> =>
  first(await reader.run(statements.find, [id]))

export const lock = async (tx: Tx, id: string): Promise<Callback | null> => first(await tx.run(statements.lock, [id]))

export const ofCall = async (reader: Reader, callSid: string): Promise<Callback | null> =>
  first(await reader.run(statements.ofCall, [callSid]))

/** Unlocked: whoever changes it has locked the wait, and locks it then. */
export const ofWait = async (reader: Reader, waitId: string): Promise<Callback | null> =>
  first(await reader.run(statements.ofWait, [waitId]))

/** Ids of open ones that this citizen asked for or is to be reached by. */
export const openBy = async (reader: Reader, citizenId: string): Promise<readonly string[]> =>
  (await reader.run(statements.openBy, [citizenId])).map(({ id }) => id)

type Changes = Partial<
  Pick<
    Callback,
    'dueAt' | 'attempts' | 'waitId' | 'offerId' | 'legId' | 'partnerLegId' | 'joined' | 'returnedAt' | 'metAt'
  >
>

/** Into a state, from `now` on when it is another one. What is not named stays as it is. */
export async function move(
  tx: Tx,
  callback: Callback,
  state: Exclude<CallbackState, 'closed'>,
  changes: Changes,
  now: number,
): Promise<Callback> {
  const next = { ...callback, dueAt: null, ...changes }
  const values = [
    callback.id,
    state,
    new Date(state === callback.state ? callback.since : now),
    time(next.dueAt),
    next.attempts,
    next.waitId,
    next.offerId,
    next.legId,
    next.joined,
    time(next.returnedAt),
    time(next.metAt),
    next.partnerLegId,
  ]
  const moved = first(await tx.run(statements.move, values))
  if (moved === null) throw new Error('A callback that is closed was to be moved')
  return moved
}

export function meet(tx: Tx, offerId: string, now: number): void {
  tx.post(statements.meet, [offerId, new Date(now)])
}

/** False if it was closed before. */
export const close = async (tx: Tx, id: string, outcome: CallbackOutcome, now: number): Promise<boolean> =>
  (await tx.run(statements.close, [id, outcome, new Date(now)])).length > 0

export type Place = Pick<Callback, 'callSid' | 'lane' | 'arrivedAt' | 'emergencyId'> & {
  readonly id: string
  readonly priority: number
  /** To the front of the lane: a conversation broke off. */
  readonly wasLost: boolean
  /** No phone rings for it before; nobody behind gets the operator meanwhile. */
  readonly offerAfter: number
}

/** Gives the wait's id. */
export async function enterLine(tx: Tx, place: Place, now: number): Promise<string> {
  const { id, callSid, lane, priority, arrivedAt, emergencyId, wasLost, offerAfter } = place
  const began = [new Date(arrivedAt), new Date(now)]
  const values = [id, callSid, lane, priority, ...began, wasLost ? 1 : 0, new Date(offerAfter), emergencyId]
  const [row] = await tx.run(statements.enterLine, values)
  if (row === undefined) throw new Error('An upsert of a wait gave no row')
  return row.id
}

/** All that are open, or one of them. */
export async function kept(reader: Reader, id: string | null = null): Promise<readonly Kept[]> {
  return (await reader.run(statements.kept, [id])).map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    since: row.since.getTime(),
    dueAt: row.due_at?.getTime() ?? null,
    askedAt: row.asked_at.getTime(),
    callEnded: row.call_ended,
    legEnded: row.leg_ended,
    operatorThere: row.operator_there,
  }))
}

export async function list(
  reader: Reader,
  page: { readonly before: number | null; readonly open: boolean | null; readonly limit: number },
): Promise<readonly Callback[]> {
  return (await reader.run(statements.list, [time(page.before), page.open, page.limit])).map(toCallback)
}
