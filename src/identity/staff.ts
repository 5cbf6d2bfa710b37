import { isRole, type Role } from './permission.ts'

/** Someone who works at the hotline or at an agency. */
export type Staff = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Whose tickets an agency officer sees and answers. */
  readonly agencyId: string | null
  /** ISO 639-3. */
  readonly language: string
  /** ISO 639-3: what they speak with callers beside the region's own language. */
  readonly languages: readonly string[]
  /** Lanes for which they were trained; none: for all of them. */
  readonly skills: readonly string[]
  readonly createdAt: number
  readonly disabledAt: number | null
  /** Until when a password that somebody else chose opens the door to choosing one's own; null: it is their own. */
  readonly passwordUntil: number | null
}

export type NewStaff = {
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly password: string
  readonly agencyId?: string
  readonly language?: string
  readonly languages?: readonly string[]
  readonly skills?: readonly string[]
  /** The password's hash, made before the transaction; absent: it is made here. */
  readonly passwordHash?: string
  /** Somebody else chose the password: it opens until then, and only the door to choosing one's own. */
  readonly passwordUntil?: number
}

/** A login as it is stored: people type capitals and spaces. */
export const normalLogin = (login: string): string => login.trim().toLowerCase()

// NIST SP 800-63B asks for length, not for kinds of characters; beyond 128 it is somebody's file.
const shortestPassword = 12
const longestPassword = 128

export type StaffProblem =
  | 'login_malformed'
  | 'name_missing'
  | 'role_missing'
  | 'role_unknown'
  | 'agency_missing'
  | 'password_short'
  | 'password_long'
  | 'password_is_login'
  | 'language_malformed'

export function passwordProblems(password: string, login: string): readonly StaffProblem[] {
  const problems: StaffProblem[] = []
  if (password.length < shortestPassword) problems.push('password_short')
  if (password.length > longestPassword) problems.push('password_long')
  if (password.toLowerCase() === login.toLowerCase()) problems.push('password_is_login')
  return problems
}

/** What an account says of its person, and what an administrator may change of it. */
export type Profile = Pick<Staff, 'name' | 'agencyId' | 'languages' | 'skills'> & { readonly roles: readonly string[] }

export function profileProblems({ name, roles, agencyId, languages }: Profile): readonly StaffProblem[] {
  const problems: StaffProblem[] = []
  if (name.trim() === '') problems.push('name_missing')
  if (roles.length === 0) problems.push('role_missing')
  if (!roles.every(isRole)) problems.push('role_unknown')
  if (roles.includes('agency') && !agencyId) problems.push('agency_missing')
  if (!languages.every((language) => /^[a-z]{3}$/.test(language))) problems.push('language_malformed')
  return problems
}

/** Everything that is wrong with a new account at once. */
export function problemsOf(account: NewStaff): readonly StaffProblem[] {
  const { login, password, agencyId = null, languages = [], skills = [] } = account
  const isLogin = /^[a-z0-9][a-z0-9._-]{1,39}$/.test(login)
  return [
    ...(isLogin ? [] : (['login_malformed'] as const)),
    ...profileProblems({ ...account, agencyId, languages, skills }),
    ...passwordProblems(password, login),
  ]
}
