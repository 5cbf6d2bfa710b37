import { listAgencies } from '../agencies/service.ts'
import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import type { Staff } from '../identity/staff.ts'
import type { Reader } from '../platform/postgres.ts'
import type { TicketWithEvents } from '../tickets/service.ts'
import { capacitiesOf, isOverdue, possible, type Ticket } from '../tickets/ticket.ts'
import { readableEvents } from './event-view.ts'
import { iso, isoOrNull } from './shapes.ts'
import type { TicketRow } from './ticket-schema.ts'

/** What lists show of tickets, with names for ids and masked callers. */
export async function ticketRows(
  reader: Reader,
  tickets: readonly Ticket[],
  sealer: Sealer,
  now: number,
): Promise<readonly TicketRow[]> {
  const [agencies, callers] = await Promise.all([
    listAgencies(reader),
    maskedAddresses(
      reader,
      tickets.flatMap((ticket) => ticket.citizenId ?? []),
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
    caller: callers.get(ticket.citizenId ?? '') ?? null,
  }))
}

/** One ticket, as far as this person may act on it. */
export async function ticketView(reader: Reader, ticket: TicketWithEvents, staff: Staff, sealer: Sealer, now: number) {
  const [rows, events] = await Promise.all([
    ticketRows(reader, [ticket], sealer, now),
    readableEvents(reader, ticket.events),
  ])
  const { version, citizenId, district, place, placeRecording, description, descriptionRecording } = ticket
  return {
    ...(rows[0] as TicketRow),
    ...{ version, citizenId, district, place, placeRecording, description, descriptionRecording },
    callSid: ticket.channel === 'voice' ? ticket.contact : null,
    possible: [...possible(ticket, capacitiesOf(staff, ticket))],
    events,
  }
}
