import { newId } from '../../src/platform/id.ts'
import type { consoleHouse } from './console-house.ts'

type House = Awaited<ReturnType<typeof consoleHouse>>

/** A call for help that was dropped, as the emergency room writes it. */
export async function dropped(
  house: House,
  more: { silent?: boolean; address?: string | null; secondsAgo?: number } = {},
) {
  const { address = '+6281234567890', silent = false, secondsAgo = 20 } = more
  const citizenId = address === null ? null : await house.citizen(address)
  const [id, emergencyId, callSid] = [newId(), newId(), `CA${newId().replaceAll('-', '')}`]
  const at = new Date(house.clock.now - secondsAgo * 1000)
  const run = (text: string, values: readonly unknown[]) => house.database.pool.query(text, [...values])
  await run(
    `insert into calls (call_sid, line, citizen_id, caller_kind, status, status_rank, arrived_at, heard_at, ended_at)
     values ($1, '+62751000100', $2, $3, 'completed', 9, $4, $4, $4)`,
    [callSid, citizenId, citizenId === null ? 'withheld' : 'number', at],
  )
  await run(`insert into call_events (call_sid, at, kind, facts) values ($1, $2, 'choice.made', '{"digits": "1"}')`, [
    callSid,
    at,
  ])
  await run(
    `insert into waits (id, call_sid, lane, priority, emergency_id, state, arrived_at, began_at, heartbeat_at, offer_after)
     values ($1, $2, 'umum', 1, $3, 'left', $4, $4, $4, $4)`,
    [newId(), callSid, emergencyId, at],
  )
  await run(
    `insert into emergencies (id, call_sid, kind, ladder, state, raised_at, settled_at) values ($1, $2, 'medis', 'medis', 'dropped', $3, $3)`,
    [emergencyId, callSid, at],
  )
  await run(
    `insert into recoveries (id, emergency_id, call_sid, citizen_id, silent, dropped_at, state, since) values ($1, $2, $3, $4, $5, $6, 'held', $6)`,
    [id, emergencyId, callSid, citizenId, silent, at],
  )
  return { id, callSid }
}
