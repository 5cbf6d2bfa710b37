import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  see: statement(
    'dispatch.see_page',
    `insert into operator_pages (staff_id, seen_at) values ($1, $2)
     on conflict (staff_id) do update set seen_at = greatest(operator_pages.seen_at, excluded.seen_at)`,
  ),
  // Whoever says free anew, on whatever device, begins anew; who never had a page is not asked for one.
  pauseGone: statement<{ staff_id: string }>(
    'dispatch.pause_gone_pages',
    `update operators set state = 'paused', since = $1, until = null, then_state = null
     from operator_pages where operator_pages.staff_id = operators.staff_id and operators.device->>'kind' = 'client'
       and (operators.state = 'free' or (operators.state = 'paused' and operators.then_state = 'free'))
       and operator_pages.seen_at < $2 and operators.since < $2
     returning operators.staff_id`,
  ),
}

export const see = (tx: Tx, staffId: string, now: number): void => tx.post(statements.see, [staffId, new Date(now)])

/** Gives how many were paused. */
export const pauseGone = async (tx: Tx, now: number, before: number): Promise<number> =>
  (await tx.run(statements.pauseGone, [new Date(now), new Date(before)])).length
