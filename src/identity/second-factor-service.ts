/** A second factor: a code from the person's phone beside the password. Optional; codes on paper open once each. */

import { randomBytes } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import * as audit from './audit-service.ts'
import { keyUri, newSecret, stepOf } from './one-time-code.ts'
import { recoveryBytes, recoveryCodes, recoveryHash, writtenCode } from './recovery-code.ts'
import * as store from './second-factor-store.ts'
import type { Staff } from './staff.ts'

/** Seals what is stored: the house's sealer, of which this room needs no more. */
export type SecretSealer = {
  seal(text: string, purpose: string): Buffer
  open(sealed: Uint8Array, purpose: string): string
}

/** Bound to the person: a secret that is copied to another row does not open there. */
const purposeOf = (staffId: string) => `identity.second_factor ${staffId}`
const subject = (staffId: string) => `staff:${staffId}`

export type BegunFactor =
  /** `secret` in base 32 for who types it; `uri` for the picture that a phone photographs. Both are shown once. */
  { readonly outcome: 'begun'; readonly secret: string; readonly uri: string } | { readonly outcome: 'on_already' }

/** Makes a secret that does not count until a code of it was seen. Beginning anew forgets the one before. */
export async function beginSecondFactor(
  tx: Tx,
  sealer: SecretSealer,
  input: { readonly staff: Staff; readonly issuer: string },
  { now }: Context,
): Promise<BegunFactor> {
  const { staff, issuer } = input
  const secret = newSecret()
  const isBegun = await store.begin(tx, staff.id, sealer.seal(secret, purposeOf(staff.id)), now)
  if (!isBegun) return { outcome: 'on_already' }
  return { outcome: 'begun', secret, uri: keyUri(secret, issuer, staff.login) }
}

function newRecoveryCodes(tx: Tx, staffId: string): readonly string[] {
  const codes = Array.from({ length: recoveryCodes }, () => writtenCode(randomBytes(recoveryBytes)))
  store.replaceRecovery(
    tx,
    staffId,
    codes.flatMap((code) => recoveryHash(code) ?? []),
  )
  return codes
}

export type ConfirmedFactor =
  /** In clear for the only time: afterwards only their hashes are there. */
  | { readonly outcome: 'on'; readonly recoveryCodes: readonly string[] }
  | { readonly outcome: 'wrong_code' }
  /** Nothing was begun, or it counts already. */
  | { readonly outcome: 'not_begun' }

/** The first code turns it on: from now on the password alone opens nothing. */
export async function confirmSecondFactor(
  tx: Tx,
  sealer: SecretSealer,
  input: { readonly staffId: string; readonly code: string },
  ctx: Context,
): Promise<ConfirmedFactor> {
  const { staffId, code } = input
  const factor = await store.find(tx, staffId)
  if (factor === null || factor.isConfirmed) return { outcome: 'not_begun' }
  const step = stepOf(sealer.open(factor.sealed, purposeOf(staffId)), code.trim(), ctx.now)
  if (step === null) return { outcome: 'wrong_code' }
  if (!(await store.confirm(tx, staffId, step, ctx.now))) return { outcome: 'not_begun' }
  audit.record(tx, { action: 'staff.second_factor_on', subject: subject(staffId) }, ctx)
  return { outcome: 'on', recoveryCodes: newRecoveryCodes(tx, staffId) }
}

/** New codes on paper; the old ones open nothing any more. Null when no second factor is on. */
export async function renewRecoveryCodes(tx: Tx, staffId: string, ctx: Context): Promise<readonly string[] | null> {
  if ((await store.state(tx, staffId)) === null) return null
  audit.record(tx, { action: 'staff.recovery_codes_renewed', subject: subject(staffId) }, ctx)
  return newRecoveryCodes(tx, staffId)
}

/** Taken off by the person, or by an administrator for whoever has lost phone and paper. False when none was on. */
export async function removeSecondFactor(tx: Tx, staffId: string, ctx: Context): Promise<boolean> {
  if (!(await store.remove(tx, staffId))) return false
  audit.record(tx, { action: 'staff.second_factor_off', subject: subject(staffId) }, ctx)
  return true
}

/** Since when it is on, and how many codes are left on paper; null when it is off. */
export const secondFactorOf = (reader: Reader, staffId: string) => store.state(reader, staffId)

/** Which of the two ways the code was; null when it is none. Either opens once. */
export async function takeCode(
  tx: Tx,
  sealer: SecretSealer,
  input: { readonly staffId: string; readonly code: string },
  { now }: Context,
): Promise<'code' | 'recovery_code' | null> {
  const { staffId, code } = input
  const factor = await store.find(tx, staffId)
  if (factor === null) return null
  const step = stepOf(sealer.open(factor.sealed, purposeOf(staffId)), code.replaceAll(/\s/g, ''), now)
  if (step !== null) return (await store.takeStep(tx, staffId, step)) ? 'code' : null
  const hash = recoveryHash(code)
  return hash !== null && (await store.takeRecovery(tx, staffId, hash)) ? 'recovery_code' : null
}
