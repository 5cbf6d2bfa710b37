/** A turn that touches no other room: read without a lock, written by one statement that says whether it was still so. */

import { enteringTimeline, placing } from '../conversations/call-store.ts'
import type { Session } from '../flow/flow.ts'
import type { Verb } from '../flow/verbs.ts'
import { type Reader, statement } from '../platform/postgres.ts'
import type { CallStatus } from '../telephony/call-status.ts'
import type { Dialogue, DialogueCaller } from './dialogue.ts'

type PeekRow = {
  revision: string
  state: Session
  turn: number
  epoch: number
  last_token: string | null
  caller: DialogueCaller
  ticket_id: string | null
  call_epoch: number
  status: CallStatus
  arrived_at: Date
}

/** The turn is still the one that was read, nobody waits by it, and the call was neither moved nor has it ended. */
const isStillPresent = `id = $1 and turn = $2 and epoch = $3 and wait_id is null
  and exists (select from calls where call_sid = $1 and epoch = $3 and ended_at is null)`

export const statements = {
  peek: statement<PeekRow>(
    'sessions.peek',
    `select revision, state, turn, sessions.epoch, last_token, caller, ticket_id, calls.epoch as call_epoch, status, arrived_at
     from sessions join calls on call_sid = id where id = $1 and wait_id is null`,
  ),
  takeQuietly: statement<{ id: string }>(
    'sessions.take_quietly',
    `with taken as (
       update sessions set state = $4, turn = $2 + 1, verbs = $5, last_token = $6, updated_at = $7
       where ${isStillPresent} returning id
     ), placed as (
       ${placing({ sid: '$1', node: '$8', lane: '$9', at: '$7' })} and exists (select from taken)
     ), noted as (
       ${enteringTimeline({ sid: '$1', at: '$7', entries: '$10', where: 'exists (select from taken)' })}
     )
     select id from taken`,
  ),
}

export type Peeked = {
  readonly dialogue: Dialogue
  readonly call: { readonly epoch: number; readonly status: CallStatus; readonly arrivedAt: number }
}

/** The dialogue of a caller who does not wait; what it last said is left out. Null for any other. */
export async function peek(reader: Reader, id: string): Promise<Peeked | null> {
  const [row] = await reader.run(statements.peek, [id])
  if (row === undefined) return null
  const { revision, state, turn, epoch, last_token, caller, ticket_id, call_epoch, status, arrived_at } = row
  const dialogue = { id, revision, state, turn, epoch, verbs: [], lastToken: last_token, caller, waitId: null }
  return {
    dialogue: { ...dialogue, ticketId: ticket_id },
    call: { epoch: call_epoch, status, arrivedAt: arrived_at.getTime() },
  }
}

export type QuietTurn = {
  readonly id: string
  /** As they were read. */
  readonly turn: number
  readonly epoch: number
  readonly token: string | null
  readonly state: Session
  readonly verbs: readonly Verb[]
  readonly entries: readonly object[]
}

/** Keeps the turn and the call's place with it, by one statement. False if the dialogue or the call is not any more as it was read. */
export async function takeQuietly(reader: Reader, taken: QuietTurn, now: number): Promise<boolean> {
  const { id, turn, epoch, token, state, verbs, entries } = taken
  const rows = await reader.run(statements.takeQuietly, [
    id,
    turn,
    epoch,
    JSON.stringify(state),
    JSON.stringify(verbs),
    token,
    new Date(now),
    state.node,
    state.wait?.lane ?? null,
    JSON.stringify(entries),
  ])
  return rows.length > 0
}
