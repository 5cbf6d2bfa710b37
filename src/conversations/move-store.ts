import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  follow: statement('conversations.follow_move', 'update calls set followed_epoch = epoch where call_sid = $1'),
  withdraw: statement(
    'conversations.withdraw_moves',
    `update carrier_commands set state = 'unneeded', settled_at = $2, outcome = '{"why": "followed"}'
     where call_sid = $1 and kind = 'move_call' and state = 'due'`,
  ),
  fetched: statement(
    'conversations.fetched_move',
    'update calls set followed_epoch = greatest(followed_epoch, least(epoch, $2)) where call_sid = $1',
  ),
  /** At the carrier or on its way there: its document is still to be fetched. */
  present: statement<{ epoch: number; under_way: boolean }>(
    'conversations.present_move',
    `select c.epoch, exists (select from carrier_commands m
       where m.call_sid = c.call_sid and m.kind = 'move_call' and m.state in ('taken', 'done')
         and (m.payload->>'epoch')::int = c.epoch) as under_way
     from calls c where c.call_sid = $1`,
  ),
}

export function withdrawMoves(tx: Tx, callSid: string, now: number): void {
  tx.post(statements.follow, [callSid])
  tx.post(statements.withdraw, [callSid, new Date(now)])
}

export function markFetched(tx: Tx, callSid: string, epoch: number): void {
  tx.post(statements.fetched, [callSid, epoch])
}

export async function moveOf(tx: Tx, callSid: string): Promise<{ move: 'settled' | 'under_way'; epoch: number }> {
  const [row] = await tx.run(statements.present, [callSid])
  if (row === undefined) throw new Error('A call that was read is gone')
  return { move: row.under_way ? 'under_way' : 'settled', epoch: row.epoch }
}
