import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  /** The kind became known: another ladder begins at its first rung, as a round of its own. */
  refine: statement(
    'emergency.refine',
    `update emergencies set kind = $2, round = case when ladder = $3 then round else round + 1 end, ladder = $3 where id = $1`,
  ),
}

export function refine(tx: Tx, id: string, kind: string, ladder: string): void {
  tx.post(statements.refine, [id, kind, ladder])
}
