/** What whoever answers sees of the caller: rows of several rooms in, one view out, without what was told in confidence. */

import type { SeverityClass, SeverityReason } from '../emergency/severity.ts'
import type { Privacy } from '../tickets/ticket.ts'
import type { DeskCall } from './desk-schema.ts'
import { severityView } from './judged.ts'
import { iso, isoOrNull } from './shapes.ts'

export type CallFacts = DeskCall

type Call = {
  readonly call_sid: string
  readonly line: string
  readonly lane: string
  readonly citizen_id: string | null
  readonly node: string | null
  readonly arrived_at: Date
  readonly ended_at: Date | null
  readonly emergency_kind: string | null
  readonly emergency_state: string | null
  readonly emergency_class: SeverityClass | null
  readonly emergency_reasons: readonly SeverityReason[] | null
  readonly emergency_silent: boolean | null
  readonly silent: boolean
}

type HeardEvent = {
  readonly call_sid: string
  readonly at: Date
  readonly kind: string
  readonly facts: Readonly<Record<string, unknown>>
}

type TicketFacts = {
  readonly code: string
  readonly contact: string | null
  readonly citizen_id: string | null
  readonly kind: string
  readonly topic: string | null
  readonly district: string | null
  readonly place: string | null
  readonly description: string | null
  readonly stage: DeskCall['openTickets'][number]['stage']
  readonly privacy: Privacy
  readonly opened_at: Date
  readonly answer_due_at: Date
}

export type Known = {
  /** Masked, by citizen. */
  readonly callers: ReadonlyMap<string, string>
  readonly heard: readonly HeardEvent[]
  readonly tickets: readonly TicketFacts[]
  /** By call. */
  readonly visits: ReadonlyMap<string, number>
}

const mostOpenTickets = 5

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Kinds of the timeline that tell what the caller did. */
const kinds: Readonly<Record<string, DeskCall['heard'][number]['kind']>> = {
  'choice.made': 'pressed',
  'answer.given': 'said',
  'words.written': 'written',
  'words.recorded': 'recorded',
  'words.heard': 'said',
  'emergency.told': 'answered',
}

function heardOf({ at, kind, facts }: HeardEvent): DeskCall['heard'] {
  const told = kinds[kind]
  if (told === undefined) return []
  return [
    {
      at: iso(at.getTime()),
      kind: told,
      node: text(facts.node) ?? '',
      option: text(facts.option) ?? text(facts.question),
      words: text(facts.value) ?? text(facts.text) ?? text(facts.digits) ?? text(facts.answer),
      recordingId: text(facts.recordingSid),
    },
  ]
}

/** One caller for one reader. Of whoever asked for confidence the reader learns no number and no other ticket. */
export function callFacts(call: Call, known: Known, mayKnow: (privacy: Privacy) => boolean): CallFacts {
  const own = known.tickets.find(({ contact }) => contact === call.call_sid)
  const isKnown = mayKnow(own?.privacy ?? 'open')
  const citizenId = isKnown ? call.citizen_id : null
  const others = known.tickets.filter(
    (ticket) => citizenId !== null && ticket.citizen_id === citizenId && ticket !== own && ticket.stage !== 'closed',
  )
  return {
    callSid: call.call_sid,
    line: call.line,
    arrivedAt: iso(call.arrived_at.getTime()),
    endedAt: isoOrNull(call.ended_at?.getTime() ?? null),
    lane: call.lane,
    node: call.node,
    caller: citizenId === null ? null : (known.callers.get(citizenId) ?? null),
    citizenId,
    emergency:
      call.emergency_kind === null || call.emergency_state === null
        ? null
        : {
            kind: call.emergency_kind,
            state: call.emergency_state,
            severity: severityView({
              class: call.emergency_class ?? 'unclear',
              reasons: call.emergency_reasons ?? [],
              silent: call.emergency_silent ?? false,
            }),
          },
    openLine: call.silent && call.emergency_kind === null,
    heard: known.heard.filter(({ call_sid }) => call_sid === call.call_sid).flatMap(heardOf),
    ticket:
      own === undefined
        ? null
        : {
            code: own.code,
            kind: own.kind,
            topic: own.topic,
            district: own.district,
            place: own.place,
            description: own.description,
          },
    openTickets: others
      .filter(({ privacy }) => mayKnow(privacy))
      .toSorted((a, b) => b.opened_at.getTime() - a.opened_at.getTime())
      .slice(0, mostOpenTickets)
      .map(({ code, kind, topic, stage, opened_at, answer_due_at }) => ({
        code,
        kind,
        topic,
        stage,
        openedAt: iso(opened_at.getTime()),
        answerDueAt: iso(answer_due_at.getTime()),
      })),
    visits: citizenId === null ? 0 : (known.visits.get(call.call_sid) ?? 0),
  }
}
