import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Attempt, Command, CommandState, LegStanding, Order, OrderKind, Standing } from './command.ts'

type TakenRow = {
  id: string
  kind: OrderKind
  call_sid: string | null
  payload: object
  attempts: number
  previous: { attempt?: Attempt } | null
  created_at: Date
  call_epoch: number | null
  call_followed_epoch: number | null
  call_ended_at: Date | null
  call_goes_on: boolean | null
  leg_id: string | null
  leg_sid: string | null
  leg_ended_at: Date | null
  leg_end_wanted_at: Date | null
  leg_turn: number | null
  leg_hears: LegStanding['hears'] | null
  conversation_state: string | null
  conference_sid: string | null
  ends_on_exit: boolean | null
  held_by: string | null
  muted: readonly string[] | null
}

const columns = `taken.id, taken.kind, taken.call_sid, taken.payload, taken.attempts, taken.previous, taken.created_at,
  calls.epoch as call_epoch, calls.followed_epoch as call_followed_epoch, calls.ended_at as call_ended_at,
  calls.goes_on as call_goes_on,
  legs.id as leg_id, legs.leg_sid, legs.ended_at as leg_ended_at, legs.end_wanted_at as leg_end_wanted_at, legs.turn as leg_turn,
  case when legs.answered_at is null then 'nothing' when legs.answer -> -1 ->> 'verb' = 'hangup' then 'last_words' else 'us' end as leg_hears,
  conversations.state as conversation_state, conversations.conference_sid, conversations.ends_on_exit,
  conversations.held_by, conversations.muted`

// Taking and reading how things stand is one statement, so that a leg's way from commit to the REST request has one round trip.
const take = (which: string) => `with due as (
    select id as due_id, outcome as previous from carrier_commands where ${which} for update skip locked
  ), taken as (
    update carrier_commands set state = 'taken', taken_at = $1, attempts = attempts + 1, outcome = null
    from due where id = due_id
    returning id, kind, call_sid, payload, attempts, due.previous, created_at
  )
  select ${columns} from taken
  left join calls on calls.call_sid = taken.call_sid
  left join legs on legs.id = coalesce((taken.payload ->> 'legId')::uuid, taken.id)
  left join conversations on conversations.id = (taken.payload ->> 'conversationId')::uuid
  order by taken.created_at, taken.id`

const isDue = `((state = 'due' and not_before <= $1) or (state = 'taken' and taken_at <= $2))`

export const statements = {
  insert: statement(
    'conversations.insert_command',
    `insert into carrier_commands (id, kind, call_sid, payload, not_before, created_at) values ($1, $2, $3, $4, $5, $6)`,
  ),
  // The queue brings the id at the moment that was chosen, so a first attempt does not compare two machines' clocks.
  takeOne: statement<TakenRow>(
    'conversations.take_command',
    take(`id = $3 and (${isDue} or (state = 'due' and attempts = 0))`),
  ),
  takeDue: statement<TakenRow>(
    'conversations.take_due_commands',
    take(`id in (
      select id from carrier_commands where state in ('due', 'taken') and ${isDue} order by not_before, id limit $3 for update skip locked
    )`),
  ),
  // `attempts` fences: whoever comes back after its lease has passed no longer decides.
  settle: statement<{ id: string }>(
    'conversations.settle_command',
    `update carrier_commands set state = $3, outcome = $4, attempts = attempts - $7, not_before = coalesce($5, not_before), settled_at = $6
     where id = $1 and attempts = $2 and state = 'taken' returning id`,
  ),
  ours: statement<{ id: string }>(
    'conversations.command_is_ours',
    `select id from carrier_commands where id = $1 and attempts = $2 and state = 'taken'`,
  ),
  // Two processes that look for silent calls at once would ask the carrier twice.
  holdJanitor: statement<{ held: boolean }>(
    'conversations.hold_janitor',
    `select pg_try_advisory_xact_lock(hashtextextended('conversations.janitor', 0)) as held`,
  ),
  /** What became of the last command that asked the same of the same call or leg. */
  lastSame: statement<{ state: 'done' | 'failed' }>(
    'conversations.last_same_command',
    `select state from carrier_commands
     where call_sid = $1 and kind = $2 and state in ('done', 'failed') and id <> $4
       and (payload ->> 'legId') is not distinct from $3 and not payload ? 'sid'
     order by created_at desc, id desc limit 1`,
  ),
  withdraw: statement<{ id: string }>(
    'conversations.withdraw_command',
    `update carrier_commands set state = 'unneeded', settled_at = $2 where id = $1 and state = 'due' and attempts = 0 returning id`,
  ),
  changeIsDue: statement<{ id: string }>(
    'conversations.participant_change_is_due',
    `select id from carrier_commands
     where call_sid = $1 and kind = 'update_participant' and state = 'due' and payload ->> 'participantSid' = $2
       and payload ? 'endsOnExit'
       and payload ->> 'conversationId' = $3 limit 1`,
  ),
}

const toCommand = (row: TakenRow): Command =>
  ({
    id: row.id,
    callSid: row.call_sid,
    attempts: row.attempts,
    previous: row.previous?.attempt ?? null,
    createdAt: row.created_at.getTime(),
    // The rows are written by insertCommand only, from an Order.
    ...({ kind: row.kind, payload: row.payload } as Order),
  }) satisfies Command

const toStanding = (row: TakenRow): Standing => ({
  call:
    row.call_epoch === null
      ? null
      : {
          ended: row.call_ended_at !== null,
          goesOn: row.call_goes_on === true,
          epoch: row.call_epoch,
          followedEpoch: row.call_followed_epoch ?? 0,
        },
  leg:
    row.leg_id === null
      ? null
      : {
          sid: row.leg_sid,
          ended: row.leg_ended_at !== null,
          endWanted: row.leg_end_wanted_at !== null,
          turn: row.leg_turn ?? 0,
          hears: row.leg_hears ?? 'nothing',
        },
  conversation:
    row.conversation_state === null
      ? null
      : {
          open: row.conversation_state === 'open',
          conferenceSid: row.conference_sid,
          endsOnExit: row.ends_on_exit,
          isHeld: row.held_by !== null,
          muted: row.muted ?? [],
        },
})

export type Taken = { readonly command: Command; readonly standing: Standing }

const toTaken = (row: TakenRow): Taken => ({ command: toCommand(row), standing: toStanding(row) })

export function insertCommand(
  tx: Tx,
  id: string,
  order: Order,
  callSid: string | null,
  at: { readonly now: number; readonly notBefore: number },
): void {
  const payload = JSON.stringify(order.payload)
  tx.post(statements.insert, [id, order.kind, callSid, payload, new Date(at.notBefore), new Date(at.now)])
}

/** Takes exactly this command, if it is due or its lease has passed. */
export async function takeCommand(reader: Reader, id: string, now: number, lease: number): Promise<Taken | null> {
  const [row] = await reader.run(statements.takeOne, [new Date(now), new Date(now - lease), id])
  return row === undefined ? null : toTaken(row)
}

export async function takeDueCommands(
  reader: Reader,
  now: number,
  lease: number,
  limit: number,
): Promise<readonly Taken[]> {
  return (await reader.run(statements.takeDue, [new Date(now), new Date(now - lease), limit])).map(toTaken)
}

export type Settlement = {
  readonly state: Exclude<CommandState, 'taken'>
  /** What came of it, for the next attempt and for people. */
  readonly outcome: { readonly attempt?: Attempt } & Readonly<Record<string, unknown>>
  readonly notBefore: number | null
  /** It was only looked at: this taking does not count as an attempt. */
  readonly untried?: boolean
}

/** False if somebody else has taken the command since. */
export async function settleCommand(tx: Tx, command: Command, settlement: Settlement, now: number): Promise<boolean> {
  const { state, outcome, notBefore, untried = false } = settlement
  const dueAgain = notBefore === null ? null : new Date(notBefore)
  const values = [
    command.id,
    command.attempts,
    state,
    JSON.stringify(outcome),
    dueAgain,
    state === 'due' ? null : new Date(now),
    untried ? 1 : 0,
  ]
  return (await tx.run(statements.settle, values)).length > 0
}

/** Nobody else has taken the command since. Locks nothing: handlers that follow lock rows of their own first. */
export async function isStillOurs(reader: Reader, command: Command): Promise<boolean> {
  return (await reader.run(statements.ours, [command.id, command.attempts])).length > 0
}

/** Whether the command had never been taken, and now never will be. */
export async function withdrawCommand(tx: Tx, id: string, now: number): Promise<boolean> {
  return (await tx.run(statements.withdraw, [id, new Date(now)])).length > 0
}

/** Whether a change of this participant is ordered and nobody has taken it yet. */
export async function isChangeDue(
  reader: Reader,
  change: { readonly citizenCallSid: string; readonly participantSid: string; readonly conversationId: string },
): Promise<boolean> {
  const { citizenCallSid, participantSid, conversationId } = change
  return (await reader.run(statements.changeIsDue, [citizenCallSid, participantSid, conversationId])).length > 0
}

/** Whether a command is one that is ordered again and again until it succeeds, and the one before it failed. */
export async function lastOneFailed(reader: Reader, command: Command): Promise<boolean> {
  if (command.kind !== 'fetch_call' && command.kind !== 'end_call') return false
  const { payload } = command
  if ('sid' in payload && payload.sid !== undefined) return false
  const values = [command.callSid, command.kind, payload.legId ?? null, command.id]
  const [row] = await reader.run(statements.lastSame, values)
  return row?.state === 'failed'
}

/** False if another process is at it. */
export async function holdJanitor(tx: Tx): Promise<boolean> {
  const [row] = await tx.run(statements.holdJanitor, [])
  return row?.held ?? false
}
