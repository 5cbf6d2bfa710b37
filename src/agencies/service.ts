import * as audit from '../identity/audit-service.ts'
import type { Context } from '../platform/context.ts'
import type { Reader, Tx } from '../platform/postgres.ts'
import { type Agency, problemsOf } from './agency.ts'
import * as store from './store.ts'

/**
 * Brings the table to what the site's files say. Absent ones are retired, never deleted; their open tickets are taken
 * back by `reclaimTickets` of the tickets room, in the same transaction or by its janitor.
 * Throws when the list has no coordinator or two (the site is checked before; this is the last line).
 */
export async function syncAgencies(
  tx: Tx,
  agencies: readonly Agency[],
  ctx: Context,
): Promise<{ readonly retired: readonly string[] }> {
  const problems = problemsOf(agencies)
  if (problems.length > 0) throw new Error(`The agencies cannot be used: ${problems.join('; ')}`)
  const retired = await store.replaceAll(tx, agencies, ctx.now)
  for (const id of retired) audit.record(tx, { action: 'agency.retired', subject: `agency:${id}` }, ctx)
  return { retired }
}

export const listAgencies = (reader: Reader): Promise<readonly Agency[]> => store.list(reader)

/** The named agency if it is alive, otherwise the coordinator: nothing is ever without an owner. */
export async function ownerOf(reader: Reader, agencyId: string | null): Promise<Agency> {
  const agency = await store.owner(reader, agencyId)
  if (agency === null) throw new Error('No coordinator is stored: the agencies were not read from the site')
  return agency
}
