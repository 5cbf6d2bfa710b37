import { type Reader, statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  /** The kind became known: another ladder begins at its first rung, as a round of its own. */
  refine: statement(
    'emergency.refine',
    `update emergencies set kind = $2, round = case when ladder = $3 then round else round + 1 end, ladder = $3 where id = $1`,
  ),
  round: statement<{ round: number }>('emergency.round', 'select round from emergencies where id = $1'),
  begin: statement('emergency.begin_round', 'update emergencies set round = round + 1 where id = $1'),
  exhaust: statement(
    'emergency.exhaust_round',
    'update emergencies set round = round + 1, exhausted = exhausted + 1, exhausted_at = $2 where id = $1',
  ),
}

export function refine(tx: Tx, id: string, kind: string, ladder: string): void {
  tx.post(statements.refine, [id, kind, ladder])
}

export async function roundOf(reader: Reader, id: string): Promise<number> {
  return (await reader.run(statements.round, [id]))[0]?.round ?? 0
}

/** The ladder begins at its first rung. */
export const beginRound = (tx: Tx, id: string): void => tx.post(statements.begin, [id])

/** The same because everybody was rung in vain. */
export const exhaust = (tx: Tx, id: string, now: number): void => tx.post(statements.exhaust, [id, new Date(now)])
