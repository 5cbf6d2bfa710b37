import t, { type Test } from 'tap'
import { endLeg, findLeg, timeline } from '../../src/conversations/service.ts'
import type { Verb } from '../../src/flow/verbs.ts'
import { begin, done, executor } from './support/executor.ts'
import { offer, said, sharedDatabase } from './support/house.ts'
import { callAtCarrier, type Reply, type Request } from './support/wire.ts'

const shared = await sharedDatabase(t)

const joined: Verb = { verb: 'join', conference: offer, label: 'x', endsOnExit: true, leavesOnStar: true }
const question: Verb = {
  verb: 'gather',
  spoken: [said('Tekan 1.')],
  maxDigits: 1,
  finishOnKey: '',
  timeoutSeconds: 5,
}
const lastWords: readonly Verb[] = [{ verb: 'say', spoken: [said('Percakapan selesai.')] }, { verb: 'hangup' }]

/** A leg that rings. Answered, it hears `first`, and after that its last words. */
async function ringing(t: Test, answer: (request: Request) => Reply | Promise<Reply>, first: Verb = joined) {
  const scene = await executor(
    t,
    shared,
    (request) => (request.path === '/Calls.json' ? done(callAtCarrier('CAop1')) : answer(request)),
    (_leg, { kind }) => (kind === 'answered' ? [first] : lastWords),
  )
  const id = await scene.place()
  await scene.jobs.sweep()
  scene.setClock(begin)
  scene.asked.length = 0
  return {
    ...scene,
    id,
    asks: (turn: number) => scene.post(`/twilio/voice/leg?command=${id}&turn=${turn}`, { CallSid: 'CAop1' }),
    end: () => scene.database.transact((tx) => endLeg(tx, id, scene.context())),
    passes: async (seconds: number) => {
      scene.later(seconds * 1000)
      scene.setClock(scene.context().now)
      await scene.jobs.sweep()
    },
    hangsUp: () => scene.post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop1', CallStatus: 'completed' }),
    ends: () => scene.told.filter(({ what }) => what === 'ended'),
  }
}

/** The same, answered. */
async function listening(t: Test, first: Verb = joined) {
  const scene = await ringing(t, () => done(callAtCarrier('CAop1', 'completed')), first)
  await scene.asks(0)
  return scene
}

t.test('a leg that we have ended is over, also if the carrier never says so again', async (t) => {
  const endTime = 'Sat, 21 Nov 2026 08:00:04 +0000'
  const { id, end, passes, ends, database, asked, hangsUp } = await ringing(t, () =>
    done(callAtCarrier('CAop1', 'canceled', { end_time: endTime })),
  )
  await end()
  await passes(0)
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Status: 'completed' } }])
  t.match(ends(), [{ how: 'canceled' }])
  t.match(await findLeg(database, id), { status: 'canceled', endedAt: Date.parse(endTime) })
  await hangsUp()
  t.equal(ends().length, 1, 'and its callback, if it comes, tells nothing new')
})

t.test('a carrier that was only ending it as it answered is asked once more', async (t) => {
  let status = 'in-progress'
  const { id, end, passes, asked, database, ends } = await ringing(t, () => done(callAtCarrier('CAop1', status)))
  await end()
  await passes(0)
  t.equal((await findLeg(database, id))?.endedAt, null)
  status = 'completed'
  await passes(5)
  t.same(
    asked.map(({ method }) => method),
    ['POST', 'GET'],
  )
  t.match(ends(), [{ how: 'completed' }])
})

t.test('an answer about a call that another has replaced meanwhile ends nobody', async (t) => {
  const { id, end, passes, ends, database } = await ringing(t, async () => {
    await database.pool.query(`update legs set leg_sid = 'CAop2' where id = $1`, [id])
    return done(callAtCarrier('CAop1', 'canceled'))
  })
  await end()
  await passes(0)
  t.match(await findLeg(database, id), { legSid: 'CAop2', endedAt: null })
  t.same(ends(), [])
})

t.test('who listens is fetched out of it and told, and hangs up without our help', async (t) => {
  const { id, end, asks, passes, asked, told, hangsUp } = await listening(t, question)
  await end()
  await passes(0)
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Url: new RegExp(`leg\\?command=${id}&turn=1`) } }])
  t.match((await asks(1)).body, /Percakapan selesai.*<Hangup\/>/s)
  t.match(told.at(-1), { what: 'spoke', moment: { kind: 'let_go' } })
  await passes(3)
  await hangsUp()
  await passes(15)
  t.equal(asked.length, 1)
})

t.test('who does not hang up after the last words is hung up', async (t) => {
  const { end, asks, passes, asked, ends } = await listening(t, question)
  await end()
  await passes(0)
  await asks(1)
  await passes(14)
  t.equal(asked.length, 1, 'the last words are heard to their end')
  await passes(1.1)
  t.match(asked[1], { path: '/Calls/CAop1.json', form: { Status: 'completed' } })
  t.match(ends(), [{ how: 'completed' }])
})

t.test('who comes out of a conference that has just ended hears the last words without being fetched', async (t) => {
  const { end, asks, passes, asked, hangsUp } = await listening(t)
  await end()
  await passes(3)
  await asks(1)
  await passes(5)
  await hangsUp()
  await passes(15)
  t.same(asked, [])
})

t.test('who stays in it is fetched', async (t) => {
  const { end, passes, asked } = await listening(t)
  await end()
  await passes(3)
  t.same(asked, [])
  await passes(1.1)
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Url: /turn=1/ } }])
})

t.test('who is hearing last words already hears them out', async (t) => {
  const { end, asks, passes, asked } = await listening(t)
  await asks(1)
  await end()
  await passes(4)
  await passes(14)
  t.same(asked, [])
  await passes(1.1)
  t.match(asked, [{ form: { Status: 'completed' } }])
})

t.test('while the carrier cannot be asked, the timeline says so once, and once when it can again', async (t) => {
  let isDown = true
  const { jobs, database, passes, asked, later, asks } = await ringing(t, ({ path }) =>
    isDown ? { status: 503, body: { code: 20503 } } : done(callAtCarrier(path.slice(7, -5), 'in-progress')),
  )
  await asks(0)
  const told = async () =>
    (await timeline(database, 'CA1'))
      .filter(({ kind }) => kind.startsWith('command.'))
      .map(({ kind, facts }) => `${kind} ${facts.command}`)
  later(95_000)
  await database.pool.query(`update legs set heard_at = $1`, [new Date(begin + 90_000)])
  for (let round = 0; round < 30; round++) {
    await jobs.janitor()
    await passes(10)
  }
  t.ok(asked.length > 20, 'it was asked for all the time')
  t.same(await told(), ['command.failed fetch_call', 'command.failed fetch_call'], 'the call, and its leg')
  isDown = false
  for (let round = 0; round < 30; round++) {
    await jobs.janitor()
    await passes(10)
  }
  const all = await told()
  t.same(all.slice(2), ['command.recovered fetch_call', 'command.recovered fetch_call'])
  isDown = true
  for (let round = 0; round < 30; round++) {
    await jobs.janitor()
    await passes(10)
  }
  t.equal((await told()).length, 6, 'a second outage is told again')
})
