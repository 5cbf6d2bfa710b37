import { statement, type Tx } from '../platform/postgres.ts'
import { severityNow } from './aging.ts'
import { heartbeatFreshMilliseconds, type Wait } from './wait.ts'

type WaitRow = {
  id: string
  call_sid: string
  lane: string
  priority: number
  emergency_id: string | null
  state: Wait['state']
  arrived_at: Date
  began_at: Date
  returns: number
  conversation_id: string | null
  open_to_more: boolean
  open_to_partners: boolean
  shared: boolean
  silent: boolean
  settled_at: Date | null
}

const columns = `id, call_sid, lane, priority, emergency_id, state, arrived_at, began_at, returns, conversation_id,
  open_to_more, open_to_partners, shared, silent, settled_at`

export const statements = {
  /** A call has one wait; entering a lane again (a key in the hold loop, a returned caller) keeps its place in line. */
  begin: statement<WaitRow>(
    'dispatch.begin_wait',
    `insert into waits (id, call_sid, lane, priority, emergency_id, state, arrived_at, began_at, heartbeat_at, offer_after, language, silent, lets_pass_seconds)
     values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $7, $7, $8, $9, $10)
     on conflict (call_sid) do update
       set lane = excluded.lane, priority = excluded.priority,
           emergency_id = coalesce(excluded.emergency_id, waits.emergency_id),
           state = case when waits.state = 'joined' then waits.state else 'waiting' end,
           began_at = excluded.began_at, heartbeat_at = excluded.began_at, offer_after = excluded.began_at, settled_at = null,
           language = coalesce(excluded.language, waits.language), silent = excluded.silent, lets_pass_seconds = excluded.lets_pass_seconds
     returning ${columns}`,
  ),
  lock: statement<WaitRow>('dispatch.lock_wait', `select ${columns} from waits where id = $1 for update`),
  lockByCall: statement<WaitRow>(
    'dispatch.lock_wait_by_call',
    `select ${columns} from waits where call_sid = $1 for update`,
  ),
  lockByConversation: statement<WaitRow>(
    'dispatch.lock_wait_by_conversation',
    `select ${columns} from waits where conversation_id = $1 and state = 'joined' for update`,
  ),
  beat: statement(
    'dispatch.beat',
    `update waits set heartbeat_at = $2 where id = $1 and state in ('waiting', 'joined')`,
  ),
  /** The claim: whoever turns `waiting` into `joined` has the caller. */
  claim: statement<{ id: string }>(
    'dispatch.claim',
    `update waits set state = 'joined', conversation_id = $2, joined_at = coalesce(joined_at, $3), open_to_more = $4
     where id = $1 and state = 'waiting' returning id`,
  ),
  closeToMore: statement('dispatch.close_to_more', `update waits set open_to_more = false where id = $1`),
  openToPartners: statement('dispatch.open_to_partners', 'update waits set open_to_partners = $2 where id = $1'),
  nameEmergency: statement(
    'dispatch.name_emergency',
    'update waits set emergency_id = $2 where call_sid = $1 and emergency_id is null',
  ),
  share: statement('dispatch.share_wait', `update waits set shared = $2 where id = $1`),
  /** Back at the front of the lane, with the original arrival. */
  putBack: statement(
    'dispatch.put_back',
    `update waits set state = 'waiting', returns = returns + 1, conversation_id = null, open_to_more = false, open_to_partners = false, shared = false,
       began_at = $2, heartbeat_at = $2, offer_after = $3 where id = $1`,
  ),
  settle: statement(
    'dispatch.settle_wait',
    `update waits set state = $2, settled_at = $3, open_to_more = false where id = $1 and state in ('waiting', 'joined')`,
  ),
  /** Callers who stopped coming back without a last word from the carrier are no longer offered; the call's janitor ends them. */
  urgent: statement<{ id: string }>(
    'dispatch.most_urgent',
    `select w.id from waits w where w.state = 'waiting' and w.emergency_id is not null and w.heartbeat_at > $1
     order by (w.heartbeat_at = 'infinity'), w.priority desc, ${severityNow('w', '$2')} desc, w.returns desc, w.arrived_at limit 1`,
  ),
  rank: statement('dispatch.rank_wait', 'update waits set severity = $2, silent = silent or $3 where id = $1'),
}

const toWait = (row: WaitRow): Wait => ({
  id: row.id,
  callSid: row.call_sid,
  lane: row.lane,
  priority: row.priority,
  emergencyId: row.emergency_id,
  state: row.state,
  arrivedAt: row.arrived_at.getTime(),
  beganAt: row.began_at.getTime(),
  returns: row.returns,
  conversationId: row.conversation_id,
  openToMore: row.open_to_more,
  openToPartners: row.open_to_partners,
  shared: row.shared,
  silent: row.silent,
  settledAt: row.settled_at?.getTime() ?? null,
})

export type NewWait = Pick<Wait, 'id' | 'callSid' | 'lane' | 'priority' | 'emergencyId' | 'arrivedAt'> & {
  /** ISO 639-3: what the caller speaks, as far as it is known. */
  readonly language?: string
  /** No sign of life but the open line. */
  readonly silent?: boolean
  readonly letsPassSeconds?: number
}

export async function begin(tx: Tx, wait: NewWait, now: number): Promise<Wait> {
  const [row] = await tx.run(statements.begin, [
    wait.id,
    wait.callSid,
    wait.lane,
    wait.priority,
    wait.emergencyId,
    new Date(wait.arrivedAt),
    new Date(now),
    wait.language ?? null,
    wait.silent ?? false,
    wait.letsPassSeconds ?? 0,
  ])
  if (row === undefined) throw new Error('An insert of a wait gave no row')
  return toWait(row)
}

export async function lock(tx: Tx, waitId: string): Promise<Wait | null> {
  const [row] = await tx.run(statements.lock, [waitId])
  return row === undefined ? null : toWait(row)
}

export async function lockByCall(tx: Tx, callSid: string): Promise<Wait | null> {
  const [row] = await tx.run(statements.lockByCall, [callSid])
  return row === undefined ? null : toWait(row)
}

/** The wait whose caller is in this conversation. */
export async function lockByConversation(tx: Tx, conversationId: string): Promise<Wait | null> {
  const [row] = await tx.run(statements.lockByConversation, [conversationId])
  return row === undefined ? null : toWait(row)
}

/** Whether a partner of the emergency ladder may join somebody of ours. */
export function openToPartners(tx: Tx, waitId: string, open: boolean): void {
  tx.post(statements.openToPartners, [waitId, open])
}

export function nameEmergency(tx: Tx, callSid: string, emergencyId: string): void {
  tx.post(statements.nameEmergency, [callSid, emergencyId])
}

export function beat(tx: Tx, waitId: string, now: number): void {
  tx.post(statements.beat, [waitId, new Date(now)])
}

export async function claim(
  tx: Tx,
  waitId: string,
  conversationId: string,
  openToMore: boolean,
  now: number,
): Promise<boolean> {
  return (await tx.run(statements.claim, [waitId, conversationId, new Date(now), openToMore])).length === 1
}

export function closeToMore(tx: Tx, waitId: string): void {
  tx.post(statements.closeToMore, [waitId])
}

export function share(tx: Tx, waitId: string, shared: boolean): void {
  tx.post(statements.share, [waitId, shared])
}

export function putBack(tx: Tx, waitId: string, now: number, offerAfter: number): void {
  tx.post(statements.putBack, [waitId, new Date(now), new Date(offerAfter)])
}

export function settle(tx: Tx, waitId: string, state: 'finished' | 'left', now: number): void {
  tx.post(statements.settle, [waitId, state, new Date(now)])
}

export async function mostUrgent(tx: Tx, freshSince: number): Promise<string | null> {
  const now = new Date(freshSince + heartbeatFreshMilliseconds)
  return (await tx.run(statements.urgent, [new Date(freshSince), now]))[0]?.id ?? null
}

/** How grave the caller's emergency is, greater is graver; who once could not speak stays marked. */
export function rank(tx: Tx, waitId: string, severity: number, silent: boolean): void {
  tx.post(statements.rank, [waitId, severity, silent])
}
