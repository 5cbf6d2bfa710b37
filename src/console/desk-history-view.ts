import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import type { Viewer } from '../identity/permission.ts'
import type { Reader } from '../platform/postgres.ts'
import { listTickets } from '../tickets/service.ts'
import { mayKnowReporter } from '../tickets/ticket.ts'
import type { History, OwnTalks } from './desk-history-schema.ts'
import { ownTalks, pastCalls } from './desk-history-store.ts'
import { iso } from './shapes.ts'
import { ticketRows } from './ticket-view.ts'

const mostCalls = 30
const mostTickets = 20
const mostOwn = 20

/** What a citizen had to do with us before, newest first. What was told in confidence is nobody's history. */
export async function historyOf(
  reader: Reader,
  citizenId: string,
  viewer: Viewer,
  sealer: Sealer,
  now: number,
): Promise<History> {
  const [calls, tickets] = await Promise.all([
    pastCalls(reader, citizenId, mostCalls),
    listTickets(reader, { citizenId, limit: mostTickets }),
  ])
  const open = tickets.filter(({ privacy }) => mayKnowReporter(viewer, privacy))
  return {
    calls: calls
      .filter(({ privacy }) => mayKnowReporter(viewer, privacy ?? 'open'))
      .map((row) => ({
        callSid: row.call_sid,
        arrivedAt: iso(row.arrived_at.getTime()),
        durationSeconds: row.duration_seconds,
        live: row.ended_at === null,
        lane: row.lane,
        node: row.node,
        operator: row.operator,
        disposition: row.disposition,
        emergency: row.emergency_kind,
        ticketCode: row.ticket_code,
      })),
    tickets: [...(await ticketRows(reader, open, viewer, sealer, now))],
  }
}

/** The last conversations of one person, newest first, to come back to what was written. */
export async function ownTalksOf(reader: Reader, staffId: string, viewer: Viewer, sealer: Sealer): Promise<OwnTalks> {
  const rows = await ownTalks(reader, staffId, mostOwn)
  const known = rows.filter(({ privacy }) => mayKnowReporter(viewer, privacy ?? 'open'))
  const callers = await maskedAddresses(
    reader,
    known.flatMap(({ citizen_id }) => citizen_id ?? []),
    sealer,
  )
  const isKnown = new Set(known)
  return {
    conversations: rows.map((row) => ({
      offerId: row.offer_id,
      at: iso(row.offered_at.getTime()),
      callSid: row.call_sid,
      caller: isKnown.has(row) ? (callers.get(row.citizen_id ?? '') ?? null) : null,
      lane: row.lane,
      disposition: row.disposition,
      ticketCode: row.ticket_code,
      kind: row.kind,
      topic: row.topic,
    })),
  }
}
