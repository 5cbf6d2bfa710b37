import t from 'tap'
import { callNow, closeByPerson } from '../../src/emergency/recovery-service.ts'
import { closeEmergency } from '../../src/emergency/service.ts'
import { recoveryRoom } from './recovery-room.ts'

type Room = Awaited<ReturnType<typeof recoveryRoom>>
const number = '+6281200000001'

const calls = async (room: Room, callSid: string) => {
  const { id: recoveryId } = await room.recovery(callSid)
  return room.database.transact((tx) => callNow(tx, room.house, { recoveryId }, { ...room.context(), actor: 'sari' }))
}
const closes = async (room: Room, callSid: string, reason: string) => {
  const { id: recoveryId } = await room.recovery(callSid)
  const by = { ...room.context(), actor: 'staff:sari' }
  return room.database.transact((tx) => closeByPerson(tx, room.house, { recoveryId, reason }, by))
}
const audited = (room: Room) =>
  room.rows<{ action: string; facts: unknown }>('select action, facts from audit_entries order by id')

/** The operator accepts, and the citizen's phone rings. */
async function accepts(room: Room, callSid: string) {
  const offer = (await room.offersFor(callSid)).findLast(({ state }) => state === 'open')
  const operator = (await room.legFor(offer?.id ?? '')).id
  await room.hears(operator, { kind: 'digits', digits: '1' })
  return { operator, citizen: (await room.legsOf(callSid, 'callback')).at(-1)?.id ?? '' }
}

t.test('the phone of somebody who could not speak is never rung or texted by itself', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const { callSid } = await room.dropped(number, { silent: true })
  t.match(await room.recovery(callSid), { state: 'held' })
  for (const seconds of [10, 60, 600, 7_200]) {
    room.pass(seconds)
    await room.sweep()
  }
  t.equal(await room.callback(callSid), null)
  t.same(await room.legsOf(callSid, 'callback'), [])
  t.same(await room.texts(), [])
  t.match(await room.recovery(callSid), { state: 'held', tries: 0 })
})

t.test('a person decides that it rings: once, and whether again is decided again; no text', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const { callSid } = await room.dropped(number, { silent: true })
  room.pass(120)
  for (const tries of [1, 2]) {
    t.equal(await calls(room, callSid), 'in_line')
    t.match(await room.callback(callSid), { kind: 'quiet', state: 'waiting' })
    const { operator, citizen } = await accepts(room, callSid)
    await room.ends(citizen, 'no-answer')
    await room.ends(operator)
    t.match(await room.recovery(callSid), { state: 'held', tries, outcome: null })
    room.pass(3_600)
    await room.sweep()
    t.equal((await room.legsOf(callSid, 'callback')).length, tries, 'it does not ring again by itself')
  }
  t.same(await room.texts(), [])
  t.same(
    (await audited(room)).map(({ action }) => action),
    ['recovery.called', 'recovery.called'],
  )
})

t.test('nobody decides for half a day: it ends as undecided, without a ring or a text', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number, { silent: true })
  room.pass(12 * 3_600)
  await room.sweep()
  t.match(await room.recovery(callSid), { state: 'closed', outcome: 'undecided', closed_by: 'system' })
  t.same(await room.texts(), [])
  t.same(await room.legsOf(callSid, 'callback'), [])
})

t.test(
  'a person closes it with a reason that stays in the record and the audit; without one it stays open',
  async (t) => {
    const room = await recoveryRoom(t)
    await room.operator('sari')
    for (const silent of [true, false]) {
      const { callSid } = await room.dropped(`+62812000000${silent ? 11 : 12}`, { silent })
      t.equal(await closes(room, callSid, '  '), 'reason_wanted')
      t.equal(await closes(room, callSid, 'tetangga sudah di sana'), 'closed')
      const closed = { state: 'closed', outcome: 'closed', closed_by: 'staff:sari', reason: 'tetangga sudah di sana' }
      t.match(await room.recovery(callSid), closed)
      t.equal(await closes(room, callSid, 'lagi'), 'closed_already')
      room.pass(600)
      await room.sweep()
      t.same(await room.legsOf(callSid, 'callback'), [])
    }
    t.match(await audited(room), [{ action: 'recovery.closed' }, { action: 'recovery.closed' }])
    t.same(await room.texts(), [])
  },
)

t.test('an emergency that a person closes is not called back any more', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const { callSid } = await room.dropped(number)
  const { id: emergencyId } = await room.emergency(callSid)
  const by = { ...room.context(), actor: 'staff:sari' }
  await room.database.transact((tx) => closeEmergency(tx, { emergencyId, reason: 'salah pencet' }, by))
  await room.sweep()
  t.match(await room.recovery(callSid), { outcome: 'closed', reason: 'salah pencet', closed_by: 'staff:sari' })
  room.pass(600)
  await room.sweep()
  t.same(await room.legsOf(callSid, 'callback'), [])
})

t.test('the same number calls again: what was held is taken over', async (t) => {
  const room = await recoveryRoom(t)
  const before = await room.dropped(number, { silent: true })
  const again = await room.callsAgain(number)
  t.match(await room.recovery(before.callSid), { outcome: 'called_again', merged_into: again.callSid })
})

t.test('taking it now hastens one that rests; one that rings already is left alone', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const { callSid } = await room.dropped(number)
  t.equal(await calls(room, callSid), 'in_line')
  t.equal(await calls(room, callSid), 'under_way')
})
