import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { KeptFilter } from './call-schema.ts'

export type CallViewRow = {
  readonly id: string
  readonly staff_id: string
  readonly owner: string
  readonly name: string
  readonly is_shared: boolean
  readonly filter: KeptFilter
}

export const statements = {
  list: statement<CallViewRow>(
    'console.call_views',
    `select v.id, v.staff_id, s.name as owner, v.name, v.is_shared, v.filter
     from call_views v join staff s on s.id = v.staff_id
     where v.staff_id = $1 or v.is_shared order by v.staff_id <> $1, lower(v.name)`,
  ),
  // Who keeps another filter under a name of theirs changes that view.
  keep: statement<{ id: string }>(
    'console.keep_call_view',
    `insert into call_views (id, staff_id, name, is_shared, filter, changed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (staff_id, lower(name)) do update
       set name = excluded.name, is_shared = excluded.is_shared, filter = excluded.filter, changed_at = excluded.changed_at
     returning id`,
  ),
  drop: statement<{ id: string }>(
    'console.drop_call_view',
    'delete from call_views where id = $1 and staff_id = $2 returning id',
  ),
}

export const selectViews = (reader: Reader, staffId: string) => reader.run(statements.list, [staffId])

export type NewCallView = {
  readonly id: string
  readonly staffId: string
  readonly name: string
  readonly isShared: boolean
  readonly filter: KeptFilter
}

/** Gives the id under which it is kept. */
export async function keepView(tx: Tx, view: NewCallView, now: number): Promise<string> {
  const values = [view.id, view.staffId, view.name, view.isShared, JSON.stringify(view.filter), new Date(now)]
  const [kept] = await tx.run(statements.keep, values)
  if (kept === undefined) throw new Error('A view was neither kept nor changed')
  return kept.id
}

/** Whether it was theirs. */
export async function dropView(tx: Tx, id: string, staffId: string): Promise<boolean> {
  return (await tx.run(statements.drop, [id, staffId])).length > 0
}
