/** What an administrator does for others' accounts: their data, their rights, and a way in for who has none. */

import { randomInt } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Database, Reader, Tx } from '../platform/postgres.ts'
import * as audit from './audit-service.ts'
import { hashPassword } from './password.ts'
import { may } from './permission.ts'
import { type Added, addStaff, disableStaff } from './service.ts'
import { accountKey } from './sign-in-limit.ts'
import { openAccount } from './sign-in-store.ts'
import { type NewStaff, type Profile, profileProblems, type Staff, type StaffProblem } from './staff.ts'
import * as store from './store.ts'

const subject = (staffId: string) => `staff:${staffId}`
const administers = 'staff:manage'

/** Long enough for somebody who is told on a Friday, short enough not to be found in a drawer. */
export const oneTimeMilliseconds = 72 * 60 * 60 * 1000

// Nothing that looks like something else on paper.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** 16 random characters (79 bits) in groups of four, to be read over a desk. */
const newPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  )

export type OneTime = {
  /** In clear for the only time. */
  readonly password: string
  readonly until: number
}

export type Employed =
  | (Extract<Added, { outcome: 'added' }> & { readonly oneTime: OneTime })
  | Exclude<Added, { outcome: 'added' }>

/** Adds an account with a password that opens only the door to choosing one's own. It is hashed before the transaction. */
export async function employ(
  database: Database,
  input: Omit<NewStaff, 'password' | 'passwordHash' | 'passwordUntil'>,
  ctx: Context,
): Promise<Employed> {
  const oneTime = { password: newPassword(), until: ctx.now + oneTimeMilliseconds }
  const passwordHash = await hashPassword(oneTime.password)
  const account = { ...input, password: oneTime.password, passwordHash, passwordUntil: oneTime.until }
  const added = await database.transact((tx) => addStaff(tx, account, ctx))
  return added.outcome === 'added' ? { ...added, oneTime } : added
}

/** A new way in for who has forgotten the password: ends every session and lock of the account. Null for an unknown login. */
export async function giveOneTimePassword(database: Database, login: string, ctx: Context): Promise<OneTime | null> {
  const oneTime = { password: newPassword(), until: ctx.now + oneTimeMilliseconds }
  const passwordHash = await hashPassword(oneTime.password)
  return database.transact(async (tx) => {
    const staffId = await store.setPassword(tx, login, passwordHash, oneTime.until)
    if (staffId === null) return null
    store.endSessions(tx, staffId)
    openAccount(tx, accountKey(login))
    audit.record(tx, { action: 'staff.password_given', subject: subject(staffId) }, ctx)
    return oneTime
  })
}

/** Nobody takes their own right to administer, and nobody takes the last one's: somebody must be able to let people in. */
type Kept = 'kept' | 'own_right' | 'last_administrator'

async function keepsAdministrator(tx: Tx, staff: Staff, by: string): Promise<Kept> {
  if (staff.disabledAt !== null || !may(staff.roles, administers)) return 'kept'
  if (subject(staff.id) === by) return 'own_right'
  const administrators = await store.holdAdministrators(tx)
  return administrators.some((id) => id !== staff.id) ? 'kept' : 'last_administrator'
}

export type Changed =
  | { readonly outcome: 'changed'; readonly staff: Staff }
  | { readonly outcome: 'refused'; readonly problems: readonly StaffProblem[] }
  | { readonly outcome: Exclude<Kept, 'kept'> }
  | { readonly outcome: 'unknown' }

/** Changes what is given of an account. Rights count from the person's next request on. */
export async function changeStaff(
  tx: Tx,
  input: { readonly login: string } & Partial<Profile>,
  ctx: Context,
): Promise<Changed> {
  const { login, ...wanted } = input
  const found = await store.findByLogin(tx, login)
  if (found === null) return { outcome: 'unknown' }
  const { staff } = found
  const { name, roles, agencyId, languages, skills } = { ...staff, ...wanted }
  const profile = { name: name.trim(), roles: [...new Set(roles)], agencyId, languages, skills }
  const problems = profileProblems(profile)
  if (problems.length > 0) return { outcome: 'refused', problems }
  if (!may(profile.roles, administers)) {
    const kept = await keepsAdministrator(tx, staff, ctx.actor)
    if (kept !== 'kept') return { outcome: kept }
  }
  const changed = await store.change(tx, staff.id, profile)
  if (changed === null) return { outcome: 'unknown' }
  const facts = Object.fromEntries(
    (['name', 'roles', 'agencyId', 'languages', 'skills'] as const)
      .filter((field) => JSON.stringify(changed[field]) !== JSON.stringify(staff[field]))
      .map((field) => [field, field === 'name' ? true : changed[field]]),
  )
  if (Object.keys(facts).length > 0)
    audit.record(tx, { action: 'staff.changed', subject: subject(staff.id), facts }, ctx)
  return { outcome: 'changed', staff: changed }
}

export type Closed =
  | { readonly outcome: 'done'; readonly staffId: string }
  | { readonly outcome: Exclude<Kept, 'kept'> }
  | { readonly outcome: 'unknown' }

/** `disableStaff`, as far as somebody is left who administers. */
export async function closeAccount(tx: Tx, login: string, ctx: Context): Promise<Closed> {
  const found = await store.findByLogin(tx, login)
  if (found === null) return { outcome: 'unknown' }
  const kept = await keepsAdministrator(tx, found.staff, ctx.actor)
  if (kept !== 'kept') return { outcome: kept }
  return disableStaff(tx, { login }, ctx)
}

/** Opens a closed account again, with the password and the rights that it had. False when it is not closed. */
export async function reopenAccount(tx: Tx, login: string, ctx: Context): Promise<boolean> {
  const staffId = await store.enable(tx, login)
  if (staffId === null) return false
  audit.record(tx, { action: 'staff.enabled', subject: subject(staffId) }, ctx)
  return true
}

/** Who has a second factor on. */
export const secondFactors = (reader: Reader): Promise<ReadonlySet<string>> => store.withSecondFactor(reader)
