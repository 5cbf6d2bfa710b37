import t from 'tap'
import { runMatch } from '../../src/dispatch/jobs.ts'
import { citizenReturned, endWait, heartbeat } from '../../src/dispatch/wait-service.ts'
import { dispatchRoom } from './support/room.ts'

t.test('a lost operator sends the citizen to the front of the lane, with the original arrival', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  room.pass(60)
  const later = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  t.match(await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' }), [
    { verb: 'say' },
    { verb: 'join', endsOnExit: true },
  ])
  await room.hangUp(offer?.id ?? '')
  t.match(await room.waitOf(waitId), { state: 'waiting', returns: 1 })
  t.equal(await room.stateOf(sari), 'wrap_up')
  room.pass(11)
  await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  await room.database.transact((tx) => heartbeat(tx, later.waitId, room.context()))
  await runMatch(room.database, room.house, room.context())
  t.match(
    (await room.offersOf(waitId)).map(({ state }) => state),
    ['ended', 'open'],
    'the lost caller is offered first',
  )
  t.same(await room.offersOf(later.waitId), [])
})

t.test('the star key finishes a conversation, whoever of the two legs is heard first', async (t) => {
  for (const citizenFirst of [true, false]) {
    const room = await dispatchRoom(t)
    await room.operator('sari')
    const { waitId } = await room.waits(await room.caller())
    const [offer] = await room.offersOf(waitId)
    await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' })
    const citizen = () => room.database.transact((tx) => citizenReturned(tx, room.house, waitId, room.context()))
    if (citizenFirst) await citizen()
    await room.answer(offer?.id ?? '', { kind: 'returned' })
    if (!citizenFirst) await citizen()
    t.match(await room.waitOf(waitId), { state: 'finished' }, citizenFirst ? 'citizen first' : 'operator first')
    await room.hangUp(offer?.id ?? '')
    t.match(await room.waitOf(waitId), { state: 'finished' })
  }
})

t.test("an operator's late word does not finish the conversation that the next one has", async (t) => {
  const room = await dispatchRoom(t)
  await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [first] = await room.offersOf(waitId)
  await room.answer(first?.id ?? '', { kind: 'digits', digits: '1' })
  await room.database.transact((tx) => citizenReturned(tx, room.house, waitId, room.context()))
  room.pass(5)
  const budi = await room.operator('budi')
  await runMatch(room.database, room.house, room.context())
  const next = (await room.offersOf(waitId)).at(-1)
  t.match(next, { staff_id: budi, state: 'open' })
  await room.answer(next?.id ?? '', { kind: 'digits', digits: '1' })
  await room.answer(first?.id ?? '', { kind: 'returned' })
  t.match(await room.waitOf(waitId), { state: 'joined' })
  t.equal(await room.stateOf(budi), 'talking')
})

t.test('a phone rings no longer when its caller has hung up, and its operator is free', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  t.equal(await room.database.transact((tx) => endWait(tx, waitId, room.context())), 'left')
  t.match(await room.offersOf(waitId), [{ state: 'withdrawn' }])
  t.equal(await room.stateOf(sari), 'free')
})

t.test(
  'an emergency whose operator is lost: with nobody free the ladder climbs in a moment, otherwise the others ring first',
  async (t) => {
    for (const others of [[], ['budi']]) {
      const room = await dispatchRoom(t)
      await room.operator('sari')
      const { waitId } = await room.raises(await room.caller())
      const [offer] = await room.offersOf(waitId)
      await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' })
      for (const login of others) await room.operator(login)
      await room.hangUp(offer?.id ?? '')
      const [emergency] = await room.rows<{ state: string; climb_at: Date }>('select state, climb_at from emergencies')
      t.equal(emergency?.state, 'raised')
      const seconds = ((emergency?.climb_at.getTime() ?? 0) - room.context().now) / 1000
      t.equal(seconds, others.length === 0 ? 3 : 15, `${others.length} others are free`)
    }
  },
)
