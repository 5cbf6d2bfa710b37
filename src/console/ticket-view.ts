import { listAgencies } from '../agencies/service.ts'
import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { severities } from '../emergency/severity-service.ts'
import { may, type Viewer } from '../identity/permission.ts'
import type { Staff } from '../identity/staff.ts'
import type { Reader } from '../platform/postgres.ts'
import type { TicketWithEvents } from '../tickets/service.ts'
import { capacitiesOf, isOverdue, mayKnowReporter, possible, type Ticket } from '../tickets/ticket.ts'
import { readableEvents } from './event-view.ts'
import { severityView } from './judged.ts'
import { iso, isoOrNull } from './shapes.ts'
import type { TicketRow } from './ticket-schema.ts'

/** What lists show of tickets to this person, with names for ids and masked callers. */
export async function ticketRows(
  reader: Reader,
  tickets: readonly Ticket[],
  viewer: Viewer,
  sealer: Sealer,
  now: number,
): Promise<readonly TicketRow[]> {
  const [agencies, callers] = await Promise.all([
    listAgencies(reader),
    maskedAddresses(
      reader,
      tickets.filter(({ privacy }) => mayKnowReporter(viewer, privacy)).flatMap((ticket) => ticket.citizenId ?? []),
      sealer,
    ),
  ])
  const names = new Map(agencies.map(({ id, name }) => [id, name]))
  return tickets.map((ticket) => ({
    code: ticket.code,
    openedAt: iso(ticket.openedAt),
    kind: ticket.kind,
    stage: ticket.stage,
    topic: ticket.topic,
    channel: ticket.channel,
    agency: names.get(ticket.ownerAgencyId) ?? ticket.ownerAgencyId,
    agencyId: ticket.ownerAgencyId,
    answerDueAt: iso(ticket.answerDueAt),
    answeredAt: isoOrNull(ticket.answeredAt),
    closedAt: isoOrNull(ticket.closedAt),
    isOverdue: isOverdue(ticket, now),
    privacy: ticket.privacy,
    urgency: ticket.urgency,
    caller: mayKnowReporter(viewer, ticket.privacy) ? (callers.get(ticket.citizenId ?? '') ?? null) : null,
  }))
}

/** One ticket, as far as this person may act on it. */
export async function ticketView(reader: Reader, ticket: TicketWithEvents, staff: Staff, sealer: Sealer, now: number) {
  const [rows, events, severity] = await Promise.all([
    ticketRows(reader, [ticket], staff, sealer, now),
    readableEvents(reader, ticket.events),
    ticket.channel === 'voice' && ticket.contact !== null ? severities(reader, [ticket.contact]) : null,
  ])
  const emergency = severity?.get(ticket.contact ?? '')
  const citizenId = may(staff.roles, 'citizens:open') ? ticket.citizenId : null
  const { version, district, place, placeRecording, description, descriptionRecording } = ticket
  return {
    ...(rows[0] as TicketRow),
    ...{ version, citizenId, district, place, placeRecording, description, descriptionRecording },
    callSid: ticket.channel === 'voice' ? ticket.contact : null,
    emergency: emergency === undefined ? null : { kind: emergency.kind, severity: severityView(emergency) },
    possible: [...possible(ticket, capacitiesOf(staff, ticket))],
    events,
  }
}
