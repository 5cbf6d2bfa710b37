/** Everything that somebody who takes an emergency over has to know, read together. */

import type { Sealer } from '../citizens/seal.ts'
import { addressOf } from '../citizens/service.ts'
import { findCall, timeline } from '../conversations/service.ts'
import type { Reader } from '../platform/postgres.ts'
import { ticketOfContact } from '../tickets/service.ts'
import type { Ticket } from '../tickets/ticket.ts'
import type { Emergency } from './emergency.ts'
import { type CallbackNumber, callbackNumber, type HandoverFacts, type Where } from './handover.ts'
import { severityOf } from './handover-store.ts'
import { selectRungs } from './standing-store.ts'
import * as emergencies from './store.ts'

export type HandoverHouse = {
  readonly sealer: Sealer
  readonly kindLabel: (kind: string) => string
  readonly districtName: (id: string) => string | null
}

/** What, where and callback number of an emergency, for the ear. */
export async function spokenFacts(
  reader: Reader,
  house: HandoverHouse,
  { id, callSid, kind }: Pick<Emergency, 'id' | 'callSid' | 'kind'>,
): Promise<{ readonly kindLabel: string; readonly where: Where | null; readonly callback: CallbackNumber }> {
  const [call, ticket, { silent }] = await Promise.all([
    findCall(reader, callSid),
    ticketOfContact(reader, callSid),
    severityOf(reader, id),
  ])
  const citizenId = ticket?.contactCitizenId ?? call?.citizenId ?? null
  const address = citizenId === null ? null : await addressOf(reader, citizenId, house.sealer)
  const isOpen = (ticket?.privacy ?? 'open') === 'open'
  return {
    kindLabel: house.kindLabel(kind),
    where: whereOf(house, ticket),
    callback: callbackNumber(address, { isOpen, isSilent: silent }),
  }
}

function whereOf({ districtName }: HandoverHouse, ticket: Ticket | null): Where | null {
  if (ticket === null || (ticket.district === null && ticket.place === null)) return null
  return {
    district: ticket.district === null ? null : (districtName(ticket.district) ?? ticket.district),
    place: ticket.place,
    source: 'caller',
  }
}

/** What of a call's timeline says what the caller pressed and said, and who was called; the rest is our machinery. */
const telling = new Set([
  'choice.made',
  'answer.given',
  'emergency.raised',
  'emergency.told',
  'emergency.refined',
  'emergency.acknowledged',
  'emergency.stands_again',
  'emergency.brought_in',
  'emergency.dropped',
  'emergency.closed',
  'ladder.climbed',
  'ladder.exhausted',
  'rung.joined',
  'rung.left',
  'operator.joined',
  'duty.acknowledged',
])
/** Facts that name a thing of the caller's; ids of ours say nothing to anybody else. */
const tellingFacts = [
  'option',
  'variable',
  'value',
  'question',
  'answer',
  'kind',
  'was',
  'rung',
  'by',
  'reason',
] as const

function saysOf(kind: string, facts: Readonly<Record<string, unknown>>): string {
  const told = tellingFacts.flatMap((name) => {
    const value = facts[name]
    if (value === undefined || value === null) return []
    const text = String(value)
    return [`${name}=${text.startsWith('staff:') ? 'operator' : text}`]
  })
  return [kind, ...told].join(' ')
}

/** All of it, for the eye. Null for an emergency that does not exist. */
export async function handoverFacts(
  reader: Reader,
  house: HandoverHouse,
  emergencyId: string,
): Promise<HandoverFacts | null> {
  const emergency = await emergencies.find(reader, emergencyId)
  if (emergency === null) return null
  const { callSid } = emergency
  const [spoken, call, ticket, severity, rungs, events] = await Promise.all([
    spokenFacts(reader, house, emergency),
    findCall(reader, callSid),
    ticketOfContact(reader, callSid),
    severityOf(reader, emergencyId),
    selectRungs(reader, [emergencyId]),
    timeline(reader, callSid),
  ])
  return {
    ...spoken,
    emergencyId,
    callSid,
    ticketCode: ticket?.code ?? null,
    kind: emergency.kind,
    state: emergency.state,
    severity: { class: severity.class, reasons: severity.reasons },
    line: call?.line ?? '',
    arrivedAt: call?.arrivedAt ?? emergency.raisedAt,
    raisedAt: emergency.raisedAt,
    endedAt: call?.endedAt ?? null,
    holder: emergency.state === 'acknowledged' ? emergency.settledBy : null,
    description: ticket?.description ?? null,
    rungs: rungs
      .toSorted((one, other) => one.started_at.getTime() - other.started_at.getTime())
      .map(({ rung, state, settled_at, talking_since, started_at }) => ({
        name: rung,
        state,
        at: (settled_at ?? talking_since ?? started_at).getTime(),
      })),
    timeline: events
      .filter(({ kind, ignored }) => telling.has(kind) && !ignored)
      .map(({ at, kind, facts }) => ({ at, kind, says: saysOf(kind, facts) })),
  }
}
