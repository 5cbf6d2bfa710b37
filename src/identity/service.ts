import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Database, Reader, Tx } from '../platform/postgres.ts'
import * as audit from './audit-service.ts'
import { hashPassword } from './password.ts'
import { isRole } from './permission.ts'
import { accountKey } from './sign-in-limit.ts'
import { openAccount, sweep as sweepTallies } from './sign-in-store.ts'
import { type NewStaff, normalLogin, passwordProblems, problemsOf, type Staff, type StaffProblem } from './staff.ts'
import * as store from './store.ts'

const subject = (staffId: string) => `staff:${staffId}`

export type Added =
  | { readonly outcome: 'added'; readonly staff: Staff }
  | { readonly outcome: 'login_taken' }
  | { readonly outcome: 'refused'; readonly problems: readonly StaffProblem[] }

/** Adds an account. The password is hashed here and forgotten, unless its hash was made before the transaction. */
export async function addStaff(tx: Tx, input: NewStaff, ctx: Context): Promise<Added> {
  const { password, agencyId = null, language = 'ind', languages = [], skills = [], passwordUntil = null } = input
  const login = normalLogin(input.login)
  const problems = problemsOf({ ...input, login })
  if (problems.length > 0) return { outcome: 'refused', problems }
  const staff = await store.add(tx, {
    id: newId(),
    login,
    name: input.name.trim(),
    roles: input.roles.filter(isRole),
    agencyId,
    language,
    languages,
    skills,
    createdAt: ctx.now,
    passwordUntil,
    passwordHash: input.passwordHash ?? (await hashPassword(password)),
  })
  if (staff === null) return { outcome: 'login_taken' }
  audit.record(tx, { action: 'staff.added', subject: subject(staff.id), facts: { login, roles: staff.roles } }, ctx)
  return { outcome: 'added', staff }
}

export type Touched = { readonly outcome: 'done'; readonly staffId: string } | { readonly outcome: 'unknown' }

/** Closes an account and every session of it. What the person did stays. */
export async function disableStaff(tx: Tx, { login }: { login: string }, ctx: Context): Promise<Touched> {
  const staffId = await store.disable(tx, normalLogin(login), ctx.now)
  if (staffId === null) return { outcome: 'unknown' }
  store.endSessions(tx, staffId)
  audit.record(tx, { action: 'staff.disabled', subject: subject(staffId) }, ctx)
  return { outcome: 'done', staffId }
}

/**
 * A new password ends every session and every lock: whoever had the old one is out, and its owner comes in. No transaction is held
 * while it is hashed.
 */
export async function changePassword(
  database: Database,
  { login, password }: { login: string; password: string },
  ctx: Context,
): Promise<Touched | { readonly outcome: 'refused'; readonly problems: readonly StaffProblem[] }> {
  const problems = passwordProblems(password, login)
  if (problems.length > 0) return { outcome: 'refused', problems }
  const passwordHash = await hashPassword(password)
  return database.transact(async (tx) => {
    const staffId = await store.setPassword(tx, normalLogin(login), passwordHash)
    if (staffId === null) return { outcome: 'unknown' }
    store.endSessions(tx, staffId)
    openAccount(tx, accountKey(normalLogin(login)))
    audit.record(tx, { action: 'staff.password_changed', subject: subject(staffId) }, ctx)
    return { outcome: 'done', staffId }
  })
}

/** Every session of an account ends with the next request that it makes. */
export function endAllSessions(tx: Tx, staffId: string, ctx: Context): void {
  store.endSessions(tx, staffId)
  audit.record(tx, { action: 'staff.signed_out_everywhere', subject: subject(staffId) }, ctx)
}

/** Someone who may still work here; null for the unknown and the disabled. */
export const staffById = (reader: Reader, id: string): Promise<Staff | null> => store.findById(reader, id)

export async function staffByLogin(reader: Reader, login: string): Promise<Staff | null> {
  return (await store.findByLogin(reader, normalLogin(login)))?.staff ?? null
}

export const listStaff = (reader: Reader): Promise<readonly Staff[]> => store.list(reader)

/** Names for ids, for timelines. */
export const staffNames = (reader: Reader, ids: readonly string[]) => store.names(reader, ids)

/** The janitor: expired sessions and forgotten attempts. */
export function sweepIdentity(tx: Tx, { now }: Context): void {
  store.sweepSessions(tx, now)
  sweepTallies(tx, now)
}
