import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { legsOf, recordingsOf, timeline } from '../conversations/service.ts'
import { may, type Viewer } from '../identity/permission.ts'
import type { Reader } from '../platform/postgres.ts'
import { ticketOfContact } from '../tickets/service.ts'
import { mayKnowReporter, privacies } from '../tickets/ticket.ts'
import type { CallFilter, CallRow } from './call-schema.ts'
import { type FoundCall, searchCalls } from './call-search-store.ts'
import * as store from './call-store.ts'
import { merged, ofCommands, ofLegs, ofOffers } from './call-story.ts'
import * as story from './call-story-store.ts'
import type { Cursor } from './cursor.ts'
import { paged } from './cursor.ts'
import { readableEvents } from './event-view.ts'
import { iso, isoOrNull } from './shapes.ts'
import { ticketRows } from './ticket-view.ts'

/** A caller who asked for confidence is not known by the call either. */
const isKnown = (row: FoundCall, viewer: Viewer) => mayKnowReporter(viewer, row.ticket_privacy ?? 'open')

const toRow = (row: FoundCall, callers: ReadonlyMap<string, string>, viewer: Viewer): CallRow => ({
  callSid: row.call_sid,
  line: row.line,
  arrivedAt: row.arrived_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  durationSeconds: row.duration_seconds,
  status: row.status,
  caller: isKnown(row, viewer) ? (callers.get(row.citizen_id ?? '') ?? null) : null,
  citizenId: may(viewer.roles, 'citizens:open') ? row.citizen_id : null,
  node: row.node,
  lane: row.lane,
  outcome: row.outcome,
  topic: row.topic,
  district: row.district,
  answeredSeconds: row.answered_seconds,
  operator: row.operator,
  emergency:
    row.emergency_kind === null || row.emergency_state === null
      ? null
      : { kind: row.emergency_kind, state: row.emergency_state },
  ticketCode: row.ticket_code,
})

export type CallPageWanted = { readonly filter: CallFilter; readonly before: Cursor | null; readonly limit: number }

/** Calls from their first ring, newest first, with masked callers. */
export async function callList(
  reader: Reader,
  { filter, before, limit }: CallPageWanted,
  viewer: Viewer,
  sealer: Sealer,
) {
  const { from, until, ...rest } = filter
  const rows = await searchCalls(reader, {
    ...rest,
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    mayKnow: privacies.filter((privacy) => mayKnowReporter(viewer, privacy)),
    before,
    limit,
  })
  const callers = await maskedAddresses(
    reader,
    rows.flatMap((row) => row.citizen_id ?? []),
    sealer,
  )
  const { next } = paged(rows, limit, (row) => ({ at: row.arrived_at.getTime(), id: row.call_sid }))
  return { calls: rows.map((row) => toRow(row, callers, viewer)), next }
}

/** One call with its whole timeline, its legs and its ticket; null when there is no such call. */
export async function callView(reader: Reader, callSid: string, viewer: Viewer, sealer: Sealer, now: number) {
  const row = await store.findCall(reader, callSid)
  if (row === null) return null
  const [callers, events, legs, recordings, ticket, offers, commands, written] = await Promise.all([
    maskedAddresses(reader, row.citizen_id === null ? [] : [row.citizen_id], sealer),
    timeline(reader, callSid),
    legsOf(reader, callSid),
    recordingsOf(reader, callSid),
    ticketOfContact(reader, callSid),
    story.withdrawnOffers(reader, callSid),
    story.commandsOf(reader, callSid),
    story.ticketEventsOf(reader, callSid),
  ])
  const names = await store.rungNames(
    reader,
    legs.map(({ about }) => about),
  )
  const [ticketRow = null] = ticket === null ? [] : await ticketRows(reader, [ticket], viewer, sealer, now)
  return {
    ...toRow(row, callers, viewer),
    ticket: ticketRow,
    legs: legs.map((leg) => ({
      id: leg.id,
      purpose: leg.purpose,
      who: names.get(leg.about) ?? null,
      status: leg.status,
      placedAt: iso(leg.placedAt),
      answeredAt: isoOrNull(leg.answeredAt),
      metAt: isoOrNull(leg.metAt),
      endedAt: isoOrNull(leg.endedAt),
    })),
    recordings: recordings.map(({ recordingSid, kind, at, durationSeconds, status }) => ({
      id: recordingSid,
      kind,
      at: iso(at),
      durationSeconds,
      status,
    })),
    events: await readableEvents(
      reader,
      merged(events, [...ofOffers(offers), ...ofLegs(legs), ...ofCommands(commands), ...written]),
    ),
  }
}
