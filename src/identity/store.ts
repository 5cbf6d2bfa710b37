import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { isRole } from './permission.ts'
import type { Profile, Staff } from './staff.ts'

export type StaffRow = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly agency_id: string | null
  readonly language: string
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  readonly created_at: Date
  readonly disabled_at: Date | null
  readonly password_until: Date | null
}

const columns =
  'id, login, name, roles, agency_id, language, languages, skills, created_at, disabled_at, password_until'

export const statements = {
  add: statement<StaffRow>(
    'identity.add_staff',
    `insert into staff (id, login, name, password_hash, roles, agency_id, language, created_at, languages, skills, password_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (login) do nothing returning ${columns}`,
  ),
  byId: statement<StaffRow>(
    'identity.staff_by_id',
    `select ${columns} from staff where id = $1 and disabled_at is null`,
  ),
  byLogin: statement<StaffRow & { password_hash: string }>(
    'identity.staff_by_login',
    `select ${columns}, password_hash from staff where login = $1`,
  ),
  list: statement<StaffRow>(
    'identity.list_staff',
    `select ${columns} from staff order by disabled_at nulls first, login`,
  ),
  names: statement<{ id: string; name: string }>(
    'identity.staff_names',
    'select id, name from staff where id = any($1::uuid[])',
  ),
  disable: statement<{ id: string }>(
    'identity.disable_staff',
    'update staff set disabled_at = $2 where login = $1 and disabled_at is null returning id',
  ),
  setPassword: statement<{ id: string }>(
    'identity.set_password',
    'update staff set password_hash = $2, password_until = $3 where login = $1 returning id',
  ),
  change: statement<StaffRow>(
    'identity.change_staff',
    `update staff set name = $2, roles = $3, agency_id = $4, languages = $5, skills = $6 where id = $1 returning ${columns}`,
  ),
  enable: statement<{ id: string }>(
    'identity.enable_staff',
    'update staff set disabled_at = null where login = $1 and disabled_at is not null returning id',
  ),
  // Two who take each other's right away follow one another: the second one finds the last administrator.
  holdAdministrators: statement(
    'identity.hold_administrators',
    `select pg_advisory_xact_lock(hashtextextended('identity.administrators', 0))`,
  ),
  administrators: statement<{ id: string }>(
    'identity.administrators',
    `select id from staff where disabled_at is null and 'administrator' = any(roles)`,
  ),
  withFactor: statement<{ staff_id: string }>(
    'identity.staff_with_second_factor',
    'select staff_id from second_factors where confirmed_at is not null',
  ),
  endSessions: statement('identity.end_sessions', 'delete from staff_sessions where staff_id = $1'),
  sweepSessions: statement('identity.sweep_sessions', 'delete from staff_sessions where expires_at <= $1'),
}

const toStaff = (row: StaffRow): Staff => ({
  id: row.id,
  login: row.login,
  name: row.name,
  roles: row.roles.filter(isRole),
  agencyId: row.agency_id,
  language: row.language,
  languages: row.languages,
  skills: row.skills,
  createdAt: row.created_at.getTime(),
  disabledAt: row.disabled_at?.getTime() ?? null,
  passwordUntil: row.password_until?.getTime() ?? null,
})

export type StaffToStore = Omit<Staff, 'disabledAt'> & { readonly passwordHash: string }

/** Null when the login is taken. */
export async function add(tx: Tx, staff: StaffToStore): Promise<Staff | null> {
  const { id, login, name, passwordHash, roles, agencyId, language, createdAt, passwordUntil } = staff
  const [row] = await tx.run(statements.add, [
    id,
    login,
    name,
    passwordHash,
    roles,
    agencyId,
    language,
    new Date(createdAt),
    staff.languages,
    staff.skills,
    passwordUntil === null ? null : new Date(passwordUntil),
  ])
  return row === undefined ? null : toStaff(row)
}

export async function findById(reader: Reader, id: string): Promise<Staff | null> {
  const [row] = await reader.run(statements.byId, [id])
  return row === undefined ? null : toStaff(row)
}

export async function findByLogin(reader: Reader, login: string) {
  const [row] = await reader.run(statements.byLogin, [login])
  return row === undefined ? null : { staff: toStaff(row), passwordHash: row.password_hash }
}

export const list = async (reader: Reader): Promise<readonly Staff[]> =>
  (await reader.run(statements.list, [])).map(toStaff)

export async function names(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await reader.run(statements.names, [ids])).map(({ id, name }) => [id, name]))
}

export async function disable(tx: Tx, login: string, at: number): Promise<string | null> {
  const [row] = await tx.run(statements.disable, [login, new Date(at)])
  return row?.id ?? null
}

export async function enable(tx: Tx, login: string): Promise<string | null> {
  const [row] = await tx.run(statements.enable, [login])
  return row?.id ?? null
}

/** `until`: somebody else chose it. */
export async function setPassword(
  tx: Tx,
  login: string,
  passwordHash: string,
  until: number | null = null,
): Promise<string | null> {
  const [row] = await tx.run(statements.setPassword, [login, passwordHash, until === null ? null : new Date(until)])
  return row?.id ?? null
}

export async function change(tx: Tx, id: string, profile: Profile): Promise<Staff | null> {
  const { name, roles, agencyId, languages, skills } = profile
  const [row] = await tx.run(statements.change, [id, name, roles, agencyId, languages, skills])
  return row === undefined ? null : toStaff(row)
}

/** Who could still administer, as nobody else changes it until the commit. */
export async function holdAdministrators(tx: Tx): Promise<readonly string[]> {
  await tx.run(statements.holdAdministrators, [])
  return (await tx.run(statements.administrators, [])).map(({ id }) => id)
}

export async function withSecondFactor(reader: Reader): Promise<ReadonlySet<string>> {
  return new Set((await reader.run(statements.withFactor, [])).map(({ staff_id }) => staff_id))
}

export const endSessions = (tx: Tx, staffId: string): void => tx.post(statements.endSessions, [staffId])

export const sweepSessions = (tx: Tx, at: number): void => tx.post(statements.sweepSessions, [new Date(at)])
