import { type Reader, statement } from '../platform/postgres.ts'
import type { CommandFact, Happened, OfferFact } from './call-story.ts'

type OfferRow = { offered_at: Date; settled_at: Date | null; staff_id: string; reason: string; state: string }
type CommandRow = { created_at: Date; kind: string; why: string | null; state: string }
type TicketEventRow = { at: Date; kind: string; actor: string; facts: Readonly<Record<string, unknown>> }

export const statements = {
  offers: statement<OfferRow>(
    'console.offers_of_call',
    `select o.offered_at, o.settled_at, o.staff_id, o.reason, o.state
     from waits w join offers o on o.wait_id = w.id where w.call_sid = $1 order by o.offered_at, o.id`,
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

export async function offersOf(reader: Reader, callSid: string): Promise<readonly OfferFact[]> {
  return (await reader.run(statements.offers, [callSid])).map((row) => ({
    offeredAt: row.offered_at.getTime(),
    settledAt: row.settled_at?.getTime() ?? null,
    staffId: row.staff_id,
    reason: row.reason,
    state: row.state,
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
