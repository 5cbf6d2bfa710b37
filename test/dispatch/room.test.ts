import t from 'tap'
import { accept } from '../../src/dispatch/accept-service.ts'
import { expireOffers, runMatch, sweepDispatch } from '../../src/dispatch/jobs.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait, citizenReturned, endWait, heartbeat } from '../../src/dispatch/wait-service.ts'
import { operatorsRoom } from '../support/room.ts'

type OfferRow = { id: string; staff_id: string; state: string; leg_id: string | null }
type Room = Awaited<ReturnType<typeof operatorsRoom>>

const offersOf = (room: Room, waitId: string) =>
  room.rows<OfferRow>('select id, staff_id, state, leg_id from offers where wait_id = $1 order by id', [waitId])
const waitOf = async (room: Room, waitId: string) =>
  (await room.rows<{ state: string; returns: number }>('select state, returns from waits where id = $1', [waitId]))[0]
const stateOf = async (room: Room, staffId: string) =>
  (await room.rows<{ state: string }>('select state from operators where staff_id = $1', [staffId]))[0]?.state
const answer = (room: Room, offerId: string, moment: Parameters<Room['operatorLeg']['speak']>[2]) =>
  room
    .legFor(offerId)
    .then((leg) => room.database.transact((tx) => room.operatorLeg.speak(tx, leg, moment, room.context())))
const hangUp = (room: Room, offerId: string, how: 'completed' | 'no-answer' | 'busy' | 'failed' = 'completed') =>
  room
    .legFor(offerId)
    .then((leg) => room.database.transact((tx) => room.operatorLeg.ended(tx, leg, how, room.context())))

t.test('a caller who waits makes a free operator ring, in the same transaction', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const { waitId, ringing } = await room.waits(await room.caller())
  t.equal(ringing, 1)
  t.match(await offersOf(room, waitId), [{ staff_id: sari, state: 'open' }])
  t.equal(await stateOf(room, sari), 'offered')
  const [command] = await room.rows<{ kind: string; state: string }>('select kind, state from carrier_commands')
  t.match(command, { kind: 'place_leg', state: 'due' })
})

t.test('an operator who comes on duty is offered whoever waits', async (t) => {
  const room = await operatorsRoom(t)
  const { waitId } = await room.waits(await room.caller())
  const sari = await room.operator('sari')
  t.match(await offersOf(room, waitId), [{ staff_id: sari, state: 'open' }])
})

t.test(
  'of three operators who press 1 at the same moment, one has the caller and two hear that it was taken',
  async (t) => {
    const room = await operatorsRoom(t)
    const staff = [await room.operator('sari'), await room.operator('budi'), await room.operator('tuti')]
    const { waitId } = await room.raises(await room.caller())
    const offers = await offersOf(room, waitId)
    t.equal(offers.length, 3, 'three phones ring for one emergency')
    const outcomes = await Promise.all(
      offers.map(({ id }) => room.database.transact((tx) => accept(tx, room.house, id, room.context()))),
    )
    t.same(outcomes.map(({ outcome }) => outcome).sort(), ['joined', 'taken', 'taken'])
    t.match(await waitOf(room, waitId), { state: 'joined' })
    const states = await Promise.all(staff.map((id) => stateOf(room, id)))
    t.same(states.sort(), ['free', 'free', 'talking'])
    const ends = await room.rows(`select from carrier_commands where kind = 'end_call' or state = 'unneeded'`)
    t.equal(ends.length, 2, 'the two other phones stop ringing')
  },
)

t.test('two callers for one operator cannot be stored', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  await room.waits(await room.caller())
  const { waitId } = await room.waits(await room.caller())
  const insert = `insert into offers (id, wait_id, staff_id, reason, offered_at, expires_at)
    values (gen_random_uuid(), $1, $2, 'twice', now(), now())`
  await t.rejects(room.rows(insert, [waitId, sari]), { code: '23505' })
})

t.test('a lost operator sends the citizen to the front of the lane, with the original arrival', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  room.pass(60)
  const later = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  t.match(await answer(room, offer?.id ?? '', { kind: 'digits', digits: '1' }), [
    { verb: 'say' },
    { verb: 'join', endsOnExit: true },
  ])
  await hangUp(room, offer?.id ?? '')
  t.match(await waitOf(room, waitId), { state: 'waiting', returns: 1 })
  t.equal(await stateOf(room, sari), 'wrap_up')
  room.pass(11)
  await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  await room.database.transact((tx) => heartbeat(tx, later.waitId, room.context()))
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await offersOf(room, waitId)).map(({ state }) => state),
    ['ended', 'open'],
    'the lost caller is offered first',
  )
  t.same(await offersOf(room, later.waitId), [])
})

t.test('the star key finishes a conversation, whoever of the two legs is heard first', async (t) => {
  for (const citizenFirst of [true, false]) {
    const room = await operatorsRoom(t)
    await room.operator('sari')
    const { waitId } = await room.waits(await room.caller())
    const [offer] = await offersOf(room, waitId)
    await answer(room, offer?.id ?? '', { kind: 'digits', digits: '1' })
    const citizen = () => room.database.transact((tx) => citizenReturned(tx, room.house, waitId, room.context()))
    if (citizenFirst) await citizen()
    await answer(room, offer?.id ?? '', { kind: 'returned' })
    if (!citizenFirst) await citizen()
    t.match(await waitOf(room, waitId), { state: 'finished' }, citizenFirst ? 'citizen first' : 'operator first')
    await hangUp(room, offer?.id ?? '')
    t.match(await waitOf(room, waitId), { state: 'finished' })
  }
})

t.test('a ring that nobody answers goes to the next operator, and the first one rests a little', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  room.pass(1)
  const budi = await room.operator('budi')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  t.equal(offer?.staff_id, sari)
  await hangUp(room, offer?.id ?? '', 'no-answer')
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await offersOf(room, waitId)).map(({ staff_id, state }) => [staff_id, state]),
    [
      [sari, 'missed'],
      [budi, 'open'],
    ],
  )
  t.equal(await stateOf(room, sari), 'paused')
  room.pass(4)
  await runMatch(room.database, room.house, room.context())
  t.equal(await stateOf(room, sari), 'free')
})

t.test('the only operator of a small room is offered the caller again', async (t) => {
  const room = await operatorsRoom(t)
  await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  await hangUp(room, offer?.id ?? '', 'no-answer')
  room.pass(5)
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await offersOf(room, waitId)).map(({ state }) => state),
    ['missed', 'open'],
  )
})

t.test('a late accept is honoured if the citizen still waits', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  room.pass(31)
  await expireOffers(room.database, room.context())
  t.match(await offersOf(room, waitId), [{ state: 'missed' }])
  t.match(await answer(room, offer?.id ?? '', { kind: 'digits', digits: '1' }), [{ verb: 'say' }, { verb: 'join' }])
  t.equal(await stateOf(room, sari), 'talking')
})

t.test('a voicemail hears the sentence some times, is let go, and nobody is joined to it', async (t) => {
  const room = await operatorsRoom(t)
  await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  const leg = await room.legFor(offer?.id ?? '')
  const hear = (turn: number, kind: 'answered' | 'silence') =>
    room.database.transact((tx) => room.operatorLeg.speak(tx, { ...leg, turn }, { kind }, room.context()))
  t.match(await hear(0, 'answered'), [{ verb: 'gather' }])
  t.match(await hear(1, 'silence'), [{ verb: 'gather' }])
  t.match(await hear(3, 'silence'), [{ verb: 'say' }, { verb: 'hangup' }])
  t.match(await offersOf(room, waitId), [{ state: 'declined' }])
  t.match(await waitOf(room, waitId), { state: 'waiting' })
})

t.test('only callers with a fresh heartbeat are offered', async (t) => {
  const room = await operatorsRoom(t)
  const { waitId } = await room.waits(await room.caller())
  room.pass(30)
  await room.operator('sari')
  t.same(await offersOf(room, waitId), [])
  await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  await sweepDispatch(room.database, room.house, room.context())
  t.match(await offersOf(room, waitId), [{ state: 'open' }])
})

t.test('a phone rings no longer when its caller has hung up, and its operator is free', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  t.equal(await room.database.transact((tx) => endWait(tx, waitId, room.context())), 'left')
  t.match(await offersOf(room, waitId), [{ state: 'withdrawn' }])
  t.equal(await stateOf(room, sari), 'free')
})

t.test('an operator whose phone rings for a citizen is given the emergency that came meanwhile', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const citizen = await room.waits(await room.caller())
  const [offer] = await offersOf(room, citizen.waitId)
  const danger = await room.raises(await room.caller())
  t.match(await answer(room, offer?.id ?? '', { kind: 'digits', digits: '1' }), [
    { spoken: [{ prompt: 'petugas_tersambung_darurat' }] },
    { verb: 'join' },
  ])
  t.match(await waitOf(room, danger.waitId), { state: 'joined' })
  t.match(await waitOf(room, citizen.waitId), { state: 'waiting' })
  t.equal(await stateOf(room, sari), 'talking')
})

t.test('a caller hears the place in line, behind emergencies and whoever came before', async (t) => {
  const room = await operatorsRoom(t)
  await room.waits(await room.caller())
  room.pass(1)
  const second = await room.waits(await room.caller())
  room.pass(1)
  await room.raises(await room.caller())
  const facts = await room.database.transact((tx) => heartbeat(tx, second.waitId, room.context()))
  t.match(facts, { state: 'waiting', position: 3, staffed: false, expectedWaitSeconds: null })
})

t.test('what an operator asks for in mid-call comes true after it', async (t) => {
  const room = await operatorsRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await offersOf(room, waitId)
  await answer(room, offer?.id ?? '', { kind: 'digits', digits: '1' })
  const asked = () =>
    room.database.transact((tx) => setPresence(tx, room.house, { staffId: sari, state: 'paused' }, room.context()))
  t.equal(await asked(), 'talking')
  await answer(room, offer?.id ?? '', { kind: 'returned' })
  room.pass(11)
  await sweepDispatch(room.database, room.house, room.context())
  t.equal(await stateOf(room, sari), 'paused')
})

t.test('a caller who enters a lane again keeps the place in line', async (t) => {
  const room = await operatorsRoom(t)
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
