import type { OfferState } from '../dispatch/offer.ts'
import type { PresenceState } from '../dispatch/presence.ts'
import type { SeverityClass, SeverityReason } from '../emergency/severity.ts'
import type { Target } from '../flow/verbs.ts'
import { type Reader, statement } from '../platform/postgres.ts'
import type { Privacy, Stage } from '../tickets/ticket.ts'

/** Of many people at once: a live page for each is one reading for all. */
export type OnDutyRow = {
  readonly staff_id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly state: PresenceState
  readonly since: Date
  readonly until: Date | null
  readonly then_state: 'free' | 'paused' | 'offline' | null
  readonly device: Target | null
  readonly missed: number
}

export type TalkRow = {
  readonly offer_id: string
  readonly staff_id: string
  readonly state: OfferState
  readonly reason: string
  readonly leg_id: string | null
  readonly offered_at: Date
  readonly expires_at: Date
  readonly settled_at: Date | null
  readonly lane: string
  readonly conversation_id: string | null
  readonly call_sid: string
  readonly line: string
  readonly citizen_id: string | null
  readonly node: string | null
  readonly arrived_at: Date
  readonly ended_at: Date | null
  readonly emergency_kind: string | null
  readonly emergency_state: string | null
  readonly emergency_class: SeverityClass | null
  readonly emergency_reasons: readonly SeverityReason[] | null
  readonly emergency_silent: boolean | null
  /** Of the wait: no sign but an open line, or a caller who cannot speak. */
  readonly silent: boolean
  readonly held_by: string | null
  readonly held_since: Date | null
  /** Labels of those whom nobody hears: legs' ids. */
  readonly muted: readonly string[] | null
}

export type HeardRow = {
  readonly call_sid: string
  readonly at: Date
  readonly kind: string
  readonly facts: Readonly<Record<string, unknown>>
}

export type DeskLegRow = {
  readonly id: string
  readonly about: string
  readonly purpose: string
  readonly citizen_call_sid: string
  readonly answered_at: Date | null
  readonly met_at: Date | null
  readonly placed_at: Date
  /** Over without an answer. */
  readonly failed: boolean
  readonly status: string
}

export type DeskTicketRow = {
  readonly code: string
  readonly contact: string | null
  readonly citizen_id: string | null
  readonly kind: string
  readonly topic: string | null
  readonly district: string | null
  readonly place: string | null
  readonly description: string | null
  readonly stage: Stage
  readonly privacy: Privacy
  readonly opened_at: Date
  readonly answer_due_at: Date
}

const talk = `select offers.id as offer_id, offers.staff_id, offers.state, offers.reason, offers.leg_id, offers.offered_at,
    offers.expires_at, offers.settled_at, waits.lane, waits.conversation_id, calls.call_sid, calls.line, calls.citizen_id, calls.node,
    calls.arrived_at, calls.ended_at, emergencies.kind as emergency_kind, emergencies.state as emergency_state,
    emergencies.class as emergency_class, emergencies.reasons as emergency_reasons, emergencies.silent as emergency_silent, waits.silent,
    conversations.held_by, conversations.held_since, conversations.muted
  from offers join waits on waits.id = offers.wait_id join calls on calls.call_sid = waits.call_sid
  left join emergencies on emergencies.call_sid = calls.call_sid
  left join conversations on conversations.id = waits.conversation_id`

const ticket = `select code, contact, citizen_id, kind, topic, district, place, description, stage, privacy, opened_at, answer_due_at
  from tickets`

export const statements = {
  onDuty: statement<OnDutyRow>(
    'console.desk_people',
    `select s.id as staff_id, s.name, s.roles, coalesce(o.state, 'offline') as state, coalesce(o.since, s.created_at) as since, o.until,
       o.then_state, o.device, coalesce(o.missed, 0) as missed
     from staff s left join operators o on o.staff_id = s.id where s.id = any($1::uuid[])`,
  ),
  live: statement<TalkRow>(
    'console.desk_live',
    `${talk} where offers.staff_id = any($1::uuid[]) and offers.state in ('open', 'accepted')`,
  ),
  // Whoever has gone home is not asked any more how the last conversation ended.
  untold: statement<TalkRow>(
    'console.desk_untold',
    `${talk} where offers.id in (
       select last.id from unnest($1::uuid[]) as person (id) cross join lateral (
         select id, state, settled_at from offers where staff_id = person.id and state in ('accepted', 'ended')
         order by offered_at desc limit 1) as last
       where last.state = 'ended' and last.settled_at > $2
         and not exists (select from dispositions where dispositions.offer_id = last.id))`,
  ),
  heard: statement<HeardRow>(
    'console.desk_heard',
    `select call_sid, at, kind, facts from call_events where call_sid = any($1::text[]) and not ignored
       and kind in ('choice.made', 'answer.given', 'words.recorded', 'words.written', 'words.heard', 'emergency.told') order by id`,
  ),
  legs: statement<DeskLegRow>(
    'console.desk_legs',
    `select id, about, purpose, citizen_call_sid, answered_at, met_at, placed_at, ended_at is not null as failed, status from legs
     where citizen_call_sid = any($1::text[]) and end_wanted_at is null
       and (ended_at is null or (purpose <> 'operator' and met_at is null and status in ('busy', 'failed', 'no-answer')))
     order by placed_at, id`,
  ),
  tickets: statement<DeskTicketRow>(
    'console.desk_tickets',
    `${ticket} where contact = any($1::text[])
     union all (${ticket} where citizen_id = any($2::uuid[]) and stage <> 'closed' and (contact is null or contact <> all($1::text[]))
       order by opened_at desc limit 500)`,
  ),
  visits: statement<{ citizen_id: string; call_sid: string; visits: number }>(
    'console.desk_visits',
    `select here.citizen_id, here.call_sid, (select count(*)::int from (select from calls earlier
         where earlier.citizen_id = here.citizen_id and earlier.arrived_at < here.arrived_at limit 1000) as before) as visits
     from calls here where here.call_sid = any($1::text[]) and here.citizen_id is not null`,
  ),
  callbacksDue: statement<{ due: number }>(
    'console.desk_callbacks',
    `select count(*)::int as due from callbacks where kind = 'promise' and state in ('waiting', 'resting')`,
  ),
}

export const peopleOnDuty = (reader: Reader, people: readonly string[]) => reader.run(statements.onDuty, [people])

export const liveOffers = (reader: Reader, people: readonly string[]) => reader.run(statements.live, [people])

export const untoldEnds = (reader: Reader, people: readonly string[], since: number) =>
  reader.run(statements.untold, [people, new Date(since)])

export const whatWasHeard = (reader: Reader, callSids: readonly string[]) => reader.run(statements.heard, [callSids])

export const openLegs = (reader: Reader, callSids: readonly string[]) => reader.run(statements.legs, [callSids])

/** The tickets of these calls, and the other open ones of these citizens. */
export const deskTickets = (reader: Reader, callSids: readonly string[], citizens: readonly string[]) =>
  reader.run(statements.tickets, [callSids, citizens])

/** By call, how often its citizen had called before. */
export async function visitsBefore(reader: Reader, callSids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return new Map((await reader.run(statements.visits, [callSids])).map(({ call_sid, visits }) => [call_sid, visits]))
}

export const callbacksDue = async (reader: Reader): Promise<number> =>
  (await reader.run(statements.callbacksDue, []))[0]?.due ?? 0
