import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { listCallbacks } from '../dispatch/callback-service.ts'
import type { Viewer } from '../identity/permission.ts'
import type { Reader } from '../platform/postgres.ts'
import { mayKnowReporter } from '../tickets/ticket.ts'
import type { Callbacks } from './callback-schema.ts'
import { deskTickets } from './desk-store.ts'
import { iso, isoOrNull } from './shapes.ts'

type Page = Parameters<typeof listCallbacks>[1]

/** Promised callbacks, newest first, with masked numbers. */
export async function callbackList(reader: Reader, page: Page, viewer: Viewer, sealer: Sealer): Promise<Callbacks> {
  const found = await listCallbacks(reader, page)
  const tickets = await deskTickets(
    reader,
    found.map(({ callSid }) => callSid),
    [],
  )
  const privacy = new Map(tickets.map((ticket) => [ticket.contact, ticket.privacy]))
  const known = found.filter(({ callSid }) => mayKnowReporter(viewer, privacy.get(callSid) ?? 'open'))
  const callers = await maskedAddresses(
    reader,
    known.map(({ citizenId }) => citizenId),
    sealer,
  )
  const isKnown = new Set(known.map(({ id }) => id))
  return {
    callbacks: found.map((one) => ({
      id: one.id,
      callSid: one.callSid,
      caller: isKnown.has(one.id) ? (callers.get(one.citizenId) ?? null) : null,
      lane: one.lane,
      state: one.state,
      askedAt: iso(one.askedAt),
      since: iso(one.since),
      dueAt: isoOrNull(one.dueAt),
      attempts: one.attempts,
      outcome: one.outcome,
    })),
    next: found.length < page.limit ? null : isoOrNull(found.at(-1)?.askedAt ?? null),
  }
}
