import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { KnownKind } from './address.ts'

export type CitizenRow = {
  readonly id: string
  readonly address_sealed: Buffer
  readonly address_kind: KnownKind
  readonly can_be_texted: boolean
  readonly name_sealed: Buffer | null
  readonly language: string | null
  readonly first_seen_at: Date
  readonly last_seen_at: Date
}

export const statements = {
  // The sealed address is kept from the first time: sealing again would only change the nonce.
  know: statement<Pick<CitizenRow, 'id' | 'can_be_texted'>>(
    'citizens.know',
    `insert into citizens (id, address_key, address_sealed, address_kind, can_be_texted, first_seen_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (address_key) do update
       set last_seen_at = greatest(citizens.last_seen_at, excluded.last_seen_at), can_be_texted = excluded.can_be_texted
     returning id, can_be_texted`,
  ),
  find: statement<CitizenRow>(
    'citizens.find',
    `select id, address_sealed, address_kind, can_be_texted, name_sealed, language, first_seen_at, last_seen_at
     from citizens where id = any($1::uuid[])`,
  ),
  findByKey: statement<Pick<CitizenRow, 'id'>>(
    'citizens.find_by_key',
    'select id from citizens where address_key = $1',
  ),
}

export type NewCitizen = {
  readonly id: string
  readonly key: Buffer
  readonly sealed: Buffer
  readonly kind: KnownKind
  readonly canBeTexted: boolean
  readonly at: number
}

export async function know(tx: Tx, citizen: NewCitizen) {
  const { id, key, sealed, kind, canBeTexted, at } = citizen
  const rows = await tx.run(statements.know, [id, key, sealed, kind, canBeTexted, new Date(at)])
  return rows[0]
}

export const find = (reader: Reader, ids: readonly string[]) => reader.run(statements.find, [ids])

export async function findByKey(reader: Reader, key: Buffer): Promise<string | null> {
  const rows = await reader.run(statements.findByKey, [key])
  return rows[0]?.id ?? null
}
