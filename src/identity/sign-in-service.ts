/** Signing in: who is admitted to try, whether it is the person, and what the audit keeps of it. */

import type { Context } from '../platform/context.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import * as audit from './audit-service.ts'
import { networkOf } from './origin.ts'
import { isPassword } from './password.ts'
import { type SecretSealer, secondFactorOf, takeCode } from './second-factor-service.ts'
import { admit, keysOf, limits } from './sign-in-limit.ts'
import * as tallies from './sign-in-store.ts'
import { normalLogin, type Staff } from './staff.ts'
import { findByLogin } from './store.ts'

export type SignIn = {
  readonly login: string
  readonly password: string
  /** Of the second factor, or a recovery code. */
  readonly code?: string
  /** Where it comes from: an IP address. */
  readonly origin: string
}

export type Locked = { readonly outcome: 'locked'; readonly retryAfterSeconds: number }

export type SignedIn =
  | { readonly outcome: 'signed_in'; readonly staff: Staff }
  /** No such login, a wrong password or a disabled account: nobody is told which. */
  | { readonly outcome: 'wrong' }
  /** The password is right, and the account has a second factor. */
  | { readonly outcome: 'code_wanted' }
  | { readonly outcome: 'wrong_code' }
  /** Said of logins that do not exist in just the same way. */
  | Locked

const subject = (staffId: string) => `staff:${staffId}`

/** Whatever was typed as a login is not kept: it may be a password. */
const ofNobody = 'sign_in:unknown'

type Found = Awaited<ReturnType<typeof findByLogin>>
type Attempt = { readonly keys: tallies.Keys; readonly origin: string; readonly found: Found }

function recordFailure(tx: Tx, { found, origin }: Attempt, why: string, { now }: Context): void {
  const entry = {
    action: why === 'too_often' ? 'staff.locked_out' : 'staff.sign_in_failed',
    subject: found === null ? ofNobody : subject(found.staff.id),
    facts: { why, from: networkOf(origin) },
  }
  audit.record(tx, entry, { now, actor: 'stranger' })
}

/** Counts the attempt, and commits that before anybody looks at the password: a hundred guesses at once are a hundred. */
async function admitted(database: Database, attempt: Attempt, ctx: Context): Promise<Locked | null> {
  const { now } = ctx
  const admission = await database.transact(async (tx) => {
    const judged = admit(await tallies.hold(tx, attempt.keys, now), now)
    tallies.save(tx, attempt.keys, judged.tallies)
    if (judged.outcome === 'locked' && judged.isNew) recordFailure(tx, attempt, 'too_often', ctx)
    return judged
  })
  if (admission.outcome === 'admitted') return null
  return { outcome: 'locked', retryAfterSeconds: Math.max(1, Math.ceil((admission.until - now) / 1000)) }
}

/** Takes the code and keeps what came of it, in one transaction: a code that was taken has signed in. */
async function enterByCode(
  database: Database,
  sealer: SecretSealer,
  attempt: Attempt & { readonly found: NonNullable<Found> },
  code: string,
  ctx: Context,
): Promise<SignedIn> {
  const { staff } = attempt.found
  return database.transact(async (tx) => {
    const taken = await takeCode(tx, sealer, { staffId: staff.id, code }, ctx)
    if (taken === null) {
      recordFailure(tx, attempt, 'code', ctx)
      return { outcome: 'wrong_code' }
    }
    enter(tx, attempt, taken, ctx)
    return { outcome: 'signed_in', staff }
  })
}

/** A password that somebody else chose, and that was not used in time. */
const isOverdue = ({ passwordUntil }: Staff, now: number) => passwordUntil !== null && passwordUntil <= now

/** Whoever is turned away because too many passwords are being looked at has not failed. */
async function looksRight(
  database: Database,
  { keys }: Pick<Attempt, 'keys'>,
  password: string,
  stored: string | null,
): Promise<boolean> {
  try {
    return await isPassword(password, stored)
  } catch (error) {
    await database.transact(async (tx) => tallies.uncount(tx, Object.values(keys)))
    throw error
  }
}

function enter(tx: Tx, { keys, origin, found }: Attempt, by: string, { now }: Context): void {
  if (found === null) return
  tallies.welcome(tx, keys, now + limits.welcomeMilliseconds)
  const actor = subject(found.staff.id)
  const facts = { by, from: networkOf(origin) }
  audit.record(tx, { action: 'staff.signed_in', subject: actor, facts }, { now, actor })
}

/**
 * Checks a login, its password and, where one is on, the second factor. No transaction is held while the password's hash is computed,
 * so that sign-ins never take the callers' connections.
 */
export async function signIn(database: Database, sealer: SecretSealer, input: SignIn, ctx: Context): Promise<SignedIn> {
  const login = normalLogin(input.login)
  const { origin, code } = input
  const found = await findByLogin(database, login)
  const attempt = { keys: keysOf(login, origin), origin, found }
  const locked = await admitted(database, attempt, ctx)
  if (locked !== null) return locked
  const matches = await looksRight(database, attempt, input.password, found?.passwordHash ?? null)
  if (found === null || !matches || found.staff.disabledAt !== null || isOverdue(found.staff, ctx.now)) {
    const why = found === null || !matches ? 'password' : found.staff.disabledAt !== null ? 'disabled' : 'overdue'
    await database.transact(async (tx) => recordFailure(tx, attempt, why, ctx))
    return { outcome: 'wrong' }
  }
  const known = { ...attempt, found }
  if ((await secondFactorOf(database, found.staff.id)) !== null) {
    if (code !== undefined && code.trim() !== '') return enterByCode(database, sealer, known, code, ctx)
    const { account, address } = attempt.keys
    await database.transact(async (tx) => tallies.uncount(tx, [account, address]))
    return { outcome: 'code_wanted' }
  }
  await database.transact(async (tx) => enter(tx, known, 'password', ctx))
  return { outcome: 'signed_in', staff: found.staff }
}

/** Is it still the person who signed in? Asked before what a session alone should not change; counted like a sign-in. */
export async function isReallyThem(
  database: Database,
  input: { readonly staff: Staff; readonly password: string; readonly origin: string },
  ctx: Context,
): Promise<{ readonly outcome: 'right' } | { readonly outcome: 'wrong' } | Locked> {
  const { staff, password, origin } = input
  const found = await findByLogin(database, staff.login)
  const attempt = { keys: keysOf(staff.login, origin), origin, found }
  const locked = await admitted(database, attempt, ctx)
  if (locked !== null) return locked
  const matches = await looksRight(database, attempt, password, found?.passwordHash ?? null)
  await database.transact(async (tx) => {
    if (matches) tallies.uncount(tx, Object.values(attempt.keys))
    else recordFailure(tx, attempt, 'password_again', ctx)
  })
  return { outcome: matches ? 'right' : 'wrong' }
}
