import t from 'tap'
import { accept } from '../../src/dispatch/accept-service.ts'
import { endWait, heartbeat } from '../../src/dispatch/wait-service.ts'
import { climbOnce } from '../../src/emergency/climb-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { endEmergency } from '../../src/emergency/service.ts'
import { operatorsRoom } from '../support/room.ts'

type Room = Awaited<ReturnType<typeof operatorsRoom>>

const rung = (name: string, accepts: 'key' | 'talk') => ({
  name,
  target: { kind: 'sip', uri: `sip:${name}@psc.example` } as const,
  accepts,
  ringSeconds: 20,
  talkSeconds: 15,
})
const ladder: Ladder = {
  kind: 'umum',
  label: 'umum',
  rungs: [rung('psc', 'talk'), rung('damkar', 'key'), rung('posko', 'key')],
  atOnce: 1,
  maxCallsPerTarget: 2,
  texts: [],
}
const ladders = (room: Room) => room.climbing(() => ladder)

const attempts = (room: Room) =>
  room.rows<{ id: string; rung: string; state: string }>(
    'select id, rung, state from rung_attempts order by started_at, place',
  )
const emergency = async (room: Room) =>
  (
    await room.rows<{ id: string; state: string; settled_by: string }>('select id, state, settled_by from emergencies')
  )[0]
const sweep = (room: Room) => sweepEmergencies(room.database, ladders(room), room.context())
const speak = async (
  room: Room,
  attemptId: string | undefined,
  moment: Parameters<Room['rungLeg']['speak']>[2],
  turn = 0,
) => {
  const leg = await room.legFor(attemptId ?? '')
  return room.database.transact((tx) => room.rungLeg.speak(tx, { ...leg, turn }, moment, room.context()))
}
const leave = async (room: Room, attemptId: string | undefined, how: 'completed' | 'no-answer' = 'completed') => {
  const leg = await room.legFor(attemptId ?? '')
  return room.database.transact((tx) => room.rungLeg.ended(tx, leg, how, room.context()))
}

t.test('with no operator free the ladder starts at once', async (t) => {
  const room = await operatorsRoom(t)
  await room.raises(await room.caller())
  await sweep(room)
  t.match(await attempts(room), [{ rung: 'psc', state: 'ringing' }])
})

t.test('with an operator ringing the ladder starts after 15 seconds', async (t) => {
  const room = await operatorsRoom(t)
  await room.operator('sari')
  await room.raises(await room.caller())
  room.pass(14)
  await sweep(room)
  t.same(await attempts(room), [])
  room.pass(1)
  await sweep(room)
  t.match(await attempts(room), [{ rung: 'psc' }])
})

t.test('the next rung starts when the one before has rung its time, or has ended before', async (t) => {
  const room = await operatorsRoom(t)
  await room.raises(await room.caller())
  await sweep(room)
  room.pass(20)
  await sweep(room)
  t.match(await attempts(room), [
    { rung: 'psc', state: 'ringing' },
    { rung: 'damkar', state: 'ringing' },
  ])
  await leave(room, (await attempts(room))[0]?.id, 'no-answer')
  await leave(room, (await attempts(room))[1]?.id, 'no-answer')
  await sweep(room)
  t.match(await attempts(room), [{ state: 'failed' }, { state: 'failed' }, { rung: 'posko', state: 'ringing' }])
})

t.test('two sweeps at once ring no rung twice', async (t) => {
  const room = await operatorsRoom(t)
  const { emergencyId } = await room.raises(await room.caller())
  const climb = () => room.database.transact((tx) => climbOnce(tx, ladders(room), emergencyId, room.context()))
  const outcomes = (await Promise.all([climb(), climb()])).map(({ outcome }) => outcome)
  t.same(outcomes.sort(), ['idle', 'rang'])
})

t.test('a duty phone that presses 1 has the caller, and the other phones stop ringing', async (t) => {
  const room = await operatorsRoom(t)
  await room.raises(await room.caller())
  await sweep(room)
  await leave(room, (await attempts(room))[0]?.id, 'no-answer')
  await sweep(room)
  room.pass(20)
  await sweep(room)
  const [, damkar, posko] = await attempts(room)
  t.match(await speak(room, damkar?.id, { kind: 'answered' }), [{ verb: 'gather' }])
  t.match(await speak(room, damkar?.id, { kind: 'digits', digits: '1' }, 1), [
    { verb: 'say' },
    { verb: 'join', endsOnExit: true },
  ])
  t.match(await emergency(room), { state: 'acknowledged', settled_by: 'rung:damkar' })
  t.match(
    (await attempts(room)).find(({ id }) => id === posko?.id),
    { state: 'withdrawn' },
  )
  t.match(await speak(room, posko?.id, { kind: 'digits', digits: '1' }), [{ verb: 'say' }, { verb: 'hangup' }])
})

t.test('a voicemail on a duty phone does not count', async (t) => {
  const room = await operatorsRoom(t)
  await room.raises(await room.caller())
  await sweep(room)
  await leave(room, (await attempts(room))[0]?.id, 'no-answer')
  await sweep(room)
  const [, damkar] = await attempts(room)
  await speak(room, damkar?.id, { kind: 'answered' })
  t.match(await speak(room, damkar?.id, { kind: 'silence' }, 3), [{ verb: 'say' }, { verb: 'hangup' }])
  t.match(await emergency(room), { state: 'raised' })
  await sweep(room)
  t.match(await attempts(room), [{}, { state: 'refused' }, { rung: 'posko', state: 'ringing' }])
})

t.test('a control room is bridged on answer, and acknowledged by its seconds of conversation', async (t) => {
  const room = await operatorsRoom(t)
  const { waitId } = await room.raises(await room.caller())
  await sweep(room)
  const [psc] = await attempts(room)
  t.match(await speak(room, psc?.id, { kind: 'answered' }), [{ verb: 'say' }, { verb: 'join' }])
  t.match(await emergency(room), { state: 'raised' }, 'answering alone is not an acknowledgement')
  const facts = await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  t.match(facts, { state: 'joined', join: { endsOnExit: true } })
  room.pass(14)
  await sweep(room)
  t.match(await emergency(room), { state: 'raised' })
  room.pass(1)
  await sweep(room)
  t.match(await emergency(room), { state: 'acknowledged', settled_by: 'rung:psc' })
})

t.test('until a control room has acknowledged, the next rung and operators still come in, as a third', async (t) => {
  const room = await operatorsRoom(t)
  const { waitId } = await room.raises(await room.caller())
  await sweep(room)
  const [psc] = await attempts(room)
  await speak(room, psc?.id, { kind: 'answered' })
  await room.operator('sari')
  const [offer] = await room.rows<{ id: string }>(`select id from offers where wait_id = $1 and state = 'open'`, [
    waitId,
  ])
  const accepted = await room.database.transact((tx) => accept(tx, room.house, offer?.id ?? '', room.context()))
  t.match(accepted, { outcome: 'joined', shared: true })
  t.match(await emergency(room), { state: 'acknowledged' })
  const [kept] = await room.rows(`select from carrier_commands where kind = 'update_participant'`)
  t.ok(kept, 'before a third joins, nobody ends the conference for the others any more')
  await leave(room, psc?.id)
  const [wait] = await room.rows<{ state: string }>('select state from waits')
  t.equal(wait?.state, 'joined', 'the operator still has the caller')
})

t.test(
  'a partner who is lost before acknowledging leaves the caller at the front and the ladder climbing',
  async (t) => {
    const room = await operatorsRoom(t)
    await room.raises(await room.caller())
    await sweep(room)
    await speak(room, (await attempts(room))[0]?.id, { kind: 'answered' })
    await leave(room, (await attempts(room))[0]?.id)
    t.match(await room.rows('select state, returns from waits'), [{ state: 'waiting', returns: 1 }])
    await sweep(room)
    t.match(await attempts(room), [{ state: 'ended' }, { rung: 'damkar', state: 'ringing' }])
  },
)

t.test('a lost operator raises the emergency again', async (t) => {
  const room = await operatorsRoom(t)
  await room.operator('sari')
  const { waitId } = await room.raises(await room.caller())
  const [offer] = await room.rows<{ id: string }>('select id from offers where wait_id = $1', [waitId])
  await room.database.transact((tx) => accept(tx, room.house, offer?.id ?? '', room.context()))
  t.match(await emergency(room), { state: 'acknowledged' })
  const leg = await room.legFor(offer?.id ?? '')
  await room.database.transact((tx) => room.operatorLeg.ended(tx, leg, 'completed', room.context()))
  t.match(await emergency(room), { state: 'raised' })
  room.pass(15)
  await sweep(room)
  t.match(await attempts(room), [{ rung: 'psc' }])
})

t.test('at most so many ladder calls run to one rung, and one ladder per caller', async (t) => {
  const room = await operatorsRoom(t)
  for (let n = 0; n < 3; n += 1) await room.raises(await room.caller())
  await sweep(room)
  t.match((await attempts(room)).map(({ rung }) => rung).sort(), ['damkar', 'psc', 'psc'])
})

t.test('an emergency whose call ends unacknowledged is dropped, and its rungs stop ringing', async (t) => {
  const room = await operatorsRoom(t)
  const callSid = await room.caller()
  const { waitId } = await room.raises(callSid)
  await sweep(room)
  await room.database.transact(async (tx) => {
    await endWait(tx, waitId, room.context())
    await endEmergency(tx, { callSid, hadFinished: false }, room.context())
  })
  t.match(await emergency(room), { state: 'dropped' })
  t.match(await attempts(room), [{ state: 'withdrawn' }])
})

t.test('a partner and a caller who hang up one after the other have finished: nothing is dropped', async (t) => {
  const room = await operatorsRoom(t)
  const callSid = await room.caller()
  const { waitId } = await room.raises(callSid)
  await sweep(room)
  const [psc] = await attempts(room)
  await speak(room, psc?.id, { kind: 'answered' })
  room.pass(15)
  await sweep(room)
  t.match(await emergency(room), { state: 'acknowledged' })
  await leave(room, psc?.id)
  t.match(await emergency(room), { state: 'raised' }, 'a caller who stays on the line is not left alone')
  room.pass(2)
  await room.database.transact(async (tx) => {
    const wait = await endWait(tx, waitId, room.context())
    await endEmergency(tx, { callSid, hadFinished: wait === 'finished' }, room.context())
  })
  t.match(await emergency(room), { state: 'acknowledged', settled_by: 'rung:psc' })
})
