import t, { type Test } from 'tap'
import { carrierJobs } from '../../src/conversations/jobs.ts'
import {
  admitThird,
  endCall,
  endLeg,
  findCall,
  findLeg,
  moveCall,
  openConversation,
  placeLeg,
  timeline,
} from '../../src/conversations/service.ts'
import type { Target } from '../../src/flow/verbs.ts'
import { arrived, listener, offer, sharedDatabase, testHouse, urls } from './support/house.ts'
import { callAtCarrier, type Reply, type Request, wire } from './support/wire.ts'

const begin = Date.parse('2026-11-21T08:00:00Z')
const target: Target = { kind: 'number', number: '+6281100000001' }
const done = (body: unknown): Reply => ({ status: 200, body })

const shared = await sharedDatabase(t)

async function scene(t: Test, answer: (request: Request) => Reply | Promise<Reply>) {
  const listening = listener()
  await shared.empty()
  const house = await testHouse(t, listening, { shared })
  const far = await wire(t, answer)
  let now = begin
  const jobs = carrierJobs({
    database: house.database,
    carrier: far.carrier,
    urls,
    callerId: '+62751000100',
    mayDial: (to) => to.kind !== 'number' || to.number.startsWith('+62'),
    handlers: listening.handlers,
    clock: () => now,
    jitter: () => 0.5,
    log: { error: () => {}, warn: () => {} },
  })
  await arrived(house.database, 'CA1', begin)
  const { database } = house
  return {
    ...house,
    ...listening,
    asked: far.asked,
    jobs,
    later: (milliseconds: number) => {
      now += milliseconds
    },
    place: (urgent = false, to: Target = target) =>
      database.transact(async (tx) =>
        placeLeg(
          tx,
          { purpose: 'operator', about: offer, citizenCallSid: 'CA1', target: to, ringSeconds: 20, urgent },
          { now, actor: 'system' },
        ),
      ),
    context: () => ({ now, actor: 'system' }),
    command: async (id: string) => {
      const { rows } = await database.pool.query<{ state: string; attempts: number }>(
        'select state, attempts from carrier_commands where id = $1',
        [id],
      )
      return rows[0]
    },
  }
}

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

t.test('before a third joins, nobody ends the conference for the others', async (t) => {
  const { jobs, asked, database, context, post, place, later } = await scene(t, ({ path }) =>
    path === '/Calls.json' ? done(callAtCarrier('CAop1')) : done({ call_sid: 'CA1' }),
  )
  const id = await place()
  await jobs.sweep()
  await post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: 'CAop1' })
  const conversation = await database.transact(async (tx) => openConversation(tx, { citizenCallSid: 'CA1' }, context()))
  await database.transact((tx) => admitThird(tx, conversation, context()))
  await jobs.sweep()
  t.equal(asked.length, 1, 'the conference is not known yet')
  await post('/twilio/voice/conference', {
    ConferenceSid: 'CF1',
    FriendlyName: conversation,
    StatusCallbackEvent: 'participant-join',
    SequenceNumber: '1',
    CallSid: 'CA1',
    ParticipantLabel: 'citizen',
  })
  later(600)
  await jobs.sweep()
  t.same(
    asked
      .slice(1)
      .map(({ path }) => path)
      .sort(),
    ['/Conferences/CF1/Participants/CA1.json', '/Conferences/CF1/Participants/CAop1.json'],
  )
  t.ok(asked.slice(1).every(({ form }) => form.EndConferenceOnExit === 'false'))
})
