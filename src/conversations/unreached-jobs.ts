/**
 * Calls that never reached us: the carrier's requests came to nothing, and it said the fallback's words. Only its own list of
 * calls tells of them, so it is compared with ours.
 */

import type { Clock } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import type { CallAtCarrier, Carrier } from '../telephony/carrier.ts'
import { type FinalStatus, hasEnded } from './call.ts'
import { selectUnknown } from './call-store.ts'

/** A call that the carrier tells to be over. */
export type EndedAtCarrier = CallAtCarrier & { readonly status: FinalStatus }

export type UnreachedHouse = {
  readonly database: Database
  readonly carrier: Pick<Carrier, 'listCalls'>
  /** Whether this number or address is one that citizens dial. */
  readonly isLine: (dialled: string) => boolean
  /** Enters a call that nobody knows here, with its end. */
  readonly enter: (tx: Tx, call: EndedAtCarrier, context: Context) => Promise<void>
  readonly clock: Clock
  readonly log: { warn(facts: object, message: string): void }
}

const minute = 60_000

/** How far a look goes back: most find the last minutes; at the start, and each hour, one looks at a day, in which all may have been down. */
const looks = {
  short: { milliseconds: 10 * minute, most: 200 },
  long: { milliseconds: 24 * 60 * minute, most: 1_000 },
}

const betweenLongLooks = 60 * minute

/** What came is told or written down within so long after a call's end; whoever is unknown then stays it. */
const tellingMilliseconds = minute

const isOver = (call: CallAtCarrier): call is EndedAtCarrier => call.status !== null && hasEnded(call.status)

/** Looks once; gives how many calls were entered. Knowing nothing when the carrier does not answer: the next look goes as far. */
export function unreachedCalls(house: UnreachedHouse): () => Promise<number> {
  const { database, carrier, clock } = house
  let lookedLongAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock()
    const isLong = now - lookedLongAt >= betweenLongLooks
    const { milliseconds, most } = isLong ? looks.long : looks.short
    const answer = await carrier.listCalls({ createdSince: now - milliseconds, most })
    if (answer.outcome !== 'done') return 0
    const ended = answer.calls.filter(
      (call): call is EndedAtCarrier =>
        isOver(call) &&
        call.direction === 'inbound' &&
        call.parentCallSid === null &&
        (call.endedAt ?? call.createdAt ?? now) <= now - tellingMilliseconds &&
        house.isLine(call.to),
    )
    const unknown = await selectUnknown(
      database,
      ended.map(({ callSid }) => callSid),
    )
    const found = ended.filter(({ callSid }) => unknown.has(callSid))
    for (const call of found) await database.transact((tx) => house.enter(tx, call, { now: clock(), actor: 'system' }))
    if (isLong) lookedLongAt = now
    if (found.length > 0) house.log.warn({ calls: found.length }, 'Calls never reached us; the carrier told of them')
    return found.length
  }
}
