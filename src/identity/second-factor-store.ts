import { type Reader, statement, type Tx } from '../platform/postgres.ts'

type FactorRow = { readonly secret_sealed: Buffer; readonly confirmed_at: Date | null }

export const statements = {
  // One that counts is never replaced: it has to be taken off first.
  begin: statement<{ staff_id: string }>(
    'identity.begin_factor',
    `insert into second_factors (staff_id, secret_sealed, begun_at) values ($1, $2, $3)
     on conflict (staff_id) do update set secret_sealed = excluded.secret_sealed, begun_at = excluded.begun_at
       where second_factors.confirmed_at is null
     returning staff_id`,
  ),
  find: statement<FactorRow>(
    'identity.find_factor',
    'select secret_sealed, confirmed_at from second_factors where staff_id = $1',
  ),
  confirm: statement<{ staff_id: string }>(
    'identity.confirm_factor',
    'update second_factors set confirmed_at = $2, last_step = $3 where staff_id = $1 and confirmed_at is null returning staff_id',
  ),
  // Of two who bring the same code one is taken (RFC 6238, 5.2: a code is good for one use).
  takeStep: statement<{ staff_id: string }>(
    'identity.take_step',
    'update second_factors set last_step = $2 where staff_id = $1 and last_step < $2 returning staff_id',
  ),
  takeRecovery: statement<{ staff_id: string }>(
    'identity.take_recovery_code',
    'delete from recovery_codes where staff_id = $1 and code_hash = $2 returning staff_id',
  ),
  forgetRecovery: statement('identity.forget_recovery_codes', 'delete from recovery_codes where staff_id = $1'),
  keepRecovery: statement(
    'identity.keep_recovery_codes',
    'insert into recovery_codes (staff_id, code_hash) select $1, hash from unnest($2::bytea[]) as hash',
  ),
  state: statement<{ confirmed_at: Date; codes: number }>(
    'identity.factor_state',
    `select confirmed_at, (select count(*)::int from recovery_codes c where c.staff_id = f.staff_id) as codes
     from second_factors f where staff_id = $1 and confirmed_at is not null`,
  ),
  remove: statement<{ staff_id: string }>(
    'identity.remove_factor',
    'delete from second_factors where staff_id = $1 and confirmed_at is not null returning staff_id',
  ),
}

export type Factor = { readonly sealed: Buffer; readonly isConfirmed: boolean }

const isSome = (rows: readonly unknown[]) => rows.length > 0

/** False when one counts already. */
export const begin = async (tx: Tx, staffId: string, sealed: Buffer, now: number): Promise<boolean> =>
  isSome(await tx.run(statements.begin, [staffId, sealed, new Date(now)]))

export async function find(reader: Reader, staffId: string): Promise<Factor | null> {
  const [row] = await reader.run(statements.find, [staffId])
  return row === undefined ? null : { sealed: row.secret_sealed, isConfirmed: row.confirmed_at !== null }
}

/** False when it counts already. */
export const confirm = async (tx: Tx, staffId: string, step: number, now: number): Promise<boolean> =>
  isSome(await tx.run(statements.confirm, [staffId, new Date(now), step]))

/** False when a code of this step, or of a later one, was taken before. */
export const takeStep = async (tx: Tx, staffId: string, step: number): Promise<boolean> =>
  isSome(await tx.run(statements.takeStep, [staffId, step]))

export const takeRecovery = async (tx: Tx, staffId: string, hash: Buffer): Promise<boolean> =>
  isSome(await tx.run(statements.takeRecovery, [staffId, hash]))

/** In place of those that were there. */
export function replaceRecovery(tx: Tx, staffId: string, hashes: readonly Buffer[]): void {
  tx.post(statements.forgetRecovery, [staffId])
  tx.post(statements.keepRecovery, [staffId, hashes])
}

export async function state(reader: Reader, staffId: string) {
  const [row] = await reader.run(statements.state, [staffId])
  return row === undefined ? null : { since: row.confirmed_at.getTime(), recoveryCodesLeft: row.codes }
}

/** False when none counted. */
export const remove = async (tx: Tx, staffId: string): Promise<boolean> =>
  isSome(await tx.run(statements.remove, [staffId]))
