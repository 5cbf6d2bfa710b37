import t, { type Test } from 'tap'
import { endLeg, findLeg, timeline } from '../../src/conversations/service.ts'
import type { Verb } from '../../src/flow/verbs.ts'
import { begin, done, executor } from './support/executor.ts'
import { offer, said, sharedDatabase } from './support/house.ts'
import { callAtCarrier, type Reply, type Request } from './support/wire.ts'

const shared = await sharedDatabase(t)

const joined: Verb = { verb: 'join', conference: offer, label: 'x', endsOnExit: true, leavesOnStar: true }
const lastWords: readonly Verb[] = [{ verb: 'say', spoken: [said('Percakapan selesai.')] }, { verb: 'hangup' }]

/** A leg that was answered and put into a conference. Every next document is its last words. */
async function talking(t: Test, answer: (request: Request) => Reply | Promise<Reply>) {
  const scene = await executor(
    t,
    shared,
    (request) => (request.path === '/Calls.json' ? done(callAtCarrier('CAop1')) : answer(request)),
    (_leg, { kind }) => (kind === 'answered' ? [joined] : lastWords),
  )
  const id = await scene.place()
  await scene.jobs.sweep()
  const asks = (turn: number) => scene.post(`/twilio/voice/leg?command=${id}&turn=${turn}`, { CallSid: 'CAop1' })
  scene.setClock(begin)
  await asks(0)
  scene.asked.length = 0
  return {
    ...scene,
    id,
    asks,
    end: () => scene.database.transact((tx) => endLeg(tx, id, scene.context())),
    passes: async (seconds: number) => {
      scene.later(seconds * 1000)
      scene.setClock(scene.context().now)
      await scene.jobs.sweep()
    },
  }
}

t.test('a leg that we have ended is over, also if the carrier never says so again', async (t) => {
  const endTime = 'Sat, 21 Nov 2026 08:00:04 +0000'
  const { id, end, passes, told, database, asked, post } = await talking(t, () =>
    done(callAtCarrier('CAop1', 'completed', { end_time: endTime, duration: '4' })),
  )
  await end()
  await passes(3)
  t.same(asked, [], 'who has answered is given a moment to be told why')
  await passes(1.1)
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Status: 'completed' } }])
  t.match(told.at(-1), { what: 'ended', how: 'completed' })
  t.match(await findLeg(database, id), { status: 'completed', endedAt: Date.parse(endTime) })
  await post(`/twilio/voice/status?command=${id}`, { CallSid: 'CAop1', CallStatus: 'completed' })
  t.equal(told.filter(({ what }) => what === 'ended').length, 1, 'and its callback, if it comes, tells nothing new')
})

t.test('a carrier that was only ending it as it answered is asked once more', async (t) => {
  let status = 'in-progress'
  const { id, end, passes, asked, database, told } = await talking(t, () => done(callAtCarrier('CAop1', status)))
  await end()
  await passes(4.1)
  t.equal((await findLeg(database, id))?.endedAt, null)
  status = 'completed'
  await passes(5)
  t.same(
    asked.map(({ method }) => method),
    ['POST', 'GET'],
  )
  t.match(told.at(-1), { what: 'ended', how: 'completed' })
})

t.test('an answer about a call that another has replaced meanwhile ends nobody', async (t) => {
  const { id, end, passes, told, database } = await talking(t, async () => {
    await database.pool.query(`update legs set leg_sid = 'CAop2' where id = $1`, [id])
    return done(callAtCarrier('CAop1', 'canceled'))
  })
  await end()
  await passes(4.1)
  t.match(await findLeg(database, id), { legSid: 'CAop2', endedAt: null })
  t.notOk(told.some(({ what }) => what === 'ended'))
})

t.test('whoever is given last words hears them out', async (t) => {
  const { end, asks, passes, asked } = await talking(t, () => done(callAtCarrier('CAop1', 'completed')))
  await end()
  await passes(3)
  t.match((await asks(1)).body, /Percakapan selesai.*<Hangup\/>/s)
  await passes(10)
  t.same(asked, [], 'it hangs up by itself')
  await passes(5.1)
  t.match(asked, [{ path: '/Calls/CAop1.json', form: { Status: 'completed' } }], 'or is hung up after all')
})

t.test('whoever is hearing last words as the leg becomes needless hears them out too', async (t) => {
  const { end, asks, passes, asked } = await talking(t, () => done(callAtCarrier('CAop1', 'completed')))
  await asks(1)
  await end()
  await passes(10)
  t.same(asked, [])
  await passes(5.1)
  t.equal(asked.length, 1)
})

t.test('while the carrier cannot be asked, the timeline says so once, and once when it can again', async (t) => {
  let isDown = true
  const { jobs, database, passes, asked, later } = await talking(t, ({ path }) =>
    isDown ? { status: 503, body: { code: 20503 } } : done(callAtCarrier(path.slice(7, -5), 'in-progress')),
  )
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
