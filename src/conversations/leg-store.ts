import type { Verb } from '../flow/verbs.ts'
import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { type CallStatus, rankOf } from '../telephony/call-status.ts'
import type { Leg, LegPurpose } from './leg.ts'

type LegRow = {
  id: string
  purpose: LegPurpose
  about: string
  citizen_call_sid: string
  leg_sid: string | null
  status: CallStatus
  status_rank: number
  turn: number
  last_token: string | null
  answer: readonly Verb[] | null
  placed_at: Date
  heard_at: Date
  answered_at: Date | null
  met_at: Date | null
  end_wanted_at: Date | null
  ended_at: Date | null
}

const answeredRank = rankOf('in-progress')
const finalRank = rankOf('completed')

const columns = `id, purpose, about, citizen_call_sid, leg_sid, status, status_rank, turn, last_token, answer,
  placed_at, heard_at, answered_at, met_at, end_wanted_at, ended_at`

export const statements = {
  insert: statement(
    'conversations.insert_leg',
    `insert into legs (id, purpose, about, citizen_call_sid, leg_sid, placed_at, heard_at) values ($1, $2, $3, $4, $5, $6, $6)`,
  ),
  find: statement<LegRow>('conversations.find_leg', `select ${columns} from legs where id = $1`),
  findBySid: statement<LegRow>('conversations.find_leg_by_sid', `select ${columns} from legs where leg_sid = $1`),
  // What comes for one leg at the same moment follows each other by this, and not by the row: rows are locked in the order
  // sessions, waits, offers, legs, calls by everyone, and a leg's handler begins with the wait.
  hold: statement('conversations.hold_leg', `select pg_advisory_xact_lock(hashtextextended('leg ' || $1, 0))`),
  ofCitizen: statement<LegRow>(
    'conversations.legs_of',
    `select ${columns} from legs where citizen_call_sid = $1 order by placed_at, id`,
  ),
  bind: statement('conversations.bind_leg', 'update legs set leg_sid = $2 where id = $1 and answered_at is null'),
  // A ring of this leg that is over says nothing of the one that was answered.
  claim: statement(
    'conversations.claim_leg',
    `update legs set leg_sid = $2, ended_at = null, status = 'in-progress', status_rank = ${answeredRank}
     where id = $1 and answered_at is null`,
  ),
  answer: statement(
    'conversations.answer_leg',
    `update legs set answer = $2, turn = $3, last_token = $4, answered_at = coalesce(answered_at, $5), heard_at = greatest(heard_at, $5),
       status = case when status_rank < ${answeredRank} then 'in-progress' else status end,
       status_rank = greatest(status_rank, ${answeredRank})
     where id = $1`,
  ),
  advance: statement(
    'conversations.advance_leg',
    `update legs set status = $2, status_rank = $3, heard_at = greatest(heard_at, $4),
       ended_at = case when $3 >= ${finalRank} then $5::timestamptz end
     where id = $1 and status_rank < $3`,
  ),
  hear: statement('conversations.hear_leg', 'update legs set heard_at = greatest(heard_at, $2) where id = $1'),
  meet: statement('conversations.meet_leg', 'update legs set met_at = $2 where id = $1 and met_at is null'),
  wantEnd: statement<LegRow>(
    'conversations.want_leg_end',
    `update legs set end_wanted_at = $2 where id = $1 and end_wanted_at is null returning ${columns}`,
  ),
  silent: statement<{ id: string; citizen_call_sid: string }>(
    'conversations.silent_legs',
    `select id, citizen_call_sid from legs
     where ended_at is null and leg_sid is not null and heard_at < $1 and not exists (
       select from carrier_commands
       where carrier_commands.call_sid = legs.citizen_call_sid and kind = 'fetch_call' and state in ('due', 'taken')
         and payload ->> 'legId' = legs.id::text
     )
     order by heard_at limit $2`,
  ),
  /** Legs that live on after their citizen's call: by themselves, or with each other for longer than is left to them. */
  forsaken: statement<LegRow & { outlives: boolean }>(
    'conversations.forsaken_legs',
    `select ${columns}, outlives from (
       select l.*, c.ended_at < $2 and l.placed_at <= c.ended_at as outlives, exists (
         select from legs other
         where other.citizen_call_sid = l.citizen_call_sid and other.id <> l.id and other.ended_at is null
       ) as in_company
       from legs l join calls c on c.call_sid = l.citizen_call_sid
       where l.ended_at is null and l.end_wanted_at is null and c.ended_at < $1 and not c.goes_on
     ) left_behind
     where outlives or not in_company order by id limit $3`,
  ),
  /** Legs that we have wanted to end for so long, and whose end nobody is asking the carrier for. */
  lingering: statement<{ id: string; citizen_call_sid: string }>(
    'conversations.lingering_legs',
    `select id, citizen_call_sid from legs
     where ended_at is null and leg_sid is not null and end_wanted_at < $1 and not exists (
       select from carrier_commands
       where carrier_commands.call_sid = legs.citizen_call_sid and kind = 'end_call'
         and payload ->> 'legId' = legs.id::text and (state in ('due', 'taken') or settled_at > $1)
     )
     order by end_wanted_at limit $2`,
  ),
  knownSids: statement<{ leg_sid: string }>(
    'conversations.known_leg_sids',
    'select leg_sid from legs where leg_sid = any ($1::text[]) and id <> $2',
  ),
}

const toLeg = (row: LegRow): Leg => ({
  id: row.id,
  purpose: row.purpose,
  about: row.about,
  citizenCallSid: row.citizen_call_sid,
  legSid: row.leg_sid,
  status: row.status,
  statusRank: row.status_rank,
  turn: row.turn,
  lastToken: row.last_token,
  answer: row.answer,
  placedAt: row.placed_at.getTime(),
  heardAt: row.heard_at.getTime(),
  answeredAt: row.answered_at?.getTime() ?? null,
  metAt: row.met_at?.getTime() ?? null,
  endWantedAt: row.end_wanted_at?.getTime() ?? null,
  endedAt: row.ended_at?.getTime() ?? null,
})

const first = (rows: readonly LegRow[]): Leg | null => (rows[0] === undefined ? null : toLeg(rows[0]))

export type NewLeg = Pick<Leg, 'id' | 'purpose' | 'about' | 'citizenCallSid' | 'legSid'>

export function insertLeg(tx: Tx, leg: NewLeg, now: number): void {
  tx.post(statements.insert, [leg.id, leg.purpose, leg.about, leg.citizenCallSid, leg.legSid, new Date(now)])
}

export const selectLeg = async (reader: Reader, legId: string): Promise<Leg | null> =>
  first(await reader.run(statements.find, [legId]))

export const selectLegBySid = async (reader: Reader, legSid: string): Promise<Leg | null> =>
  first(await reader.run(statements.findBySid, [legSid]))

/** Makes deliveries about one leg follow each other until the commit. `key`: the leg's id, or its SID while it has none. */
export function holdLegKey(tx: Tx, key: string): void {
  tx.post(statements.hold, [key])
}

/** Reads a leg that nobody else's delivery changes until the commit. */
export async function holdLeg(tx: Tx, legId: string): Promise<Leg | null> {
  holdLegKey(tx, legId)
  return selectLeg(tx, legId)
}

export async function selectLegsOf(reader: Reader, citizenCallSid: string): Promise<readonly Leg[]> {
  return (await reader.run(statements.ofCitizen, [citizenCallSid])).map(toLeg)
}

/** Binds a call to a leg that nobody has answered. */
export function bindLeg(tx: Tx, legId: string, legSid: string): void {
  tx.post(statements.bind, [legId, legSid])
}

/** The ring that was answered takes the place of another one. */
export function claimLeg(tx: Tx, legId: string, legSid: string): void {
  tx.post(statements.claim, [legId, legSid])
}

export function saveAnswer(tx: Tx, leg: Leg, verbs: readonly Verb[], token: string | null, now: number): void {
  tx.post(statements.answer, [leg.id, JSON.stringify(verbs), leg.turn + 1, token, new Date(now)])
}

/** Forward only; who calls has asked `hasEnded` and the rank before. `at` is the carrier's time, `now` ours. */
export function advanceLeg(tx: Tx, legId: string, status: CallStatus, at: number, now: number): void {
  tx.post(statements.advance, [legId, status, rankOf(status), new Date(now), new Date(at)])
}

export function hearLeg(tx: Tx, legId: string, now: number): void {
  tx.post(statements.hear, [legId, new Date(now)])
}

export function saveMeeting(tx: Tx, legId: string, now: number): void {
  tx.post(statements.meet, [legId, new Date(now)])
}

/** The leg, if nobody wanted its end before. */
export const wantEnd = async (tx: Tx, legId: string, now: number): Promise<Leg | null> =>
  first(await tx.run(statements.wantEnd, [legId, new Date(now)]))

export async function selectSilentLegs(
  reader: Reader,
  since: number,
  limit: number,
): Promise<readonly { id: string; citizenCallSid: string }[]> {
  const rows = await reader.run(statements.silent, [new Date(since), limit])
  return rows.map((row) => ({ id: row.id, citizenCallSid: row.citizen_call_sid }))
}

/** Legs of calls that ended before then; `outlives`: the call has ended before `longAgo`. */
export async function selectForsakenLegs(
  reader: Reader,
  endedBefore: number,
  longAgo: number,
  limit: number,
): Promise<readonly { readonly leg: Leg; readonly outlives: boolean }[]> {
  const rows = await reader.run(statements.forsaken, [new Date(endedBefore), new Date(longAgo), limit])
  return rows.map((row) => ({ leg: toLeg(row), outlives: row.outlives }))
}

export async function selectLingeringLegs(
  reader: Reader,
  since: number,
  limit: number,
): Promise<readonly { id: string; citizenCallSid: string }[]> {
  const rows = await reader.run(statements.lingering, [new Date(since), limit])
  return rows.map((row) => ({ id: row.id, citizenCallSid: row.citizen_call_sid }))
}

/** Those of the SIDs that belong to other legs. */
export async function selectSidsOfOthers(
  reader: Reader,
  sids: readonly string[],
  legId: string,
): Promise<readonly string[]> {
  return (await reader.run(statements.knownSids, [sids, legId])).map((row) => row.leg_sid)
}
