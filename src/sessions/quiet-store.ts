/** Turns that touch no other room: read without a lock, written by one statement that says whether it was still so. Many at once. */

import type { Call } from '../conversations/call.ts'
import { enteringTimeline, placing } from '../conversations/call-place.ts'
import type { Session } from '../flow/flow.ts'
import type { Verb } from '../flow/verbs.ts'
import { type Reader, statement } from '../platform/postgres.ts'
import type { Dialogue, DialogueCaller } from './dialogue.ts'

type PeekRow = {
  id: string
  revision: string
  state: Session
  turn: number
  epoch: number
  last_token: string | null
  caller: DialogueCaller
  ticket_id: string | null
  call_epoch: number
  status: Call['status']
}

/** Whether a turn is still the one that was read or remembered: nobody waits by it, and its call was neither moved nor has ended. */
const isStill = (turn: string, epoch: string): string =>
  `sessions.turn = ${turn} and sessions.epoch = ${epoch} and wait_id is null
     and exists (select from calls where call_sid = sessions.id and calls.epoch = ${epoch} and ended_at is null)`

/** A dialogue that somebody else holds is left to the ordinary way: waiting for one would make all of them wait. */
const unlessHeld = 'for update of sessions skip locked'

export const statements = {
  peek: statement<PeekRow>(
    'sessions.peek',
    `select id, revision, state, turn, sessions.epoch, last_token, caller, ticket_id, calls.epoch as call_epoch, status
     from sessions join calls on call_sid = id where id = any($1) and wait_id is null`,
  ),
  takeQuietly: statement<{ id: string }>(
    'sessions.take_quietly',
    `with given as (
       select * from json_to_recordset($1) as given (id text, turn integer, epoch integer, token text, state json, verbs json, node text, lane text, entries json, at timestamptz)
     ), free as (
       select id from sessions join given using (id)
       where ${isStill('given.turn', 'given.epoch')}
       ${unlessHeld}
     ), taken as (
       update sessions set state = given.state, turn = given.turn + 1, verbs = given.verbs, last_token = given.token, updated_at = given.at
       from given join free using (id) where sessions.id = given.id
       returning given.*
     ), placed as (
       ${placing({ sid: 'taken.id', node: 'taken.node', lane: 'taken.lane', at: 'taken.at', from: 'taken' })}
     ), noted as (
       ${enteringTimeline({ sid: 'taken.id', at: 'taken.at', entries: 'taken.entries', from: 'taken' })}
     )
     select id from taken`,
  ),
  // One by itself costs Postgres two thirds of a set of one.
  takeOne: statement<{ id: string }>(
    'sessions.take_one_quietly',
    `with taken as (
       update sessions set state = $4, turn = $2::integer + 1, verbs = $5, last_token = $6, updated_at = $7::timestamptz
       where id = (select id from sessions where id = $1 and ${isStill('$2', '$3')} ${unlessHeld})
       returning id
     ), placed as (
       ${placing({ sid: 'taken.id', node: '$8', lane: '$9', at: '$7::timestamptz', from: 'taken' })}
     ), noted as (
       ${enteringTimeline({ sid: 'taken.id', at: '$7::timestamptz', entries: '$10', from: 'taken' })}
     )
     select id from taken`,
  ),
}

export type Peeked = {
  readonly dialogue: Dialogue
  readonly call: { readonly epoch: number; readonly status: Call['status'] }
}

function toPeeked(row: PeekRow): Peeked {
  const { id, revision, state, turn, epoch, last_token, caller, ticket_id, call_epoch, status } = row
  const dialogue = { id, revision, state, turn, epoch, verbs: [], lastToken: last_token, caller, waitId: null }
  return { dialogue: { ...dialogue, ticketId: ticket_id }, call: { epoch: call_epoch, status } }
}

/** Dialogues of callers who do not wait, in the order of their ids; what they last said is left out. Null for any other. */
export async function peekMany(reader: Reader, ids: readonly string[]): Promise<readonly (Peeked | null)[]> {
  const rows = await reader.run(statements.peek, [ids])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    return row === undefined ? null : toPeeked(row)
  })
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
  /** Milliseconds since 1970. */
  readonly now: number
}

const placeOf = ({ state }: Pick<QuietTurn, 'state'>) => ({ node: state.node, lane: state.wait?.lane ?? null })

const takeOne = (reader: Reader, turn: QuietTurn): Promise<readonly { readonly id: string }[]> => {
  const { node, lane } = placeOf(turn)
  return reader.run(statements.takeOne, [
    turn.id,
    turn.turn,
    turn.epoch,
    JSON.stringify(turn.state),
    JSON.stringify(turn.verbs),
    turn.token,
    new Date(turn.now),
    node,
    lane,
    JSON.stringify(turn.entries),
  ])
}

const takeSome = (reader: Reader, turns: readonly QuietTurn[]): Promise<readonly { readonly id: string }[]> => {
  const given = turns.map(({ now, ...turn }) => ({ ...turn, ...placeOf(turn), at: new Date(now) }))
  return reader.run(statements.takeQuietly, [JSON.stringify(given)])
}

/** Keeps turns, and their calls' places with them. False for one whose dialogue or call is not any more as it was read. */
export async function takeMany(reader: Reader, turns: readonly QuietTurn[]): Promise<readonly boolean[]> {
  // Of two deliveries of one turn the second finds that it is taken.
  const first = new Map(turns.map((turn) => [turn.id, turn] as const).toReversed())
  const [one, ...others] = [...first.values()]
  if (one === undefined) return []
  const rows = others.length === 0 ? await takeOne(reader, one) : await takeSome(reader, [one, ...others])
  const taken = new Set(rows.map(({ id }) => id))
  return turns.map((turn) => first.get(turn.id) === turn && taken.has(turn.id))
}
