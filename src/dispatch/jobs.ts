/** Dispatch's timers: matching, leases that run out, rests that end, operators that were forgotten. */

import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import { miss } from './accept-service.ts'
import type { DispatchHouse } from './hooks.ts'
import { matchWaiting, wakeMatch } from './match-service.ts'
import * as offers from './offer-store.ts'
import * as operators from './operator-store.ts'

/** A phone that should be busy without a live offer for so long is freed. */
const forgottenMilliseconds = 5_000

/** Ends wraps and rests that are over, then pairs whoever waits with whoever is free. The job `match`. */
export async function runMatch(database: Database, house: DispatchHouse, context: Context): Promise<void> {
  await database.transact(async (tx) => {
    await operators.wakeDue(tx, context.now)
    await matchWaiting(tx, house, context)
  })
}

/** The lease of one offer ran out. The job `offer`; the sweep does the same for all. */
export async function expireOffers(database: Database, context: Context): Promise<void> {
  for (const offer of await offers.expired(database, context.now)) {
    await database.transact((tx) => miss(tx, offer.id, 'no-answer', context))
  }
}

/** Every second, with or without a queue: what a lost job would have done. */
export async function sweepDispatch(database: Database, house: DispatchHouse, context: Context): Promise<void> {
  await expireOffers(database, context)
  await database.transact(async (tx) => {
    if ((await operators.freeForgotten(tx, context.now, context.now - forgottenMilliseconds)) > 0) wakeMatch(tx)
  })
  await runMatch(database, house, context)
}
