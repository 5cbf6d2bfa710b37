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
  readonly createdAt: number
  readonly disabledAt: number | null
}

export type NewStaff = {
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly password: string
  readonly agencyId?: string
  readonly language?: string
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

export function passwordProblems(password: string, login: string): readonly StaffProblem[] {
  const problems: StaffProblem[] = []
  if (password.length < shortestPassword) problems.push('password_short')
  if (password.length > longestPassword) problems.push('password_long')
  if (password.toLowerCase() === login.toLowerCase()) problems.push('password_is_login')
  return problems
}

/** Everything that is wrong with a new account at once. */
export function problemsOf({ login, name, roles, password, agencyId }: NewStaff): readonly StaffProblem[] {
  const problems: StaffProblem[] = []
  if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(login)) problems.push('login_malformed')
  if (name.trim() === '') problems.push('name_missing')
  if (roles.length === 0) problems.push('role_missing')
  if (!roles.every(isRole)) problems.push('role_unknown')
  if (roles.includes('agency') && !agencyId) problems.push('agency_missing')
  return [...problems, ...passwordProblems(password, login)]
}
