import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Probe, ProbeProblem, ProbeState } from './probe.ts'

type ProbeRow = {
  call_sid: string
  started_at: Date
  state: ProbeState
  settled_at: Date | null
  problem: ProbeProblem | null
  menu_milliseconds: number | null
  key_milliseconds: number | null
}

const columns = 'call_sid, started_at, state, settled_at, problem, menu_milliseconds, key_milliseconds'

export const statements = {
  begin: statement('conversations.begin_probe', 'insert into probes (call_sid, started_at) values ($1, $2)'),
  settle: statement(
    'conversations.settle_probe',
    `update probes set state = $2, problem = $3, menu_milliseconds = $4, key_milliseconds = $5, settled_at = $6
     where call_sid = $1 and state = 'running'`,
  ),
  recent: statement<ProbeRow>(
    'conversations.recent_probes',
    `select ${columns} from probes order by started_at desc, call_sid limit $1`,
  ),
  running: statement<ProbeRow>('conversations.running_probes', `select ${columns} from probes where state = 'running'`),
  is: statement<{ is_probe: boolean }>(
    'conversations.is_probe',
    'select exists (select from probes where call_sid = $1) as is_probe',
  ),
  // Only what is marked, whoever asks. A probe has neither waits nor tickets; if one ever had, the last statement would refuse.
  forget: statement(
    'conversations.forget_probe_call',
    `with gone as (select call_sid from calls where is_probe and (call_sid = $1 or arrived_at < $2)),
       events as (delete from call_events where call_sid in (select call_sid from gone)),
       dialogues as (delete from sessions where id in (select call_sid from gone)),
       diverted as (delete from diverted_calls where call_sid in (select call_sid from gone))
     delete from calls where call_sid in (select call_sid from gone)`,
  ),
  prune: statement('conversations.prune_probes', `delete from probes where started_at < $1 and state <> 'running'`),
}

const toProbe = (row: ProbeRow): Probe => ({
  callSid: row.call_sid,
  startedAt: row.started_at.getTime(),
  state: row.state,
  settledAt: row.settled_at?.getTime() ?? null,
  problem: row.problem,
  menuMilliseconds: row.menu_milliseconds,
  keyMilliseconds: row.key_milliseconds,
})

export const begin = (tx: Tx, callSid: string, now: number) => tx.post(statements.begin, [callSid, new Date(now)])

export const settle = (
  tx: Tx,
  callSid: string,
  { problem, menuMilliseconds, keyMilliseconds }: Pick<Probe, 'problem' | 'menuMilliseconds' | 'keyMilliseconds'>,
  now: number,
) =>
  tx.post(statements.settle, [
    callSid,
    problem === null ? 'passed' : 'failed',
    problem,
    menuMilliseconds,
    keyMilliseconds,
    new Date(now),
  ])

/** The newest first. */
export const recent = async (reader: Reader, limit: number): Promise<readonly Probe[]> =>
  (await reader.run(statements.recent, [limit])).map(toProbe)

export const running = async (reader: Reader): Promise<readonly Probe[]> =>
  (await reader.run(statements.running, [])).map(toProbe)

export const is = async (reader: Reader, callSid: string): Promise<boolean> =>
  (await reader.run(statements.is, [callSid]))[0]?.is_probe === true

/** The call's record of this probe, and of all that arrived before. */
export const forget = (tx: Tx, callSid: string | null, arrivedBefore: number) =>
  tx.post(statements.forget, [callSid, new Date(arrivedBefore)])

export const prune = (tx: Tx, startedBefore: number) => tx.post(statements.prune, [new Date(startedBefore)])
