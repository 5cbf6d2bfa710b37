/** Keeps the log of calls: what was marked as changed is made anew from the other rooms' tables. */

import type { Database, Tx } from '../platform/postgres.ts'
import type { EndedCallRow, LogEntry } from './call-log-store.ts'
import * as store from './call-log-store.ts'
import { outcomeOf } from './call-outcome.ts'

const batch = 200

/** What the log keeps of a call that has ended. */
export function entryOf(row: EndedCallRow): LogEntry {
  const words = row.words.trim()
  return {
    call_sid: row.call_sid,
    arrived_at: row.arrived_at.toISOString(),
    citizen_id: row.citizen_id,
    line: row.line,
    lane: row.lane,
    node: row.node,
    outcome: outcomeOf({
      heard: row.heard,
      operatorJoined: row.operator_joined,
      partnerJoined: row.partner_joined,
      handedOff: row.handed_off,
      emergency: row.emergency !== null,
      waited: row.waited,
      callback: row.callback,
      leftMessage: row.left_message,
      told: row.recorded || row.topic !== null,
      heardGoodbye: row.said_goodbye,
      gaveSign: row.gave_sign,
      lastedSeconds: row.lasted_seconds,
      silence: row.silence,
    }),
    operator_id: row.operator_id,
    topic: row.topic,
    district: row.district,
    emergency: row.emergency,
    privacy: row.privacy ?? 'open',
    answered_seconds: row.met_at === null ? null : Math.round((+row.met_at - +row.arrived_at) / 1000),
    words: words === '' ? null : words,
  }
}

/** One batch; gives how many marks it took. A call that goes on is marked again when it ends. */
async function logSome(tx: Tx): Promise<number> {
  const due = await store.takeDue(tx, batch)
  if (due.length === 0) return 0
  const ended = await store.selectEnded(tx, [...new Set(due)])
  if (ended.length > 0) store.keep(tx, ended.map(entryOf))
  return due.length
}

/**
 * Everything that is marked, at most so many batches of it. One process at a time (the janitor's lock): of two, the one that read earlier
 * could write later.
 */
export async function keepCallLog(database: Pick<Database, 'transact'>, mostBatches = 50): Promise<void> {
  for (let batches = 0; batches < mostBatches; batches += 1) if ((await database.transact(logSome)) < batch) return
}
