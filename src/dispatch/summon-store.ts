import type { Target } from '../flow/verbs.ts'
import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  summonable: statement<{ staff_id: string; device: Target }>(
    'dispatch.summonable_operators',
    `select o.staff_id, o.device from operators o join staff s on s.id = o.staff_id
     where o.state in ('free', 'paused', 'wrap_up') and o.device is not null and s.disabled_at is null
       and (s.skills = '{}' or $1 = any(s.skills))
     order by (o.state = 'free') desc, o.since limit 50 for update of o`,
  ),
  /** What an operator asked for comes true again after the ring; a rest of the house's own was never asked for. */
  keepState: statement(
    'dispatch.keep_summoned_state',
    `update operators set then_state = 'paused' where staff_id = $1 and state = 'paused' and then_state is null`,
  ),
}

/** Locked, so that a phone is rung once only. Waits for a match that looks at all who are free: whom it leaves is called. */
export async function lockSummonable(tx: Tx, lane: string) {
  return (await tx.run(statements.summonable, [lane])).map(({ staff_id, device }) => ({ staffId: staff_id, device }))
}

export const keepState = (tx: Tx, staffId: string): void => tx.post(statements.keepState, [staffId])
