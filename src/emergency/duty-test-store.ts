import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { DutyTest, DutyTestState } from './duty-test.ts'

type TestRow = {
  id: string
  target: string
  address: string
  asked_by: string
  asked_at: Date
  leg_id: string | null
  state: DutyTestState
  settled_at: Date | null
  drill_id: string | null
  rung: string | null
}

const columns = 'id, target, address, asked_by, asked_at, leg_id, state, settled_at, drill_id, rung'

export const statements = {
  // Two who try one phone at once follow one another; so does an emergency that needs it.
  hold: statement(
    'emergency.hold_duty_tests',
    `select pg_advisory_xact_lock(hashtextextended('emergency.duty_tests', 0))`,
  ),
  add: statement(
    'emergency.add_duty_test',
    `insert into duty_tests (id, target, address, asked_by, asked_at, leg_id, drill_id, rung)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  ),
  standing: statement<{ is_running: boolean; is_needed: boolean; last_at: Date | null; last_hour: Date[] }>(
    'emergency.duty_test_standing',
    `select exists (select from duty_tests where address = $1 and settled_at is null) as is_running,
       exists (select from emergencies where state = 'raised' and ladder = any($2::text[]))
         or exists (select from rung_attempts where state in ('ringing', 'talking', 'accepted') and rung = any($3::text[])) as is_needed,
       (select max(asked_at) from duty_tests where address = $1 and asked_at > $4) as last_at,
       array(select asked_at from duty_tests where asked_at > $4 order by asked_at) as last_hour`,
  ),
  one: statement<TestRow>('emergency.duty_test', `select ${columns} from duty_tests where id = $1 for update`),
  move: statement(
    'emergency.move_duty_test',
    `update duty_tests set state = $2, settled_at = coalesce(settled_at, $3) where id = $1 and settled_at is null`,
  ),
  runningAt: statement<TestRow>(
    'emergency.duty_tests_at',
    `select ${columns} from duty_tests where settled_at is null and (address = any($1::text[]) or drill_id is not null)`,
  ),
  running: statement<TestRow>(
    'emergency.running_duty_tests',
    `select ${columns} from duty_tests where settled_at is null order by asked_at`,
  ),
  ofDrill: statement<TestRow>(
    'emergency.duty_tests_of_drill',
    `select ${columns} from duty_tests where drill_id = $1 order by asked_at, id`,
  ),
  list: statement<TestRow>(
    'emergency.duty_tests',
    `select ${columns} from duty_tests order by asked_at desc, id limit $1`,
  ),
}

const toTest = (row: TestRow): DutyTest => ({
  id: row.id,
  target: row.target,
  address: row.address,
  askedBy: row.asked_by,
  askedAt: row.asked_at.getTime(),
  legId: row.leg_id,
  state: row.state,
  settledAt: row.settled_at?.getTime() ?? null,
  drillId: row.drill_id,
  rung: row.rung,
})

export const hold = (tx: Tx) => tx.run(statements.hold, [])

export async function standing(
  tx: Tx,
  phone: { readonly address: string; readonly ladders: readonly string[]; readonly rungs: readonly string[] },
  hourAgo: number,
) {
  const { address, ladders, rungs } = phone
  const [row] = await tx.run(statements.standing, [address, ladders, rungs, new Date(hourAgo)])
  return {
    isRunning: row?.is_running === true,
    isNeeded: row?.is_needed === true,
    lastAt: row?.last_at?.getTime() ?? null,
    lastHour: row?.last_hour.map((at) => at.getTime()) ?? [],
  }
}

export type NewTest = Omit<DutyTest, 'state' | 'settledAt'>

export const add = (tx: Tx, test: NewTest) =>
  tx.post(statements.add, [
    ...[test.id, test.target, test.address, test.askedBy, new Date(test.askedAt), test.legId],
    ...[test.drillId, test.rung],
  ])

export async function lock(tx: Tx, id: string): Promise<DutyTest | null> {
  const [row] = await tx.run(statements.one, [id])
  return row === undefined ? null : toTest(row)
}

/** One that is settled stays as it is. */
export const move = (tx: Tx, id: string, state: DutyTestState, settledAt: number | null) =>
  tx.post(statements.move, [id, state, settledAt === null ? null : new Date(settledAt)])

/** Of these phones, and of drills. */
export const runningAt = async (tx: Tx, addresses: readonly string[]): Promise<readonly DutyTest[]> =>
  (await tx.run(statements.runningAt, [addresses])).map(toTest)

export const running = async (reader: Reader): Promise<readonly DutyTest[]> =>
  (await reader.run(statements.running, [])).map(toTest)

export const ofDrill = async (reader: Reader, drillId: string): Promise<readonly DutyTest[]> =>
  (await reader.run(statements.ofDrill, [drillId])).map(toTest)

export const list = async (reader: Reader, limit: number): Promise<readonly DutyTest[]> =>
  (await reader.run(statements.list, [limit])).map(toTest)
