/** Offering: who waits is paired with who is free, in the transaction that changed either, or in a job right after it. */

import { note, placeLeg } from '../conversations/service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Tx } from '../platform/postgres.ts'
import { presentSeverity } from './aging.ts'
import type { DispatchHouse } from './hooks.ts'
import * as line from './line-store.ts'
import { fitMilliseconds, match, type Pairing } from './match.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'
import { heartbeatFreshMilliseconds } from './wait.ts'

/** Asks for a match after the commit; everything that frees an operator or makes a caller wait does. */
export function wakeMatch(tx: Tx, delayMilliseconds?: number): void {
  tx.wake({ queue: 'match', id: 'all', ...(delayMilliseconds === undefined ? {} : { delayMilliseconds }) })
}

type Offered = Pick<Pairing, 'waitId' | 'staffId'> & { readonly reason: string; readonly position?: number }
type Waiting = Pick<line.WaitingRow, 'lane' | 'emergency_id' | 'call_sid'>

/** Rings one free operator, locked by who calls, for one caller. */
export async function offer(
  tx: Tx,
  house: DispatchHouse,
  pair: Offered,
  waiting: Waiting,
  operator: Pick<operators.FreeOperator, 'device'>,
  context: Context,
): Promise<void> {
  const id = newId()
  const rule = house.lane(waiting.lane)
  const isEmergency = waiting.emergency_id !== null
  // A browser is rung by the console, which sees the offer; a phone by a command to the carrier.
  const legId =
    operator.device.kind === 'client'
      ? null
      : await placeLeg(
          tx,
          {
            purpose: 'operator',
            about: id,
            citizenCallSid: waiting.call_sid,
            target: operator.device,
            ringSeconds: rule.ringSeconds,
            urgent: isEmergency,
          },
          context,
        )
  const expiresAt = context.now + rule.leaseSeconds * 1000
  offers.add(tx, {
    id,
    waitId: pair.waitId,
    staffId: pair.staffId,
    state: 'open',
    reason: pair.reason,
    legId,
    offeredAt: context.now,
    expiresAt,
  })
  operators.ring(tx, pair.staffId, context.now)
  note(
    tx,
    {
      callSid: waiting.call_sid,
      kind: 'operator.offered',
      facts: {
        staffId: pair.staffId,
        reason: pair.reason,
        ...(pair.position === undefined ? {} : { position: pair.position }),
      },
    },
    context,
  )
  tx.wake({ queue: 'offer', id, delayMilliseconds: rule.leaseSeconds * 1000 })
}

/**
 * Pairs everyone who waits with everyone who is free and rings them. Gives the number of phones that begin to ring;
 * when another transaction is matching right now, 0, and a job does it after this one's commit.
 */
export async function matchWaiting(tx: Tx, house: DispatchHouse, context: Context): Promise<number> {
  if (!(await offers.tryMatching(tx))) {
    wakeMatch(tx)
    return 0
  }
  const [waiting, free] = await Promise.all([
    line.waiting(tx, context.now - heartbeatFreshMilliseconds, context.now),
    operators.lockFree(tx),
  ])
  if (waiting.length === 0 || free.length === 0) return 0
  const pairs = match(
    waiting.map((row) => ({
      waitId: row.id,
      priority: row.priority,
      isEmergency: row.emergency_id !== null,
      severity: presentSeverity(row.severity, context.now - row.arrived_at.getTime()),
      returns: row.returns,
      arrivedAt: row.arrived_at.getTime(),
      letsPassSeconds: row.lets_pass_seconds,
      ringing: row.ringing,
      offered: row.offered,
      reserving: row.reserving,
      isCallback: row.is_callback,
      wants: { language: row.language, lane: row.lane },
      takesAnybody: context.now - row.began_at.getTime() >= fitMilliseconds,
    })),
    free,
  )
  for (const pair of pairs) {
    const row = waiting.find(({ id }) => id === pair.waitId)
    const operator = free.find(({ staffId }) => staffId === pair.staffId)
    if (row !== undefined && operator !== undefined) await offer(tx, house, pair, row, operator, context)
  }
  return pairs.length
}
