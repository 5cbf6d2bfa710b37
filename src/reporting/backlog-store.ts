import { type Reader, statement } from '../platform/postgres.ts'

type Seconds = { readonly seconds: number }

const since = (due: string) => `coalesce(extract(epoch from $1::timestamptz - min(${due})), 0)::float8 as seconds`

export const statements = {
  // One that is being carried out counts too: it may be the carrier that does not answer.
  command: statement<Seconds>(
    'reporting.oldest_command',
    `select ${since('not_before')} from carrier_commands where state in ('due', 'taken') and not_before <= $1`,
  ),
  text: statement<Seconds>(
    'reporting.oldest_text',
    `select ${since('not_before')} from messages where state in ('due', 'taken') and not_before <= $1`,
  ),
  // Whoever gave the phone back for a callback is in line without being on it: such a heartbeat never ends.
  callers: statement<Seconds & { readonly callers: number }>(
    'reporting.waiting_callers',
    `select ${since('began_at')}, count(*)::int as callers from waits
     where state = 'waiting' and heartbeat_at > $2 and heartbeat_at < 'infinity'`,
  ),
}

export const oldestCommand = async (reader: Reader, now: number): Promise<number> =>
  (await reader.run(statements.command, [new Date(now)]))[0]?.seconds ?? 0

export const oldestText = async (reader: Reader, now: number): Promise<number> =>
  (await reader.run(statements.text, [new Date(now)]))[0]?.seconds ?? 0

export const waitingCallers = async (
  reader: Reader,
  now: number,
  freshSince: number,
): Promise<Seconds & { readonly callers: number }> =>
  (await reader.run(statements.callers, [new Date(now), new Date(freshSince)]))[0] ?? { seconds: 0, callers: 0 }
