import type { Sealer } from '../citizens/seal.ts'
import { findByAddress } from '../citizens/service.ts'
import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { typedAddress } from './call-number.ts'

/**
 * The citizen who calls from a number, by its keyed hash; null when nobody has. The number itself goes nowhere; that somebody asked, and
 * for whom, stays in the audit.
 */
export async function lookUpCaller(
  tx: Tx,
  { number }: { readonly number: string },
  sealer: Sealer,
  context: Context,
): Promise<string | null> {
  const address = typedAddress(number)
  const citizenId = address === null ? null : await findByAddress(tx, address, sealer)
  const subject = `citizen:${citizenId ?? 'unknown'}`
  record(tx, { action: 'citizen.looked_up', subject }, context)
  return citizenId
}
