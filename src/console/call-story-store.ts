import { type Reader, statement } from '../platform/postgres.ts'
import type { CommandFact, Happened, WithdrawnOffer } from './call-story.ts'

type OfferRow = { settled_at: Date; staff_id: string }
type CommandRow = { created_at: Date; kind: string; why: string | null; state: string }
type TicketEventRow = { at: Date; kind: string; actor: string; facts: Readonly<Record<string, unknown>> }

export const statements = {
  withdrawn: statement<OfferRow>(
    'console.withdrawn_offers_of_call',
    `select o.settled_at, o.staff_id from waits w
     join offers o on o.wait_id = w.id and o.state = 'withdrawn' and o.settled_at is not null
     where w.call_sid = $1 order by o.settled_at, o.id`,
  ),
  // Legs that are placed and calls that are moved have events of their own; asking the carrier how a call stands changes nothing.
  commands: statement<CommandRow>(
    'console.commands_of_call',
    `select created_at, kind, payload ->> 'why' as why, state from carrier_commands
     where call_sid = $1 and kind in ('end_call', 'update_participant') order by created_at, id`,
  ),
  ticket: statement<TicketEventRow>(
    'console.ticket_events_of_call',
    `select e.at, e.kind, e.actor, e.facts from tickets t join ticket_events e on e.ticket_id = t.id
     where t.contact = $1 order by e.id limit 500`,
  ),
}

export async function withdrawnOffers(reader: Reader, callSid: string): Promise<readonly WithdrawnOffer[]> {
  return (await reader.run(statements.withdrawn, [callSid])).map((row) => ({
    at: row.settled_at.getTime(),
    staffId: row.staff_id,
  }))
}

export async function commandsOf(reader: Reader, callSid: string): Promise<readonly CommandFact[]> {
  return (await reader.run(statements.commands, [callSid])).map(({ created_at, ...row }) => ({
    ...row,
    at: created_at.getTime(),
  }))
}

export async function ticketEventsOf(reader: Reader, callSid: string): Promise<readonly Happened[]> {
  return (await reader.run(statements.ticket, [callSid])).map((row) => ({ ...row, at: row.at.getTime() }))
}
