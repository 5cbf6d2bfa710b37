import t, { type Test } from 'tap'
import { findLeg, timeline } from '../../src/conversations/service.ts'
import { begin, done, executor } from './support/executor.ts'
import { sharedDatabase } from './support/house.ts'
import { callAtCarrier, type Reply, type Request } from './support/wire.ts'

const shared = await sharedDatabase(t)

const scene = (t: Test, answer: (request: Request) => Reply | Promise<Reply>) => executor(t, shared, answer)

t.test('a leg is rung by one request, whoever brings its command', async (t) => {
  const { jobs, place, asked, database, command } = await scene(t, () => done(callAtCarrier('CAop1')))
  const id = await place()
  await Promise.all([jobs.execute(id), jobs.sweep(), jobs.execute(id), jobs.sweep()])
  t.equal(asked.length, 1)
  t.match(asked[0], {
    method: 'POST',
    path: '/Calls.json',
    form: {
      To: '+6281100000001',
      From: '+62751000100',
      Timeout: '20',
      Url: new RegExp(`/twilio/voice/leg\\?command=${id}`),
    },
  })
  t.match(await command(id), { state: 'done', attempts: 1 })
  t.equal((await findLeg(database, id))?.legSid, 'CAop1')
  await jobs.execute(id)
  t.equal(asked.length, 1, 'a settled command is not executed again')
})

t.test('many commands that many executors want at once are carried out once each', async (t) => {
  const { jobs, place, asked, later } = await scene(t, ({ form }) =>
    done(callAtCarrier(`CA${new URL(form.Url ?? '').searchParams.get('command')}`)),
  )
  const ids = await Promise.all(Array.from({ length: 20 }, () => place()))
  await Promise.all(
    ids
      .flatMap((id) => [id, id, id])
      .map((id) => jobs.execute(id))
      .concat([jobs.sweep(), jobs.sweep()].map((sweep) => sweep.then(() => {}))),
  )
  later(1_000)
  await jobs.sweep()
  t.equal(asked.length, 20)
})

t.test('a command that another process is just taking is left to it', async (t) => {
  const { jobs, place, asked, database } = await scene(t, () => done(callAtCarrier('CAop1')))
  const id = await place()
  const other = await database.pool.connect()
  try {
    await other.query('begin')
    await other.query(`update carrier_commands set state = 'taken', attempts = 1, taken_at = $1`, [new Date(begin)])
    // Neither waits for the other: both are through before it commits.
    await Promise.all([jobs.execute(id), jobs.sweep()])
    await other.query('commit')
  } finally {
    other.release()
  }
  t.equal(asked.length, 0)
})

t.test('too many requests at once are tried again later, and then given up', async (t) => {
  const { jobs, place, asked, command, later, told, wakes, database } = await scene(t, () => ({
    status: 429,
    body: { code: 20429, message: 'slow down' },
  }))
  const id = await place()
  await jobs.execute(id)
  t.match(await command(id), { state: 'due', attempts: 1 })
  t.match(wakes.at(-1), { queue: 'carrier', id, delayMilliseconds: 225 })
  await jobs.sweep()
  t.equal(asked.length, 1, 'not before its time')
  for (let attempt = 2; attempt <= 6; attempt++) {
    later(9_000)
    await jobs.sweep()
  }
  t.equal(asked.length, 6)
  t.match(await command(id), { state: 'failed' })
  t.match(told, [{ what: 'ended', how: 'failed' }], 'its handler hears that it failed, once')
  t.equal((await findLeg(database, id))?.status, 'failed')
  t.ok((await timeline(database, 'CA1')).some(({ kind }) => kind === 'command.failed'))
})

t.test('a refusal ends the leg at once', async (t) => {
  const { jobs, place, asked, told } = await scene(t, () => ({
    status: 400,
    body: { code: 21211, message: 'no such number' },
  }))
  await jobs.execute(await place())
  t.equal(asked.length, 1)
  t.match(told, [{ what: 'ended', how: 'failed' }])
})

t.test('a number outside the dialling rules is never asked for', async (t) => {
  const { jobs, place, asked, told } = await scene(t, () => done(callAtCarrier('CAop1')))
  await jobs.execute(await place(false, { kind: 'number', number: '+8821234567890' }))
  t.equal(asked.length, 0)
  t.match(told, [{ what: 'ended', how: 'failed' }])
})

t.test('after a time-out', async (t) => {
  t.test('the call that was placed after all is found, not placed again', async (t) => {
    const { jobs, place, asked, database, later } = await scene(t, ({ method }) =>
      method === 'POST' ? null : done({ calls: [callAtCarrier('CAop1', 'ringing')] }),
    )
    const id = await place()
    await jobs.execute(id)
    later(1_000)
    await jobs.sweep()
    t.same(
      asked.map(({ method }) => method),
      ['POST', 'GET'],
    )
    t.equal((await findLeg(database, id))?.legSid, 'CAop1')
  })

  t.test('a call that is nowhere is placed again', async (t) => {
    let times = 0
    const { jobs, place, asked, database, later } = await scene(t, ({ method }) => {
      if (method === 'GET') return done({ calls: [] })
      times += 1
      return times === 1 ? null : done(callAtCarrier('CAop2'))
    })
    const id = await place()
    await jobs.execute(id)
    later(1_000)
    await jobs.sweep()
    t.same(
      asked.map(({ method }) => method),
      ['POST', 'GET', 'POST'],
    )
    t.equal((await findLeg(database, id))?.legSid, 'CAop2')
  })

  t.test('an urgent leg is placed again at once', async (t) => {
    let times = 0
    const { jobs, place, asked, database } = await scene(t, () => {
      times += 1
      return times === 1 ? null : done(callAtCarrier('CAop3'))
    })
    const id = await place(true)
    await jobs.execute(id)
    await jobs.execute(id)
    t.same(
      asked.map(({ method }) => method),
      ['POST', 'POST'],
    )
    t.equal((await findLeg(database, id))?.legSid, 'CAop3')
  })

  t.test('a webhook that came before the answer settles it', async (t) => {
    const { jobs, place, asked, post, command, later } = await scene(t, () => null)
    const id = await place()
    await jobs.execute(id)
    await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop4' })
    later(1_000)
    await jobs.sweep()
    t.equal(asked.length, 1)
    t.match(await command(id), { state: 'done' })
  })
})

t.test('a leg whose webhook comes before the REST reply is bound once', async (t) => {
  const scened = await scene(t, async ({ form }) => {
    await scened.post(`/twilio/voice/leg?command=${new URL(form.Url ?? '').searchParams.get('command')}&turn=0`, {
      CallSid: 'CAop1',
    })
    return done(callAtCarrier('CAop1'))
  })
  const id = await scened.place()
  await scened.jobs.execute(id)
  t.equal((await findLeg(scened.database, id))?.legSid, 'CAop1')
  const { rows } = await scened.database.pool.query(`select from carrier_commands where kind = 'end_call'`)
  t.equal(rows.length, 0)
})

t.test('a command whose executor died is due again after its lease', async (t) => {
  const { jobs, place, asked, database, later } = await scene(t, ({ method }) =>
    method === 'GET' ? done({ calls: [] }) : done(callAtCarrier('CAop1')),
  )
  const id = await place()
  await database.pool.query(`update carrier_commands set state = 'taken', attempts = 1, taken_at = $1`, [
    new Date(begin),
  ])
  later(19_000)
  await jobs.sweep()
  t.equal(asked.length, 0)
  later(2_000)
  await jobs.sweep()
  t.same(
    asked.map(({ method }) => method),
    ['GET', 'POST'],
    'and it looks first whether it had been done',
  )
  t.equal((await findLeg(database, id))?.legSid, 'CAop1')
})
