import t from 'tap'
import { advanceStatus, endLeg, findLeg, placeLeg } from '../../src/conversations/service.ts'
import { arrived, listener, offer, said, sharedDatabase, testHouse } from './support/house.ts'

const target = { kind: 'sip', uri: 'sip:119@psc.padangpariaman.example' } as const

t.test('of several calls that ring for one leg', async (t) => {
  const shared = await sharedDatabase(t)
  const listening = listener((leg) => [
    { verb: 'say', spoken: [said('Anda disambungkan.')] },
    { verb: 'join', conference: offer, label: leg.id, endsOnExit: true, leavesOnStar: false },
  ])
  const { database, post, at } = await testHouse(t, listening, { shared })

  /** An urgent leg whose command is with the carrier. */
  const ring = async () => {
    await shared.empty()
    listening.told.length = 0
    await arrived(database)
    const rung = {
      purpose: 'rung',
      about: offer,
      citizenCallSid: 'CA1',
      target,
      ringSeconds: 25,
      urgent: true,
    } as const
    const id = await database.transact(async (tx) => placeLeg(tx, rung, at(1_000_000)))
    await database.pool.query(`update carrier_commands set state = 'taken', attempts = 1`)
    const status = (CallSid: string, CallStatus: string) =>
      post(`/twilio/voice/status?command=${id}`, { CallSid, CallStatus })
    const answers = (CallSid: string) => post(`/twilio/voice/leg?command=${id}&turn=0`, { CallSid })
    return { id, status, answers, end: () => database.transact((tx) => endLeg(tx, id, at(1_000_001))) }
  }
  /** SIDs that the carrier is asked to hang up, and ids of legs. */
  const ending = async () => {
    const { rows } = await database.pool.query<{ who: string }>(
      `select coalesce(payload ->> 'sid', payload ->> 'legId') as who from carrier_commands where kind = 'end_call' order by 1`,
    )
    return rows.map(({ who }) => who).sort()
  }

  t.test('all are hung up that we know of, once', async (t) => {
    const { id, status, end } = await ring()
    for (const sid of ['CAone', 'CAtwo', 'CAthree'])
      for (const step of ['initiated', 'ringing']) await status(sid, step)
    await status('CAthree', 'busy')
    t.same(await ending(), [], 'while nobody has answered, each may be the one that is')
    await end()
    await end()
    t.same(await ending(), [id, 'CAtwo'].sort(), 'the leg, and the other that still rings')
    await status('CAtwo', 'canceled')
    await status('CAtwo', 'ringing')
    t.equal((await ending()).length, 2, 'what comes late asks for nothing')
  })

  t.test('one that becomes known after the end is hung up at once, or hears that it was taken', async (t) => {
    const { id, status, answers, end } = await ring()
    await status('CAone', 'ringing')
    await end()
    await status('CAtwo', 'initiated')
    await status('CAtwo', 'ringing')
    t.same(await ending(), [id, 'CAtwo'].sort())
    const answered = await answers('CAthree')
    t.match(answered.body, /Sudah ditangani.*<Hangup\/>/s)
    t.same(answered.problems, [])
    t.same(listening.told, [], 'and nobody is asked to join it')
    t.equal((await findLeg(database, id))?.legSid, 'CAone')
  })

  t.test('so is one that becomes known when the leg was given up before any of them was', async (t) => {
    const { id, status, answers, end } = await ring()
    await end()
    await database.pool.query(`update legs set status = 'canceled', status_rank = 4, ended_at = now()`)
    await status('CAone', 'ringing')
    t.same(await ending(), [id, 'CAone'].sort())
    t.match((await answers('CAone')).body, /Sudah ditangani/)
    t.same(listening.told, [])
  })

  t.test('the others stop as soon as one has answered', async (t) => {
    const { id, status, answers } = await ring()
    for (const sid of ['CAone', 'CAtwo', 'CAthree']) await status(sid, 'ringing')
    t.match((await answers('CAtwo')).body, /<Conference/)
    t.same(await ending(), ['CAone', 'CAthree'])
    await status('CAtwo', 'in-progress')
    await status('CAfour', 'initiated')
    t.same(await ending(), ['CAfour', 'CAone', 'CAthree'], 'also who is heard of later')
    await status('CAone', 'canceled')
    t.match(await findLeg(database, id), { legSid: 'CAtwo', endedAt: null })
    await status('CAtwo', 'completed')
    t.same(listening.whats(), ['spoke', 'ended'])
  })

  t.test('none goes on ringing for a call that is over', async (t) => {
    const { status } = await ring()
    await status('CAone', 'ringing')
    await status('CAtwo', 'ringing')
    await status('CAone', 'busy')
    const over = { callSid: 'CA1', status: 'completed', at: 1_000_009, durationSeconds: 9 } as const
    await database.transact((tx) => advanceStatus(tx, over, at(1_000_009)))
    t.same(await ending(), ['CAtwo'])
    await status('CAthree', 'ringing')
    t.same(await ending(), ['CAthree', 'CAtwo'])
  })

  t.test('one that is answered although the carrier refused each time to ring is the leg', async (t) => {
    const { id, status, answers } = await ring()
    await database.pool.query(`update legs set status = 'failed', status_rank = 4, ended_at = now()`)
    await status('CAone', 'ringing')
    t.same(await ending(), [])
    t.match((await answers('CAone')).body, /<Conference/)
    t.match(await findLeg(database, id), { legSid: 'CAone', status: 'in-progress', endedAt: null })
    t.match((await answers('CAtwo')).body, /Sudah ditangani/)
  })
})
