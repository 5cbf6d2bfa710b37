import t from 'tap'
import { know } from '../../src/citizens/service.ts'
import { accept } from '../../src/dispatch/accept-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { bringInPartners } from '../../src/emergency/bring-in-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder, Rung } from '../../src/emergency/ladder.ts'
import { refineEmergency } from '../../src/emergency/refine-service.ts'
import { operatorsRoom } from '../support/room.ts'

type Room = Awaited<ReturnType<typeof operatorsRoom>>

const rung = (name: string, more: Partial<Rung> = {}): Rung => ({
  name,
  target: { kind: 'sip', uri: `sip:${name}@psc.example` },
  accepts: 'key',
  ringSeconds: 20,
  talkSeconds: 10,
  ...more,
})
const ladder = (kind: string, rungs: readonly Rung[], more: Partial<Ladder> = {}): Ladder => ({
  ...{ kind, label: kind, rungs, atOnce: 1, maxCallsPerTarget: 3, texts: [] },
  ...more,
})
const sweep = (room: Room, ladders: (id: string) => Ladder, onExhausted = (_: string) => {}) =>
  sweepEmergencies(room.database, room.climbing(ladders, onExhausted), room.context())
const attempts = async (room: Room) =>
  (
    await room.rows<{ rung: string; state: string }>('select rung, state from rung_attempts order by started_at, place')
  ).map(({ rung, state }) => `${rung} ${state}`)
const attemptAt = async (room: Room, name: string) =>
  (await room.rows<{ id: string }>('select id from rung_attempts where rung = $1 order by place desc', [name]))[0]
    ?.id ?? ''
const leave = async (room: Room, name: string) => {
  const leg = await room.legFor(await attemptAt(room, name))
  await room.database.transact((tx) => room.rungLeg.ended(tx, leg, 'no-answer', room.context()))
}
const answers = async (room: Room, name: string) => {
  const leg = await room.legFor(await attemptAt(room, name))
  await room.database.transact((tx) => room.rungLeg.speak(tx, leg, { kind: 'answered' }, room.context()))
}
const kinds = async (room: Room) =>
  (await room.rows<{ kind: string }>('select kind from call_events order by id')).map(({ kind }) => kind)

t.test('two ring together; when one of them is over the next one starts, also while the other rings on', async (t) => {
  const room = await operatorsRoom(t)
  const three = ladder('umum', [rung('psc'), rung('rsud', { ringSeconds: 40 }), rung('posko')], { atOnce: 2 })
  await room.raises(await room.caller())
  await sweep(room, () => three)
  t.same(await attempts(room), ['psc ringing', 'rsud ringing'])
  await sweep(room, () => three)
  t.same((await attempts(room)).length, 2, 'and no more than two')
  await leave(room, 'psc')
  await sweep(room, () => three)
  t.same(await attempts(room), ['psc failed', 'rsud ringing', 'posko ringing'])
})

t.test('the kind becomes known: its ladder begins at once, and what rings goes on ringing', async (t) => {
  const room = await operatorsRoom(t)
  const site: Readonly<Record<string, Ladder>> = {
    umum: ladder('umum', [rung('psc'), rung('damkar')]),
    medis: ladder('medis', [rung('psc'), rung('rsud')]),
  }
  const of = (id: string) => site[id] as Ladder
  const { emergencyId } = await room.raises(await room.caller())
  const refine = (kind: string) =>
    room.database.transact((tx) => refineEmergency(tx, { emergencyId, kind, ladder: kind }, room.context()))
  await sweep(room, of)
  t.same(await attempts(room), ['psc ringing'])
  room.pass(3)
  t.equal(await refine('medis'), 'refined')
  t.equal(await refine('medis'), 'same')
  await sweep(room, of)
  t.same(await attempts(room), ['psc ringing', 'rsud ringing'], 'the first that does not ring already')
  t.match(await room.rows('select kind, ladder, state from emergencies'), [{ kind: 'medis', ladder: 'medis' }])
  t.ok((await kinds(room)).includes('emergency.refined'))
})

t.test('an operator who rings first keeps the seconds, whatever becomes known meanwhile', async (t) => {
  const room = await operatorsRoom(t)
  await room.operator('sari')
  const { emergencyId } = await room.raises(await room.caller())
  const refining = { emergencyId, kind: 'medis', ladder: 'medis' }
  await room.database.transact((tx) => refineEmergency(tx, refining, room.context()))
  const medis = ladder('medis', [rung('rsud')])
  await sweep(room, () => medis)
  t.same(await attempts(room), [])
  room.pass(15)
  await sweep(room, () => medis)
  t.same(await attempts(room), ['rsud ringing'])
})

t.test('a control room that talks is not rung again, however long its seconds are', async (t) => {
  const room = await operatorsRoom(t)
  const one = ladder('umum', [rung('psc', { accepts: 'talk', talkSeconds: 60 })])
  await room.raises(await room.caller())
  await sweep(room, () => one)
  room.pass(3)
  await answers(room, 'psc')
  for (let second = 0; second < 50; second += 5) {
    room.pass(5)
    await sweep(room, () => one)
  }
  t.same(await attempts(room), ['psc talking'])
  t.notOk((await kinds(room)).includes('ladder.exhausted'))
})

t.test('a ladder that nobody answers is exhausted, said so once a round, and starts again', async (t) => {
  const room = await operatorsRoom(t)
  const two = ladder('umum', [rung('psc'), rung('posko')])
  const told: string[] = []
  const { emergencyId } = await room.raises(await room.caller())
  const step = () =>
    sweep(
      room,
      () => two,
      (id) => told.push(id),
    )
  for (const name of ['psc', 'posko']) {
    await step()
    await leave(room, name)
  }
  await step()
  t.same(told, [emergencyId])
  t.match(await room.rows('select exhausted, exhausted_at from emergencies'), [{ exhausted: 1 }])
  await step()
  t.equal((await attempts(room)).length, 2, 'between two rounds it rests')
  room.pass(5)
  await step()
  t.same(await attempts(room), ['psc failed', 'posko failed', 'psc ringing'])
})

t.test('a group rings everybody who is signed in, also who rests; who rested, rests again', async (t) => {
  const room = await operatorsRoom(t)
  const group = rung('petugas', { target: { kind: 'operators', lane: 'darurat' }, ringSeconds: 15 })
  const two = ladder('umum', [group, rung('posko')])
  const { waitId } = await room.raises(await room.caller())
  const [rina, budi] = [await room.operator('rina', 'offline'), await room.operator('budi', 'offline')]
  await room.database.transact((tx) => setPresence(tx, room.house, { staffId: rina, state: 'paused' }, room.context()))
  await sweep(room, () => two)
  t.match(await room.rows('select staff_id, reason, state, wait_id from offers'), [
    { staff_id: rina, reason: 'summoned', state: 'open', wait_id: waitId },
  ])
  t.same(await attempts(room), ['petugas ringing'])
  room.pass(15)
  await sweep(room, () => two)
  t.same(await attempts(room), ['petugas failed', 'posko ringing'], 'after its seconds the ladder goes on')
  const [offer] = await room.rows<{ id: string }>('select id from offers')
  const legOf = await room.legFor(offer?.id ?? '')
  await room.database.transact((tx) => room.operatorLeg.ended(tx, legOf, 'no-answer', room.context()))
  const stateOf = async (staffId: string) =>
    (
      await room.rows<{ state: string; then_state: string }>(
        'select state, then_state from operators where staff_id = $1',
        [staffId],
      )
    )[0]
  t.match(await stateOf(rina), { state: 'paused', then_state: 'paused' })
  t.match(await stateOf(budi), { state: 'offline' })
})

t.test('whoever of the group takes the caller has acknowledged it, and the ladder rests', async (t) => {
  const room = await operatorsRoom(t)
  const two = ladder('umum', [rung('petugas', { target: { kind: 'operators', lane: 'darurat' } }), rung('posko')])
  await room.raises(await room.caller())
  const rina = await room.operator('rina', 'offline')
  await room.database.transact((tx) => setPresence(tx, room.house, { staffId: rina, state: 'paused' }, room.context()))
  await sweep(room, () => two)
  const [offer] = await room.rows<{ id: string }>('select id from offers')
  await room.database.transact((tx) => accept(tx, room.house, offer?.id ?? '', room.context()))
  t.match(await room.rows('select state, settled_by from emergencies'), [
    { state: 'acknowledged', settled_by: `staff:${rina}` },
  ])
  room.pass(30)
  await sweep(room, () => two)
  t.same(await attempts(room), ['petugas withdrawn'])
})

t.test('a group in which nobody is signed in does not hold the next rung up', async (t) => {
  const room = await operatorsRoom(t)
  const two = ladder('umum', [rung('petugas', { target: { kind: 'operators', lane: 'darurat' } }), rung('posko')])
  await room.raises(await room.caller())
  await sweep(room, () => two)
  await sweep(room, () => two)
  t.same(await attempts(room), ['petugas failed', 'posko ringing'])
})

t.test('several ladders at one moment never ring one phone more often than it may', async (t) => {
  const room = await operatorsRoom(t)
  const site: Readonly<Record<string, Ladder>> = {
    umum: ladder('umum', [rung('psc'), rung('damkar')], { atOnce: 2, maxCallsPerTarget: 2 }),
  }
  for (let n = 0; n < 4; n += 1) await room.raises(await room.caller())
  await Promise.all([1, 2, 3].map(() => sweep(room, () => site.umum as Ladder)))
  t.same((await attempts(room)).sort(), ['damkar ringing', 'damkar ringing', 'psc ringing', 'psc ringing'])
})

t.test('an operator who brings partners in begins with the first of the ladder, also a second time', async (t) => {
  const room = await operatorsRoom(t)
  const two = ladder('umum', [rung('psc'), rung('posko')])
  await room.operator('sari')
  const callSid = await room.caller()
  const { waitId } = await room.waits(callSid)
  const [offer] = await room.rows<{ id: string }>('select id from offers where wait_id = $1', [waitId])
  await room.database.transact((tx) => accept(tx, room.house, offer?.id ?? '', room.context()))
  const bring = () => room.database.transact((tx) => bringInPartners(tx, { callSid, ladder: 'umum' }, room.context()))
  t.ok(await bring())
  await sweep(room, () => two)
  t.same(await attempts(room), ['psc ringing'])
})

t.test('one ladder a caller: a second call of the same person rests while the first one rings', async (t) => {
  const room = await operatorsRoom(t)
  const { database, alerts, context } = room
  const two = ladder('umum', [rung('psc'), rung('posko'), rung('damkar')], { atOnce: 2 })
  const caller = { kind: 'number', address: '+6281234567890', canBeTexted: true } as const
  const { citizenId } = await database.transact((tx) => know(tx, { caller }, alerts.sealer, context()))
  for (const callSid of [await room.caller(), await room.caller()]) {
    await room.rows('update calls set citizen_id = $1 where call_sid = $2', [citizenId, callSid])
    await room.raises(callSid)
  }
  for (let second = 0; second < 15; second += 5) {
    await sweep(room, () => two)
    room.pass(5)
  }
  t.same(await attempts(room), ['psc ringing', 'posko ringing'])
  t.match(await room.rows('select count(distinct emergency_id)::int as of from rung_attempts'), [{ of: 1 }])
})
