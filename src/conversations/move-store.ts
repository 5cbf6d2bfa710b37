import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  follow: statement('conversations.follow_move', 'update calls set followed_epoch = epoch where call_sid = $1'),
  withdraw: statement(
    'conversations.withdraw_moves',
    `update carrier_commands set state = 'unneeded', settled_at = $2, outcome = '{"why": "followed"}'
     where call_sid = $1 and kind = 'move_call' and state = 'due'`,
  ),
  /** At the carrier or on its way there: its document is still to be fetched. */
  underWay: statement<{ under_way: boolean }>(
    'conversations.move_under_way',
    `select exists (select from carrier_commands m join calls c on c.call_sid = m.call_sid
       where m.call_sid = $1 and m.kind = 'move_call' and m.state in ('taken', 'done')
         and (m.payload->>'epoch')::int = c.epoch) as under_way`,
  ),
}

export function withdrawMoves(tx: Tx, callSid: string, now: number): void {
  tx.post(statements.follow, [callSid])
  tx.post(statements.withdraw, [callSid, new Date(now)])
}

export async function isUnderWay(tx: Tx, callSid: string): Promise<boolean> {
  return (await tx.run(statements.underWay, [callSid]))[0]?.under_way === true
}
