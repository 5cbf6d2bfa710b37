/** Filters of the call log that people keep under a name. */

import { record } from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/id.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import type { KeptFilter } from './call-schema.ts'
import * as store from './call-views-store.ts'

/** One's own first, then what others share with everybody. */
export async function callViews(reader: Reader, staffId: string) {
  return (await store.selectViews(reader, staffId)).map((row) => ({
    id: row.id,
    name: row.name,
    owner: row.owner,
    isMine: row.staff_id === staffId,
    isShared: row.is_shared,
    filter: row.filter,
  }))
}

export type Keeping = {
  readonly staffId: string
  readonly name: string
  readonly isShared: boolean
  readonly filter: KeptFilter
}

/** Keeps a view; one of the same name of the same person is changed. What everybody gets to see stays in the audit. */
export async function keepCallView(tx: Tx, view: Keeping, context: Context): Promise<string> {
  const id = await store.keepView(tx, { ...view, id: newId() }, context.now)
  if (view.isShared) record(tx, { action: 'call_view.shared', subject: `call_view:${id}` }, context)
  return id
}

/** Somebody else's is as if it were not there. */
export async function dropCallView(
  tx: Tx,
  { id, staffId }: { readonly id: string; readonly staffId: string },
): Promise<{ readonly outcome: 'dropped' | 'unknown' }> {
  return { outcome: (await store.dropView(tx, id, staffId)) ? 'dropped' : 'unknown' }
}
