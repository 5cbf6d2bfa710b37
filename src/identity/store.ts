import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import { isRole } from './permission.ts'
import type { Staff } from './staff.ts'

export type StaffRow = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  readonly agency_id: string | null
  readonly language: string
  readonly created_at: Date
  readonly disabled_at: Date | null
}

const columns = 'id, login, name, roles, agency_id, language, created_at, disabled_at'

export const statements = {
  add: statement<StaffRow>(
    'identity.add_staff',
    `insert into staff (id, login, name, password_hash, roles, agency_id, language, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (login) do nothing returning ${columns}`,
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
    'update staff set password_hash = $2 where login = $1 returning id',
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
  createdAt: row.created_at.getTime(),
  disabledAt: row.disabled_at?.getTime() ?? null,
})

export type StaffToStore = Omit<Staff, 'disabledAt'> & { readonly passwordHash: string }

/** Null when the login is taken. */
export async function add(tx: Tx, staff: StaffToStore): Promise<Staff | null> {
  const { id, login, name, passwordHash, roles, agencyId, language, createdAt } = staff
  const [row] = await tx.run(statements.add, [
    id,
    login,
    name,
    passwordHash,
    roles,
    agencyId,
    language,
    new Date(createdAt),
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

export async function setPassword(tx: Tx, login: string, passwordHash: string): Promise<string | null> {
  const [row] = await tx.run(statements.setPassword, [login, passwordHash])
  return row?.id ?? null
}

export const endSessions = (tx: Tx, staffId: string): void => tx.post(statements.endSessions, [staffId])

export const sweepSessions = (tx: Tx, at: number): void => tx.post(statements.sweepSessions, [new Date(at)])
