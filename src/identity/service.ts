import { createHash } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Database, Reader, Tx } from '../platform/postgres.ts'
import * as audit from './audit-service.ts'
import { hashPassword, isPassword } from './password.ts'
import { isRole } from './permission.ts'
import { attemptLimits, type NewStaff, passwordProblems, problemsOf, type Staff, type StaffProblem } from './staff.ts'
import * as store from './store.ts'

const normal = (login: string) => login.trim().toLowerCase()
const subject = (staffId: string) => `staff:${staffId}`

export type Added =
  | { readonly outcome: 'added'; readonly staff: Staff }
  | { readonly outcome: 'login_taken' }
  | { readonly outcome: 'refused'; readonly problems: readonly StaffProblem[] }

/** Adds an account; the password is hashed here and forgotten. */
export async function addStaff(tx: Tx, input: NewStaff, ctx: Context): Promise<Added> {
  const { password, agencyId = null, language = 'ind' } = input
  const login = normal(input.login)
  const problems = problemsOf({ ...input, login })
  if (problems.length > 0) return { outcome: 'refused', problems }
  const staff = await store.add(tx, {
    id: newId(),
    login,
    name: input.name.trim(),
    roles: input.roles.filter(isRole),
    agencyId,
    language,
    createdAt: ctx.now,
    passwordHash: await hashPassword(password),
  })
  if (staff === null) return { outcome: 'login_taken' }
  audit.record(tx, { action: 'staff.added', subject: subject(staff.id), facts: { login, roles: staff.roles } }, ctx)
  return { outcome: 'added', staff }
}

export type SignIn = {
  readonly login: string
  readonly password: string
  /** Where it comes from (an IP address); only its hash is kept. */
  readonly origin: string
}

export type SignedIn =
  | { readonly outcome: 'signed_in'; readonly staff: Staff }
  /** No such login, a wrong password or a disabled account: nobody is told which. */
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly retryAfterSeconds: number }

const attemptKey = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest('hex')

/**
 * Checks a login and password. The attempt is counted and committed before the password is looked at, so that a hundred
 * guesses at once are a hundred; and no transaction is held while the hash is computed, so that sign-ins never take the
 * callers' connections.
 */
export async function signIn(database: Database, input: SignIn, ctx: Context): Promise<SignedIn> {
  const { now } = ctx
  const login = normal(input.login)
  const narrow = attemptKey(login, input.origin)
  const wide = attemptKey(login)
  const { windowMilliseconds, perLogin, perLoginAndOrigin } = attemptLimits
  const counted = await database.transact((tx) => store.attempt(tx, [narrow, wide], now, now - windowMilliseconds))
  const over = [counted.get(narrow), counted.get(wide)].filter(
    (count, index) => (count?.attempts ?? 0) > (index === 0 ? perLoginAndOrigin : perLogin),
  )
  if (over.length > 0) {
    const ends = Math.max(...over.map((count) => (count?.beganAt ?? now) + windowMilliseconds))
    return { outcome: 'locked', retryAfterSeconds: Math.max(1, Math.ceil((ends - now) / 1000)) }
  }
  const found = await store.findByLogin(database, login)
  const matches = await isPassword(input.password, found?.passwordHash ?? null)
  if (found === null || !matches || found.staff.disabledAt !== null) return { outcome: 'wrong' }
  const { staff } = found
  await database.transact(async (tx) => {
    store.forgive(tx, [narrow, wide])
    audit.record(tx, { action: 'staff.signed_in', subject: subject(staff.id) }, { now, actor: subject(staff.id) })
  })
  return { outcome: 'signed_in', staff }
}

export type Touched = { readonly outcome: 'done'; readonly staffId: string } | { readonly outcome: 'unknown' }

/** Closes an account and every session of it. What the person did stays. */
export async function disableStaff(tx: Tx, { login }: { login: string }, ctx: Context): Promise<Touched> {
  const staffId = await store.disable(tx, normal(login), ctx.now)
  if (staffId === null) return { outcome: 'unknown' }
  signOutEverywhere(tx, staffId)
  audit.record(tx, { action: 'staff.disabled', subject: subject(staffId) }, ctx)
  return { outcome: 'done', staffId }
}

/** A new password ends every session: whoever had the old one is out. */
export async function changePassword(
  tx: Tx,
  { login, password }: { login: string; password: string },
  ctx: Context,
): Promise<Touched | { readonly outcome: 'refused'; readonly problems: readonly StaffProblem[] }> {
  const problems = passwordProblems(password, login)
  if (problems.length > 0) return { outcome: 'refused', problems }
  const staffId = await store.setPassword(tx, normal(login), await hashPassword(password))
  if (staffId === null) return { outcome: 'unknown' }
  signOutEverywhere(tx, staffId)
  audit.record(tx, { action: 'staff.password_changed', subject: subject(staffId) }, ctx)
  return { outcome: 'done', staffId }
}

export const signOutEverywhere = (tx: Tx, staffId: string): void => store.endSessions(tx, staffId)

/** Someone who may still work here; null for the unknown and the disabled. */
export const staffById = (reader: Reader, id: string): Promise<Staff | null> => store.findById(reader, id)

export async function staffByLogin(reader: Reader, login: string): Promise<Staff | null> {
  return (await store.findByLogin(reader, normal(login)))?.staff ?? null
}

export const listStaff = (reader: Reader): Promise<readonly Staff[]> => store.list(reader)

/** Names for ids, for timelines. */
export const staffNames = (reader: Reader, ids: readonly string[]) => store.names(reader, ids)

/** The janitor: expired sessions and forgotten attempts. */
export const sweepIdentity = (tx: Tx, { now }: Context): void =>
  store.sweep(tx, now, now - attemptLimits.windowMilliseconds)
