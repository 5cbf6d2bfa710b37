import t, { type Test } from 'tap'
import type { Leg } from '../../src/conversations/leg.ts'
import { climbOnce } from '../../src/emergency/climb-service.ts'
import { sweepDrills } from '../../src/emergency/drill-jobs.ts'
import { drillsWithTries, startDrill, stopDrill } from '../../src/emergency/drill-service.ts'
import { dutyTestLegs, dutyTests } from '../../src/emergency/duty-test-service.ts'
import type { Ladder, Rung } from '../../src/emergency/ladder.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { operatorsRoom } from '../support/room.ts'

const rung = (name: string, number: string, isDrilled = true): Rung => ({
  ...{ name, target: { kind: 'number', number }, accepts: 'key', ringSeconds: 20, talkSeconds: 10 },
  ...(isDrilled && { isDrilled }),
})
const ladder: Ladder = {
  kind: 'kebakaran',
  label: 'Kebakaran',
  rungs: [
    rung('Damkar', '+62751113'),
    rung('PSC 119', '+62751119', false),
    rung('Posko', '+62751112'),
    rung('Damkar lagi', '+62751113'),
  ],
  atOnce: 1,
  maxCallsPerTarget: 2,
  texts: [],
}
const other: Ladder = { ...ladder, kind: 'medis', rungs: [rung('RSUD', '+62751118')] }

async function drilling(t: Test) {
  const room = await operatorsRoom(t)
  const { database } = room
  const context = () => ({ ...room.context(), actor: 'staff:pengawas' })
  const say = (prompt: string) => ({ prompt, text: prompt, language: 'ind' })
  const legs = dutyTestLegs({ say, place: 'Padang Pariaman' })
  const starts = (of: Ladder = ladder) => database.transact((tx) => startDrill(tx, of, context()))
  const sweeps = () => sweepDrills(database, room.context())
  const testOf = async (name: string) => {
    const test = (await dutyTests(database, 20)).find((one) => one.rung === name)
    if (test === undefined) throw new Error(`${name} was not rung`)
    return test
  }
  const leg = async (name: string): Promise<Leg> => room.legFor((await testOf(name)).id)
  const hears = async (name: string, digits: string | null, turn = 1) => {
    const present = { ...(await leg(name)), turn }
    const moment = digits === null ? ({ kind: 'answered' } as const) : ({ kind: 'digits', digits } as const)
    return database.transact((tx) => legs.speak(tx, present, moment, context()))
  }
  const ends = async (name: string, how: 'completed' | 'busy' | 'no-answer') => {
    const present = await leg(name)
    await database.transact((tx) => legs.ended(tx, present, how, context()))
  }
  const drill = async () => (await drillsWithTries(database, 1))[0]
  const outcomes = async () => (await drill())?.tries.map((tried) => [tried.rung, tried.state])
  return { room, database, context, starts, sweeps, hears, ends, drill, outcomes, testOf }
}

t.test('the marked rungs ring one after the other, each phone once, and hear that it is a drill', async (t) => {
  const { room, database, starts, sweeps, hears, ends, drill, outcomes } = await drilling(t)
  t.match(await starts(), { outcome: 'started' })
  await sweeps()
  t.same(await outcomes(), [['Damkar', 'calling']], 'the second does not ring while the first does')
  room.pass(7)
  t.match(await hears('Damkar', null), [{ verb: 'gather', spoken: [{ prompt: 'mitra_latihan' }] }])
  room.pass(4)
  t.match(await hears('Damkar', '1'), [{ spoken: [{ prompt: 'mitra_latihan_selesai' }] }, { verb: 'hangup' }])
  await sweeps()
  t.same(await outcomes(), [
    ['Damkar', 'confirmed'],
    ['Posko', 'calling'],
  ])
  room.pass(20)
  await ends('Posko', 'no-answer')
  await sweeps()
  const { state, why, askedAt, endedAt, tries = [] } = (await drill()) ?? {}
  t.match(
    { state, why, seconds: ((endedAt ?? 0) - (askedAt ?? 0)) / 1000 },
    { state: 'finished', why: null, seconds: 31 },
  )
  t.match(tries, [
    { rung: 'Damkar', state: 'confirmed', settledAt: (askedAt ?? 0) + 11_000 },
    { rung: 'Posko', state: 'unanswered' },
  ])
  const kept = 'select id from emergencies union all select id from rung_attempts union all select id from waits'
  t.same(await room.rows(kept), [], 'nobody was in danger, and nobody waited')
  t.same(await room.rows('select call_sid from calls'), [], 'no citizen called: no list and no measure knows of it')
  t.match(await auditAbout(database, 'drill:kebakaran'), [{ action: 'drill.started', actor: 'staff:pengawas' }])
})

t.test('a voicemail picks up in silence: answered, not confirmed, and the drill goes on', async (t) => {
  const { starts, sweeps, hears, ends, outcomes } = await drilling(t)
  await starts()
  await hears('Damkar', null, 0)
  await hears('Damkar', '', 2)
  t.match(await hears('Damkar', '', 3), [{ verb: 'say' }, { verb: 'hangup' }])
  await sweeps()
  t.same(await outcomes(), [['Damkar', 'answered']], 'its line is still open')
  await ends('Damkar', 'completed')
  await sweeps()
  t.same(await outcomes(), [
    ['Damkar', 'answered'],
    ['Posko', 'calling'],
  ])
})

t.test('one drill at a time, none of an unmarked ladder, and no ladder twice in ten minutes', async (t) => {
  const { starts, ends, sweeps } = await drilling(t)
  t.match(await starts({ ...ladder, rungs: [rung('PSC 119', '+62751119', false)] }), { outcome: 'nothing_marked' })
  const both = await Promise.all([starts(), starts(other)])
  t.same(both.map(({ outcome }) => outcome).toSorted(), ['running', 'started'])
  const isLadder = both[0].outcome === 'started'
  for (const name of isLadder ? ['Damkar', 'Posko'] : ['RSUD']) {
    await ends(name, 'busy')
    await sweeps()
  }
  t.match(await starts(isLadder ? ladder : other), { outcome: 'too_often', retryAfterSeconds: 600 })
  t.match(await starts(isLadder ? other : ladder), { outcome: 'started' })
})

t.test('an emergency of any ladder ends the drill at once, and none begins while one stands', async (t) => {
  const { room, database, context, starts, sweeps, drill } = await drilling(t)
  await starts()
  const { emergencyId } = await room.raises(await room.caller())
  const climbing = room.climbing(() => other)
  await database.transact((tx) => climbOnce(tx, climbing, emergencyId, context()))
  t.match(await drill(), { state: 'stopped', why: 'emergency', tries: [{ rung: 'Damkar', state: 'stopped' }] })
  const placed = `select payload ->> 'purpose' as purpose, state from carrier_commands where kind = 'place_leg' order by id`
  t.match(await room.rows(placed), [
    { purpose: 'test', state: 'unneeded' },
    { purpose: 'rung', state: 'due' },
  ])
  await sweeps()
  t.equal((await drill())?.tries.length, 1, 'no other phone of it rings')
  room.pass(3600)
  t.match(await starts(), { outcome: 'needed' })
})

t.test('between two rungs, too, a drill gives way', async (t) => {
  const { room, starts, sweeps, ends, drill } = await drilling(t)
  await starts()
  await ends('Damkar', 'busy')
  await room.raises(await room.caller())
  await sweeps()
  t.match(await drill(), { state: 'stopped', why: 'emergency', tries: [{ rung: 'Damkar', state: 'busy' }] })
})

t.test('a person stops it, and whoever is on the phone is let go', async (t) => {
  const { database, context, starts, drill } = await drilling(t)
  const started = await starts()
  const drillId = started.outcome === 'started' ? started.drillId : ''
  t.equal(await database.transact((tx) => stopDrill(tx, drillId, context())), true)
  t.match(await drill(), { state: 'stopped', why: 'person', tries: [{ state: 'stopped' }] })
  t.equal(await database.transact((tx) => stopDrill(tx, drillId, context())), false)
  t.match(await auditAbout(database, `drill:${drillId}`), [{ action: 'drill.stopped' }])
})

t.test('a phone whose end nobody tells does not hold the drill for ever', async (t) => {
  const { room, starts, sweeps, outcomes } = await drilling(t)
  await starts()
  room.pass(299)
  await sweeps()
  t.same(await outcomes(), [['Damkar', 'calling']])
  room.pass(1)
  await sweeps()
  t.same(await outcomes(), [
    ['Damkar', 'failed'],
    ['Posko', 'calling'],
  ])
})
