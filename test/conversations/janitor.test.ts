import t, { type Test } from 'tap'
import { endLeg, findLeg, timeline } from '../../src/conversations/service.ts'
import { begin, done, executor } from './support/executor.ts'
import { offer, sharedDatabase } from './support/house.ts'
import { callAtCarrier, type Reply, type Request } from './support/wire.ts'

const shared = await sharedDatabase(t)

/** Legs in a conference, after whose citizen we look each ten seconds. */
async function room(t: Test, legs: number, answer: (request: Request) => Reply) {
  let sids = 0
  const scene = await executor(
    t,
    shared,
    (request) => (request.path === '/Calls.json' ? done(callAtCarrier(`CAop${++sids}`)) : answer(request)),
    (leg) => [{ verb: 'join', conference: offer, label: leg.id, endsOnExit: true, leavesOnStar: true }],
  )
  const ids: string[] = []
  scene.setClock(begin)
  for (let one = 1; one <= legs; one++) {
    const id = await scene.place()
    await scene.jobs.sweep()
    await scene.post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid: `CAop${one}` })
    ids.push(id)
  }
  const { asked, database, jobs } = scene
  asked.length = 0
  return {
    ...scene,
    ids,
    citizenLeaves: () =>
      database.pool.query(`update calls set ended_at = $1, status = 'completed', status_rank = 4`, [new Date(begin)]),
    /** Everyone is heard of all the time, so that nobody counts as silent. */
    passes: async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 10) {
        scene.later(10_000)
        scene.setClock(scene.context().now)
        await database.pool.query('update legs set heard_at = $1', [new Date(scene.context().now)])
        await database.pool.query('update calls set heard_at = $1', [new Date(scene.context().now)])
        await jobs.janitor()
        await jobs.sweep()
      }
    },
    /** Who was fetched to be told, or hung up. */
    ended: () => [...new Set(asked.filter(({ method }) => method === 'POST').map(({ path }) => path))].sort(),
    tries: () => asked.filter(({ method }) => method === 'POST').length,
  }
}

const completed = ({ path }: Request) => done(callAtCarrier(path.slice(7, -5), 'completed'))

t.test('whoever sits alone after the citizen has gone is hung up', async (t) => {
  const { citizenLeaves, passes, ended } = await room(t, 1, completed)
  await passes(120)
  t.same(ended(), [], 'not as long as there is a citizen')
  await citizenLeaves()
  await passes(20)
  t.same(ended(), ['/Calls/CAop1.json'])
})

t.test('two whom the citizen has left may go on for ten minutes, and the timeline says so', async (t) => {
  const { citizenLeaves, passes, ended, database, ids } = await room(t, 2, completed)
  await citizenLeaves()
  await passes(9 * 60)
  t.same(ended(), [])
  await passes(80)
  t.same(ended(), ['/Calls/CAop1.json', '/Calls/CAop2.json'])
  const told = (await timeline(database, 'CA1')).filter(({ kind }) => kind === 'leg.outlived')
  t.match(
    told.map(({ facts }) => facts),
    ids.map((leg) => ({ leg, minutes: 10 })),
  )
  await passes(30)
  for (const id of ids) t.not((await findLeg(database, id))?.endedAt, null)
})

t.test('when one of the two has gone, so is the other', async (t) => {
  const { citizenLeaves, passes, ended, post, ids } = await room(t, 2, completed)
  await citizenLeaves()
  await passes(60)
  await post(`/twilio/voice/status?command=${ids[0]}`, { CallSid: 'CAop1', CallStatus: 'completed' })
  await passes(20)
  t.same(ended(), ['/Calls/CAop2.json'])
})

t.test('legs of a call about which something goes on are left alone', async (t) => {
  const { citizenLeaves, passes, ended, database } = await room(t, 2, completed)
  await citizenLeaves()
  await database.pool.query('update calls set goes_on = true')
  await passes(15 * 60)
  t.same(ended(), [])
})

t.test('a leg that the carrier could not end is asked to end again, and is not told of each time', async (t) => {
  let isDown = true
  const { passes, tries, database, ids, context } = await room(t, 1, (request) =>
    isDown ? { status: 503, body: { code: 20503 } } : completed(request),
  )
  await database.transact((tx) => endLeg(tx, ids[0] ?? '', context()))
  await passes(5 * 60)
  t.ok(tries() > 10, 'it is tried all the time')
  isDown = false
  await passes(2 * 60)
  t.not((await findLeg(database, ids[0] ?? ''))?.endedAt, null)
  const told = (await timeline(database, 'CA1')).filter(({ kind }) => kind.startsWith('command.'))
  t.match(
    told.map(({ kind, facts }) => `${kind} ${facts.command}`),
    ['command.failed end_call', 'command.recovered end_call'],
  )
})
