import t from 'tap'
import { runMatch, sweepDispatch } from '../../src/dispatch/jobs.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait, heartbeat } from '../../src/dispatch/wait-service.ts'
import { dispatchRoom } from './support/room.ts'

t.test('a caller who waits makes a free operator ring, in the same transaction', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId, ringing } = await room.waits(await room.caller())
  t.equal(ringing, 1)
  t.match(await room.offersOf(waitId), [{ staff_id: sari, state: 'open' }])
  t.equal(await room.stateOf(sari), 'offered')
  const [command] = await room.rows<{ kind: string; state: string }>('select kind, state from carrier_commands')
  t.match(command, { kind: 'place_leg', state: 'due' })
})

t.test('an operator who comes on duty is offered whoever waits', async (t) => {
  const room = await dispatchRoom(t)
  const { waitId } = await room.waits(await room.caller())
  const sari = await room.operator('sari')
  t.match(await room.offersOf(waitId), [{ staff_id: sari, state: 'open' }])
})

t.test('a ring that nobody answers goes to the next operator, and the first one rests a little', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  room.pass(1)
  const budi = await room.operator('budi')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  t.equal(offer?.staff_id, sari)
  await room.hangUp(offer?.id ?? '', 'no-answer')
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await room.offersOf(waitId)).map(({ staff_id, state }) => [staff_id, state]),
    [
      [sari, 'missed'],
      [budi, 'open'],
    ],
  )
  t.equal(await room.stateOf(sari), 'paused')
  room.pass(4)
  await runMatch(room.database, room.house, room.context())
  t.equal(await room.stateOf(sari), 'free')
})

t.test('the only operator of a small room is offered the caller again', async (t) => {
  const room = await dispatchRoom(t)
  await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  await room.hangUp(offer?.id ?? '', 'no-answer')
  room.pass(5)
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await room.offersOf(waitId)).map(({ state }) => state),
    ['missed', 'open'],
  )
})

t.test('a voicemail hears the sentence some times, is let go, and nobody is joined to it', async (t) => {
  const room = await dispatchRoom(t)
  await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  const leg = await room.legFor(offer?.id ?? '')
  const hear = (turn: number, kind: 'answered' | 'silence') =>
    room.database.transact((tx) => room.operatorLeg.speak(tx, { ...leg, turn }, { kind }, room.context()))
  t.match(await hear(0, 'answered'), [{ verb: 'gather' }])
  t.match(await hear(1, 'silence'), [{ verb: 'gather' }])
  t.match(await hear(3, 'silence'), [{ verb: 'say' }, { verb: 'hangup' }])
  t.match(await room.offersOf(waitId), [{ state: 'declined' }])
  t.match(await room.waitOf(waitId), { state: 'waiting' })
})

t.test('only callers with a fresh heartbeat are offered', async (t) => {
  const room = await dispatchRoom(t)
  const { waitId } = await room.waits(await room.caller())
  room.pass(30)
  await room.operator('sari')
  t.same(await room.offersOf(waitId), [])
  await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  await sweepDispatch(room.database, room.house, room.context())
  t.match(await room.offersOf(waitId), [{ state: 'open' }])
})

t.test('a caller hears the place in line, behind emergencies and whoever came before', async (t) => {
  const room = await dispatchRoom(t)
  await room.waits(await room.caller())
  room.pass(1)
  const second = await room.waits(await room.caller())
  room.pass(1)
  await room.raises(await room.caller())
  const facts = await room.database.transact((tx) => heartbeat(tx, second.waitId, room.context()))
  t.match(facts, { state: 'waiting', position: 3, staffed: false, expectedWaitSeconds: null })
})

t.test('a caller who enters a lane again keeps the place in line', async (t) => {
  const room = await dispatchRoom(t)
  const callSid = await room.caller()
  const { waitId } = await room.waits(callSid)
  const again = await room.database.transact((tx) =>
    beginWait(
      tx,
      room.house,
      { callSid, lane: 'umum', emergencyId: null, arrivedAt: room.context().now + 5000 },
      room.context(),
    ),
  )
  t.equal(again.waitId, waitId)
})

t.test(
  'a caller is offered first to who speaks the same language, and to the others when that phone is not answered',
  async (t) => {
    const room = await dispatchRoom(t)
    const sari = await room.operator('sari')
    room.pass(1)
    const uni = await room.operator('uni')
    await room.database.pool.query(`update staff set languages = '{min}' where id = $1`, [uni])
    const callSid = await room.caller()
    const entering = { callSid, lane: 'umum', emergencyId: null, arrivedAt: room.context().now, language: 'min' }
    const { waitId } = await room.database.transact((tx) => beginWait(tx, room.house, entering, room.context()))
    const [offer] = await room.offersOf(waitId)
    t.equal(offer?.staff_id, uni)
    const [kept] = await room.rows<{ reason: string }>('select reason from offers where id = $1', [offer?.id])
    t.equal(kept?.reason, 'language')
    await room.hangUp(offer?.id ?? '', 'no-answer')
    await runMatch(room.database, room.house, room.context())
    t.match((await room.offersOf(waitId)).at(-1), { staff_id: sari, state: 'open' })
  },
)

t.test('who goes off duty while it rings gives the caller on at once', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  room.pass(1)
  const budi = await room.operator('budi')
  await room.database.transact((tx) => setPresence(tx, room.house, { staffId: sari, state: 'offline' }, room.context()))
  t.equal(await room.stateOf(sari), 'offline')
  await runMatch(room.database, room.house, room.context())
  t.match(await room.offersOf(waitId), [
    { staff_id: sari, state: 'withdrawn' },
    { staff_id: budi, state: 'open' },
  ])
})
