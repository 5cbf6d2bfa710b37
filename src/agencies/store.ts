import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Agency } from './agency.ts'

export type AgencyRow = {
  readonly id: string
  readonly name: string
  readonly is_coordinator: boolean
  readonly retired_at: Date | null
}

export const statements = {
  // Several processes start at once; the lock ends with the transaction.
  lock: statement('agencies.lock', 'select pg_advisory_xact_lock(5341073)'),
  // Before the upsert: the unique index allows one coordinator at a time.
  resign: statement('agencies.resign', 'update agencies set is_coordinator = false where is_coordinator and id <> $1'),
  upsert: statement(
    'agencies.upsert',
    `insert into agencies (id, name, is_coordinator)
     select * from unnest($1::text[], $2::text[], $3::boolean[])
     on conflict (id) do update
       set name = excluded.name, is_coordinator = excluded.is_coordinator, retired_at = null
       where (agencies.name, agencies.is_coordinator, agencies.retired_at)
         is distinct from (excluded.name, excluded.is_coordinator, null::timestamptz)`,
  ),
  retire: statement<{ id: string }>(
    'agencies.retire',
    'update agencies set retired_at = $2 where retired_at is null and id <> all($1::text[]) returning id',
  ),
  list: statement<AgencyRow>(
    'agencies.list',
    'select id, name, is_coordinator, retired_at from agencies where retired_at is null order by is_coordinator desc, name',
  ),
  // The named one if it is alive, otherwise the coordinator.
  owner: statement<AgencyRow>(
    'agencies.owner',
    `select id, name, is_coordinator, retired_at from agencies
     where retired_at is null and (id = $1 or is_coordinator) order by id = $1 desc nulls last limit 1`,
  ),
}

export async function replaceAll(tx: Tx, agencies: readonly Agency[], at: number): Promise<readonly string[]> {
  await tx.run(statements.lock, [])
  const ids = agencies.map(({ id }) => id)
  const coordinator = agencies.find((agency) => agency.coordinator)?.id
  await tx.run(statements.resign, [coordinator])
  await tx.run(statements.upsert, [ids, agencies.map(({ name }) => name), agencies.map((agency) => agency.coordinator)])
  const retired = await tx.run(statements.retire, [ids, new Date(at)])
  return retired.map(({ id }) => id)
}

const toAgency = ({ id, name, is_coordinator }: AgencyRow): Agency => ({ id, name, coordinator: is_coordinator })

export const list = async (reader: Reader): Promise<readonly Agency[]> =>
  (await reader.run(statements.list, [])).map(toAgency)

export async function owner(reader: Reader, id: string | null): Promise<Agency | null> {
  const [row] = await reader.run(statements.owner, [id])
  return row === undefined ? null : toAgency(row)
}
