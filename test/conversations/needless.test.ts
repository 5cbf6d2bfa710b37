import t, { type Test } from 'tap'
import { endCall, endLeg, findCall, moveCall } from '../../src/conversations/service.ts'
import { begin, done, executor } from './support/executor.ts'
import { sharedDatabase } from './support/house.ts'
import { callAtCarrier, type Reply, type Request } from './support/wire.ts'

const shared = await sharedDatabase(t)

const scene = (t: Test, answer: (request: Request) => Reply | Promise<Reply>) => executor(t, shared, answer)

t.test('what became needless is not asked for', async (t) => {
  const { jobs, place, asked, database, command, context, told, post, later } = await scene(t, () =>
    done(callAtCarrier('CAop1')),
  )
  const withdrawn = await place()
  await database.transact((tx) => endLeg(tx, withdrawn, context()))
  const orphan = await place()
  await database.transact((tx) => moveCall(tx, { callSid: 'CA1', why: 'x' }, context()))
  await database.pool.query(`update calls set ended_at = now(), status = 'completed', status_rank = 4`)
  await jobs.sweep()
  t.equal(asked.length, 0)
  t.match(await command(orphan), { state: 'unneeded' })
  t.match(told, [{ what: 'ended', how: 'canceled' }], 'a leg that was never placed for a call that ended is over')
  later(1_000)
  t.equal(await jobs.sweep(), 0)
  t.equal(
    (await post(`/twilio/voice/leg?command=${orphan}&turn=0`, { CallSid: 'CAop1' })).body.includes('<Hangup/>'),
    true,
  )
})

t.test('a leg that is not wanted any more is hung up as soon as its SID is known', async (t) => {
  const { jobs, place, asked, database, context, later } = await scene(t, () => done(callAtCarrier('CAop1')))
  const id = await place()
  await database.pool.query(`update carrier_commands set state = 'taken', attempts = 1, taken_at = $1 where id = $2`, [
    new Date(begin),
    id,
  ])
  await database.transact((tx) => endLeg(tx, id, context()))
  await jobs.sweep()
  t.equal(asked.length, 0, 'nothing to hang up yet')
  await database.pool.query(`update legs set leg_sid = 'CAop1' where id = $1`, [id])
  later(600)
  await jobs.sweep()
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Status: 'completed' } }])
})

t.test('only the last move is carried out, and its address has no turn', async (t) => {
  const { jobs, asked, database, context } = await scene(t, () => done(callAtCarrier('CA1', 'in-progress')))
  for (const why of ['one', 'two']) await database.transact((tx) => moveCall(tx, { callSid: 'CA1', why }, context()))
  await jobs.sweep()
  t.match(asked, [
    { path: '/Calls/CA1.json', form: { Url: 'https://sahut.example/twilio/voice/turn?epoch=2', Method: 'POST' } },
  ])
  t.equal(asked.length, 1)
})

t.test('a call that the carrier no longer has is asked about, and ended as its status says', async (t) => {
  const { jobs, asked, database, context, told } = await scene(t, ({ method }) =>
    method === 'GET'
      ? done(callAtCarrier('CA1', 'completed', { duration: '12' }))
      : { status: 400, body: { code: 21220, message: 'not in progress' } },
  )
  await database.transact(async (tx) => endCall(tx, { callSid: 'CA1', why: 'x' }, context()))
  await jobs.sweep()
  await jobs.sweep()
  t.same(
    asked.map(({ method }) => method),
    ['POST', 'GET'],
  )
  t.match(told, [{ what: 'call ended', callSid: 'CA1', status: 'completed' }])
})

t.test('calls and legs of which nothing is heard are asked about, once', async (t) => {
  const { jobs, asked, database, place, told, later, post } = await scene(t, ({ method, path }) => {
    if (method === 'POST') return done(callAtCarrier('CAop1'))
    return path === '/Calls/CA1.json'
      ? done(callAtCarrier('CA1', 'in-progress'))
      : { status: 404, body: { code: 20404, message: 'gone' } }
  })
  const id = await place()
  await jobs.sweep()
  await post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop1', CallStatus: 'ringing' })
  t.equal(await jobs.janitor(), 0)
  later(95_000)
  await database.pool.query('update legs set heard_at = $1', [new Date(begin)])
  t.equal(await jobs.janitor(), 2)
  t.equal(await jobs.janitor(), 0, 'not while the question is open')
  await jobs.sweep()
  t.equal(asked.filter(({ method }) => method === 'GET').length, 2)
  t.match(await findCall(database, 'CA1'), { status: 'in-progress', endedAt: null, heardAt: begin + 95_000 })
  t.match(told, [{ what: 'ended', how: 'failed' }], 'a leg that the carrier does not know has failed')
  t.equal(await jobs.janitor(), 0)
})
