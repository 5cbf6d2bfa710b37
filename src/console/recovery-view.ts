import type { Sealer } from '../citizens/seal.ts'
import { maskedAddresses } from '../citizens/service.ts'
import { lateSince } from '../emergency/recovery.ts'
import { listRecoveries } from '../emergency/recovery-list-service.ts'
import type { Viewer } from '../identity/permission.ts'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import { measureRecoveries } from '../reporting/recovery-service.ts'
import { mayKnowReporter } from '../tickets/ticket.ts'
import { paged } from './cursor.ts'
import { deskTickets } from './desk-store.ts'
import type { Recoveries } from './recovery-schema.ts'
import { iso, isoOrNull } from './shapes.ts'
import { isPerson, staffIn, whoIs } from './who.ts'

type Page = Parameters<typeof listRecoveries>[1]

/** The measure looks so far back. */
const measuredMilliseconds = 24 * 3_600_000

/** Calls for help that were dropped, newest first, and what became of those of the last day. */
export async function recoveryList(
  reader: Reader,
  page: Page,
  viewer: Viewer,
  sealer: Sealer,
  now: number,
): Promise<Recoveries> {
  const from = now - measuredMilliseconds
  const [found, { outcomes: _, ...measure }] = await Promise.all([
    listRecoveries(reader, page),
    measureRecoveries(reader, { from, until: now + 1 }),
  ])
  const calls = found.map(({ callSid }) => callSid)
  const tickets = calls.length === 0 ? [] : await deskTickets(reader, calls, [])
  const privacy = new Map(tickets.map((ticket) => [ticket.contact, ticket.privacy]))
  const known = found.filter(({ callSid }) => mayKnowReporter(viewer, privacy.get(callSid) ?? 'open'))
  const isKnown = new Set(known.map(({ id }) => id))
  const [callers, names] = await Promise.all([
    maskedAddresses(
      reader,
      known.flatMap(({ citizenId }) => citizenId ?? []),
      sealer,
    ),
    staffNames(
      reader,
      found.flatMap(({ takenBy, closedBy }) => [staffIn(takenBy), staffIn(closedBy)].filter((id) => id !== null)),
    ),
  ])
  return {
    at: iso(now),
    measure: { ...measure, from: iso(from) },
    recoveries: found.map((one) => ({
      id: one.id,
      callSid: one.callSid,
      caller: isKnown.has(one.id) ? (callers.get(one.citizenId ?? '') ?? null) : null,
      kind: one.kind,
      silent: one.silent,
      droppedAt: iso(one.droppedAt),
      pressed: [...one.pressed],
      state: one.state,
      since: iso(one.since),
      callback: one.callback as Recoveries['recoveries'][number]['callback'],
      nextTryAt: isoOrNull(one.dueAt),
      takenBy: whoIs(one.takenBy, names),
      tries: one.tries,
      firstTryAt: isoOrNull(one.firstTryAt),
      isLate: lateSince(one, now) !== null,
      outcome: one.outcome,
      mergedInto: one.mergedInto,
      closedAt: isoOrNull(one.closedAt),
      closedBy: isPerson(one.closedBy) ? whoIs(one.closedBy, names) : null,
      reason: one.reason,
    })),
    next: paged(found, page.limit, ({ droppedAt: at, id }) => ({ at, id })).next,
  }
}
