import type { Sealer } from '../citizens/seal.ts'
import type { Viewer } from '../identity/permission.ts'
import type { Reader } from '../platform/postgres.ts'
import { listTickets } from '../tickets/service.ts'
import { mayKnowReporter } from '../tickets/ticket.ts'
import type { History } from './desk-history-schema.ts'
import { pastCalls } from './desk-history-store.ts'
import { iso } from './shapes.ts'
import { ticketRows } from './ticket-view.ts'

const mostCalls = 30
const mostTickets = 20

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
