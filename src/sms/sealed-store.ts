import { statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  order: statement<{ id: string }>(
    'sms.order_sealed',
    `insert into messages (id, direction, body, cause, sealed, state, not_before, at) values ($1, 'out', $2, $3, $4, 'due', $5, $5)
     on conflict (cause) do nothing returning id`,
  ),
}

export type SealedText = {
  readonly id: string
  /** What is kept of its words. */
  readonly body: string
  readonly cause: string
  /** Number and words, for as long as they are to be sent. */
  readonly sealed: Buffer
}

/** False if this cause has its text already. */
export async function orderSealedText(tx: Tx, text: SealedText, now: number): Promise<boolean> {
  const { id, body, cause, sealed } = text
  return (await tx.run(statements.order, [id, body, cause, sealed, new Date(now)])).length > 0
}
