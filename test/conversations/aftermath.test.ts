import t, { type Test } from 'tap'
import { goOn, letRest } from '../../src/conversations/aftermath-service.ts'
import { advanceStatus, findLeg } from '../../src/conversations/service.ts'
import { done, executor } from './support/executor.ts'
import { sharedDatabase } from './support/house.ts'
import { callAtCarrier } from './support/wire.ts'

const shared = await sharedDatabase(t)
const scene = (t: Test) => executor(t, shared, () => done(callAtCarrier('CAwarga')))
type Scene = Awaited<ReturnType<typeof scene>>

const ends = ({ database, context }: Scene) =>
  database.transact((tx) =>
    advanceStatus(tx, { callSid: 'CA1', status: 'completed', at: context().now, durationSeconds: 1 }, context()),
  )

t.test("a citizen's number is opened only for the carrier", async (t) => {
  const { jobs, place, asked, database } = await scene(t)
  await jobs.execute(await place(false, { kind: 'citizen', citizenId: 'warga' }))
  t.match(asked, [{ path: '/Calls.json', form: { To: '+6281200000001' } }])
  for (const table of ['carrier_commands', 'legs', 'call_events'])
    t.equal((await database.pool.query(`select from ${table} x where x::text like '%81200000001%'`)).rowCount, 0, table)
})

t.test('a citizen without a number, or with one outside the rules, is not dialled', async (t) => {
  const room = await scene(t)
  for (const [citizenId, why] of [
    ['entah', 'no_number'],
    ['jauh', 'not_allowed'],
  ] as const) {
    const id = await room.place(false, { kind: 'citizen', citizenId })
    await room.jobs.execute(id)
    const { rows } = await room.database.pool.query('select state, outcome from carrier_commands where id = $1', [id])
    t.match(rows, [{ state: 'failed', outcome: { attempt: 'refused', why } }])
    t.ok((await findLeg(room.database, id))?.endedAt, 'its handler hears that the leg is over')
  }
  t.same(room.asked, [])
})

t.test('legs are placed about a call that is over only while something goes on about it', async (t) => {
  const room = await scene(t)
  await ends(room)
  const before = await room.place()
  await room.jobs.execute(before)
  t.match(await room.command(before), { state: 'unneeded' })
  await room.database.transact(async (tx) => goOn(tx, 'CA1'))
  const meanwhile = await room.place()
  await room.jobs.execute(meanwhile)
  t.match(await room.command(meanwhile), { state: 'done' })
})

t.test('a leg that lives on alone is hung up once nothing goes on', async (t) => {
  const room = await scene(t)
  await ends(room)
  await room.database.transact(async (tx) => goOn(tx, 'CA1'))
  const id = await room.place()
  await room.jobs.execute(id)
  room.later(60_000)
  await room.jobs.janitor()
  t.equal((await findLeg(room.database, id))?.endWantedAt, null)
  await room.database.transact(async (tx) => letRest(tx, 'CA1'))
  await room.jobs.janitor()
  t.ok((await findLeg(room.database, id))?.endWantedAt)
})
