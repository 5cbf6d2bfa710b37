import { type Reader, statement, type Tx } from '../platform/postgres.ts'

type Row = { call_sid: string; diverted_at: Date; emergency: string | null; reached: string | null }

export const statements = {
  tell: statement<{ entry: string }>(
    'conversations.tell_entry',
    `insert into replayed_entries (call_sid, entry, at) values ($1, $2, $3) on conflict do nothing returning entry`,
  ),
  mark: statement<{ is_new: boolean }>(
    'conversations.mark_diverted',
    `insert into diverted_calls (call_sid, diverted_at, emergency, reached) values ($1, $2, $3, $4)
     on conflict (call_sid) do update set
       diverted_at = least(diverted_calls.diverted_at, excluded.diverted_at),
       emergency = coalesce(diverted_calls.emergency, excluded.emergency),
       reached = coalesce(excluded.reached, diverted_calls.reached)
     returning (xmax = 0) as is_new`,
  ),
  find: statement<Row>('conversations.find_diverted', 'select * from diverted_calls where call_sid = $1'),
}

/** False if it was told before. */
export async function tellEntry(tx: Tx, callSid: string, entry: string, at: number): Promise<boolean> {
  return (await tx.run(statements.tell, [callSid, entry, new Date(at)])).length > 0
}

export type Diverted = {
  readonly callSid: string
  readonly divertedAt: number
  readonly emergency: string | null
  readonly reached: string | null
}

/** True the first time. */
export async function markDiverted(tx: Tx, diverted: Diverted): Promise<boolean> {
  const { callSid, divertedAt, emergency, reached } = diverted
  const [row] = await tx.run(statements.mark, [callSid, new Date(divertedAt), emergency, reached])
  return row?.is_new === true
}

export async function selectDiverted(reader: Reader, callSid: string): Promise<Diverted | null> {
  const [row] = await reader.run(statements.find, [callSid])
  if (row === undefined) return null
  const { call_sid, diverted_at, emergency, reached } = row
  return { callSid: call_sid, divertedAt: diverted_at.getTime(), emergency, reached }
}
