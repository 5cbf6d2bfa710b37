import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  goOn: statement('conversations.call_goes_on', 'update calls set goes_on = $2 where call_sid = $1 and goes_on <> $2'),
}

export function saveGoingOn(tx: Tx, callSid: string, goesOn: boolean): void {
  tx.post(statements.goOn, [callSid, goesOn])
}
