import t from 'tap'
import { accept } from '../../src/dispatch/accept-service.ts'
import { expireOffers, sweepDispatch } from '../../src/dispatch/jobs.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { dispatchRoom } from './support/room.ts'

t.test(
  'of three operators who press 1 at the same moment, one has the caller and two hear that it was taken',
  async (t) => {
    const room = await dispatchRoom(t)
    const staff = [await room.operator('sari'), await room.operator('budi'), await room.operator('tuti')]
    const { waitId } = await room.raises(await room.caller())
    const offers = await room.offersOf(waitId)
    t.equal(offers.length, 3, 'three phones ring for one emergency')
    const outcomes = await Promise.all(
      offers.map(({ id }) => room.database.transact((tx) => accept(tx, room.house, id, room.context()))),
    )
    t.same(outcomes.map(({ outcome }) => outcome).sort(), ['joined', 'taken', 'taken'])
    t.match(await room.waitOf(waitId), { state: 'joined' })
    const states = await Promise.all(staff.map((id) => room.stateOf(id)))
    t.same(states.sort(), ['free', 'free', 'talking'])
    const ends = await room.rows(`select from carrier_commands where kind = 'end_call' or state = 'unneeded'`)
    t.equal(ends.length, 2, 'the two other phones stop ringing')
    for (const { id, state } of await room.offersOf(waitId)) {
      if (state !== 'withdrawn') continue
      t.match(await room.answer(id, { kind: 'let_go' }), [
        { spoken: [{ prompt: 'petugas_diambil' }] },
        { verb: 'hangup' },
      ])
    }
  },
)

t.test('two callers for one operator cannot be stored', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  await room.waits(await room.caller())
  const { waitId } = await room.waits(await room.caller())
  const insert = `insert into offers (id, wait_id, staff_id, reason, offered_at, expires_at)
    values (gen_random_uuid(), $1, $2, 'twice', now(), now())`
  await t.rejects(room.rows(insert, [waitId, sari]), { code: '23505' })
})

t.test('a late accept is honoured if the citizen still waits', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  room.pass(31)
  await expireOffers(room.database, room.context())
  t.match(await room.offersOf(waitId), [{ state: 'missed' }])
  t.match(await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' }), [{ verb: 'say' }, { verb: 'join' }])
  t.equal(await room.stateOf(sari), 'talking')
})

t.test('an operator whose phone rings for a citizen is given the emergency that came meanwhile', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const citizen = await room.waits(await room.caller())
  const [offer] = await room.offersOf(citizen.waitId)
  const danger = await room.raises(await room.caller())
  t.match(await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' }), [
    { spoken: [{ prompt: 'petugas_tersambung_darurat' }] },
    { verb: 'join' },
  ])
  t.match(await room.waitOf(danger.waitId), { state: 'joined' })
  t.match(await room.waitOf(citizen.waitId), { state: 'waiting' })
  t.equal(await room.stateOf(sari), 'talking')
})

t.test('what an operator asks for in mid-call comes true after it', async (t) => {
  const room = await dispatchRoom(t)
  const sari = await room.operator('sari')
  const { waitId } = await room.waits(await room.caller())
  const [offer] = await room.offersOf(waitId)
  await room.answer(offer?.id ?? '', { kind: 'digits', digits: '1' })
  const asked = () =>
    room.database.transact((tx) => setPresence(tx, room.house, { staffId: sari, state: 'paused' }, room.context()))
  t.equal(await asked(), 'talking')
  await room.answer(offer?.id ?? '', { kind: 'returned' })
  room.pass(11)
  await sweepDispatch(room.database, room.house, room.context())
  t.equal(await room.stateOf(sari), 'paused')
})
