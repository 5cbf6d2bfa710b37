import t from 'tap'
import type { Leg } from '../../src/conversations/leg.ts'
import { climbOnce } from '../../src/emergency/climb-service.ts'
import { admit, mostPerHour, restMilliseconds, settledBy } from '../../src/emergency/duty-test.ts'
import { dutyTestLegs, dutyTests, tryDutyPhone } from '../../src/emergency/duty-test-service.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { operatorsRoom } from '../support/room.ts'

const number = '+62751119'
const phone = {
  id: 'umum: PSC 119',
  target: { kind: 'number', number } as const,
  ladders: ['umum'],
  rungs: ['PSC 119'],
}
const ladder: Ladder = {
  kind: 'umum',
  label: 'Darurat',
  rungs: [{ name: 'PSC 119', target: phone.target, accepts: 'key', ringSeconds: 20, talkSeconds: 10 }],
  atOnce: 1,
  maxCallsPerTarget: 2,
  texts: [],
}

t.test('when a duty phone may be tried', async (t) => {
  const calm = { isRunning: false, isNeeded: false, lastAt: null, lastHour: [] }
  const now = 10_000_000
  t.same(admit(calm, now), { outcome: 'admitted' })
  t.same(admit({ ...calm, isRunning: true }, now), { outcome: 'running' })
  t.same(admit({ ...calm, isRunning: true, isNeeded: true }, now), { outcome: 'needed' }, 'danger goes before all')
  t.same(admit({ ...calm, lastAt: now - 1000 }, now), {
    outcome: 'too_often',
    retryAfterSeconds: (restMilliseconds - 1000) / 1000,
  })
  t.same(admit({ ...calm, lastAt: now - restMilliseconds }, now), { outcome: 'admitted' })
  const busyHour = Array.from({ length: mostPerHour }, (_, at) => now - 60 * 60_000 + (at + 1) * 1000)
  t.same(admit({ ...calm, lastHour: busyHour }, now), { outcome: 'too_often', retryAfterSeconds: 1 })
  t.same(admit({ ...calm, lastHour: busyHour }, now + 1000), { outcome: 'admitted' })
})

t.test('how a test ends whose phone has hung up', async (t) => {
  t.equal(settledBy('calling', 'busy'), 'busy')
  t.equal(settledBy('calling', 'failed'), 'failed')
  t.equal(settledBy('calling', 'no-answer'), 'unanswered')
  t.equal(settledBy('calling', 'canceled'), 'unanswered')
  t.equal(settledBy('answered', 'completed'), 'answered')
})

async function testing(t: Parameters<typeof operatorsRoom>[0]) {
  const room = await operatorsRoom(t)
  const { database } = room
  const context = () => ({ ...room.context(), actor: 'staff:admin' })
  const say = (prompt: string) => ({ prompt, text: prompt, language: 'ind' })
  const legs = dutyTestLegs({ say, place: 'Padang Pariaman' })
  const tries = () => database.transact((tx) => tryDutyPhone(tx, phone, context()))
  const state = async () => (await dutyTests(database, 10))[0]?.state
  const leg = async (): Promise<Leg> => room.legFor((await dutyTests(database, 1))[0]?.id ?? '')
  const hears = async (digits: string | null, turn = 1) => {
    const present = { ...(await leg()), turn }
    const moment = digits === null ? ({ kind: 'answered' } as const) : ({ kind: 'digits', digits } as const)
    return database.transact((tx) => legs.speak(tx, present, moment, context()))
  }
  const ends = async (how: 'completed' | 'busy') => {
    const present = await leg()
    await database.transact((tx) => legs.ended(tx, present, how, context()))
  }
  return { room, database, context, tries, state, hears, ends }
}

t.test('a human who presses 1 confirms it; nothing of it is an emergency', async (t) => {
  const { room, database, tries, state, hears, ends } = await testing(t)
  t.match(await tries(), { outcome: 'calling' })
  t.match(await room.rows('select kind, payload from carrier_commands'), [
    { kind: 'place_leg', payload: { purpose: 'test', target: phone.target, urgent: false } },
  ])
  t.equal(await state(), 'calling')
  t.match(await hears(null), [{ verb: 'gather', spoken: [{ prompt: 'mitra_uji' }] }])
  t.equal(await state(), 'answered')
  t.match(await hears('7'), [{ verb: 'gather' }], 'another key hears it again')
  t.match(await hears('1'), [{ spoken: [{ prompt: 'mitra_uji_selesai' }] }, { verb: 'hangup' }])
  await ends('completed')
  t.equal(await state(), 'confirmed')
  t.same(await room.rows('select id from emergencies union all select id from rung_attempts'), [])
  t.match(await auditAbout(database, 'duty:umum: PSC 119'), [{ action: 'duty.tested', actor: 'staff:admin' }])
})

t.test('a voicemail hears the sentence three times and is let go: answered, and not confirmed', async (t) => {
  const { tries, state, hears, ends } = await testing(t)
  await tries()
  await hears(null, 0)
  t.match(await hears('', 2), [{ verb: 'gather' }])
  t.match(await hears('', 3), [{ verb: 'say' }, { verb: 'hangup' }])
  await ends('completed')
  t.equal(await state(), 'answered')
})

t.test('one phone is tried once at a time, and then rests', async (t) => {
  const { room, tries, state, ends } = await testing(t)
  const both = await Promise.all([tries(), tries()])
  t.same(both.map(({ outcome }) => outcome).toSorted(), ['calling', 'running'])
  await ends('busy')
  t.equal(await state(), 'busy')
  t.match(await tries(), { outcome: 'too_often', retryAfterSeconds: restMilliseconds / 1000 })
  room.pass(restMilliseconds / 1000)
  t.match(await tries(), { outcome: 'calling' })
})

t.test('no phone is tried while an emergency may need it, and a test gives way to one', async (t) => {
  const { room, database, tries, state, context } = await testing(t)
  await tries()
  const { emergencyId } = await room.raises(await room.caller())
  t.equal(await state(), 'calling')
  await database.transact((tx) =>
    climbOnce(
      tx,
      room.climbing(() => ladder),
      emergencyId,
      context(),
    ),
  )
  t.equal(await state(), 'stopped')
  const placed = `select payload ->> 'purpose' as purpose, state from carrier_commands where kind = 'place_leg' order by id`
  t.match(await room.rows(placed), [
    { purpose: 'test', state: 'unneeded' },
    { purpose: 'rung', state: 'due' },
  ])
  room.pass(3600)
  t.match(await tries(), { outcome: 'needed' })
})
