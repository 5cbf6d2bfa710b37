import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Drill, DrillRung, DrillStanding, DrillState } from './drill.ts'
import type { DutyTestState } from './duty-test.ts'

type DrillRow = {
  id: string
  ladder: string
  rungs: readonly DrillRung[]
  asked_by: string
  asked_at: Date
  state: DrillState
  why: Drill['why']
  ended_at: Date | null
}

const columns = 'id, ladder, rungs, asked_by, asked_at, state, why, ended_at'

export const statements = {
  add: statement(
    'emergency.add_drill',
    'insert into drills (id, ladder, rungs, asked_by, asked_at) values ($1, $2, $3, $4, $5)',
  ),
  standing: statement<{ is_running: boolean; is_needed: boolean; last_at: Date | null }>(
    'emergency.drill_standing',
    `select exists (select from drills where state = 'running') as is_running,
       exists (select from emergencies where state = 'raised')
         or exists (select from rung_attempts where state in ('ringing', 'talking', 'accepted')) as is_needed,
       (select max(asked_at) from drills where ladder = $1) as last_at`,
  ),
  // Whoever climbs it takes it; two sweeps follow one another.
  lock: statement<DrillRow>(
    'emergency.lock_drill',
    `select ${columns} from drills where id = $1 and state = 'running' for update`,
  ),
  running: statement<{ id: string }>('emergency.running_drills', `select id from drills where state = 'running'`),
  end: statement(
    'emergency.end_drills',
    `update drills set state = $2, why = $3, ended_at = $4 where state = 'running' and ($1::uuid is null or id = $1)`,
  ),
  list: statement<DrillRow>('emergency.drills', `select ${columns} from drills order by asked_at desc, id limit $1`),
  // What became of each rung, and when the carrier told of it.
  tries: statement<TryRow>(
    'emergency.drill_tries',
    `select t.drill_id, t.rung, t.state, t.asked_at, t.settled_at, l.answered_at, rang.at as rang_at
     from duty_tests t left join legs l on l.id = t.leg_id
     left join lateral (
       select at from call_events where call_sid = 'test:' || t.id and kind = 'leg.status' and facts ->> 'status' = 'ringing'
       order by id limit 1
     ) rang on true
     where t.drill_id = any($1::uuid[])
     order by t.asked_at, t.id`,
  ),
  lastFinished: statement<{ ladder: string; at: Date }>(
    'emergency.last_finished_drills',
    `select ladder, max(asked_at) as at from drills where state = 'finished' group by ladder`,
  ),
}

type TryRow = {
  drill_id: string
  rung: string
  state: DutyTestState
  asked_at: Date
  settled_at: Date | null
  answered_at: Date | null
  rang_at: Date | null
}

/** One rung's call; moments in milliseconds since 1970. */
export type DrillTry = {
  readonly drillId: string
  readonly rung: string
  readonly state: DutyTestState
  readonly askedAt: number
  readonly rangAt: number | null
  readonly answeredAt: number | null
  readonly settledAt: number | null
}

const toDrill = (row: DrillRow): Drill => ({
  id: row.id,
  ladder: row.ladder,
  rungs: row.rungs,
  askedBy: row.asked_by,
  askedAt: row.asked_at.getTime(),
  state: row.state,
  why: row.why,
  endedAt: row.ended_at?.getTime() ?? null,
})

export const add = (tx: Tx, drill: Pick<Drill, 'id' | 'ladder' | 'rungs' | 'askedBy' | 'askedAt'>) =>
  tx.post(statements.add, [drill.id, drill.ladder, JSON.stringify(drill.rungs), drill.askedBy, new Date(drill.askedAt)])

export async function standing(tx: Tx, ladder: string): Promise<DrillStanding> {
  const [row] = await tx.run(statements.standing, [ladder])
  return {
    isRunning: row?.is_running === true,
    isNeeded: row?.is_needed === true,
    lastAt: row?.last_at?.getTime() ?? null,
  }
}

/** Null when it does not run any more. */
export async function lock(tx: Tx, id: string): Promise<Drill | null> {
  const [row] = await tx.run(statements.lock, [id])
  return row === undefined ? null : toDrill(row)
}

export const running = async (reader: Reader): Promise<readonly string[]> =>
  (await reader.run(statements.running, [])).map(({ id }) => id)

type Ending = { readonly state: 'finished' } | { readonly state: 'stopped'; readonly why: 'emergency' | 'person' }

/** One that runs; over is over. */
export const end = (tx: Tx, id: string, ending: Ending, now: number) =>
  tx.post(statements.end, [id, ending.state, ending.state === 'stopped' ? ending.why : null, new Date(now)])

/** Whichever runs. */
export const endAll = (tx: Tx, ending: Ending, now: number) =>
  tx.post(statements.end, [null, ending.state, ending.state === 'stopped' ? ending.why : null, new Date(now)])

export const list = async (reader: Reader, limit: number): Promise<readonly Drill[]> =>
  (await reader.run(statements.list, [limit])).map(toDrill)

export const tries = async (reader: Reader, drillIds: readonly string[]): Promise<readonly DrillTry[]> =>
  (await reader.run(statements.tries, [drillIds])).map((row) => ({
    drillId: row.drill_id,
    rung: row.rung,
    state: row.state,
    askedAt: row.asked_at.getTime(),
    rangAt: row.rang_at?.getTime() ?? null,
    answeredAt: row.answered_at?.getTime() ?? null,
    settledAt: row.settled_at?.getTime() ?? null,
  }))

/** By ladder, when its last whole drill began. */
export const lastFinished = async (reader: Reader): Promise<ReadonlyMap<string, number>> =>
  new Map((await reader.run(statements.lastFinished, [])).map(({ ladder, at }) => [ladder, at.getTime()]))
