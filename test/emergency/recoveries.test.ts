import t from 'tap'
import { recoveryRoom } from './recovery-room.ts'

type Room = Awaited<ReturnType<typeof recoveryRoom>>
const number = '+6281200000001'
const digits = (keys: string) => ({ kind: 'digits', digits: keys }) as const

/** The operator accepts the last offer for this call; gives both legs. */
async function accepts(room: Room, callSid: string) {
  const offer = (await room.offersFor(callSid)).findLast(({ state }) => state === 'open')
  const operator = (await room.legFor(offer?.id ?? '')).id
  const heard = await room.hears(operator, digits('1'))
  return { operator, heard, citizen: (await room.legsOf(callSid, 'callback')).at(-1)?.id ?? '' }
}

/** The moment in which people redial is over. */
async function fallsDue(room: Room) {
  room.pass(10)
  await room.sweep()
}

t.test('a call for help that ends before a human has it begins a recovery, in the same transaction', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number)
  t.match(await room.recovery(callSid), { state: 'open', outcome: null, tries: 0 })
  t.match(await room.callback(callSid), { kind: 'emergency', state: 'resting', lane: 'darurat', attempts: 0 })
  const told = await room.timeline(callSid)
  for (const kind of ['emergency.dropped', 'recovery.began', 'callback.owed']) t.ok(told.includes(kind), kind)
})

t.test('who had reached a human is not called back', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const call = await room.calling(number)
  await room.raises(call.callSid)
  await accepts(room, call.callSid)
  t.equal(await room.hangsUp(call), 'none')
  t.same(await room.rows('select * from recoveries'), [])
})

t.test('who was gone before whoever accepted could talk is called back all the same', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const call = await room.calling(number)
  await room.raises(call.callSid)
  const { operator } = await accepts(room, call.callSid)
  t.equal(await room.hangsUp(call, { neverMet: true }), 'dropped')
  t.match(await room.emergency(call.callSid), { state: 'dropped' })
  await room.ends(operator)
  await room.operator('budi')
  await fallsDue(room)
  const { citizen } = await accepts(room, call.callSid)
  t.match(await room.recovery(call.callSid), { state: 'open', tries: 1 })
  t.match(await room.hears(citizen, { kind: 'answered' }), [{}, { verb: 'join', label: 'citizen' }])
})

t.test(
  'an operator is there first, then the phone rings, within the minute; talking closes it as reached',
  async (t) => {
    const room = await recoveryRoom(t)
    const { callSid } = await room.dropped(number)
    await room.operator('sari')
    t.same(await room.offersFor(callSid), [], 'whoever was cut off dials again at once')
    await fallsDue(room)
    t.match(await room.offersFor(callSid), [{ state: 'open', reason: 'emergency' }])
    t.same(await room.legsOf(callSid, 'callback'), [])
    const { operator, citizen } = await accepts(room, callSid)
    const { first_try_at: first, tries } = await room.recovery(callSid)
    t.equal(tries, 1)
    t.equal((first?.getTime() ?? 0) - Date.UTC(2026, 10, 21, 3, 0, 0), 10_000)
    t.match(await room.emergency(callSid), { state: 'acknowledged', climb_at: null })
    t.match(await room.hears(citizen, { kind: 'answered' }), [
      { spoken: [{ prompt: 'darurat_panggil_balik' }] },
      { verb: 'join', label: 'citizen' },
    ])
    await room.hears(operator, { kind: 'continue' })
    await room.meets(operator)
    room.pass(30)
    await room.ends(citizen)
    t.match(await room.recovery(callSid), { state: 'closed', outcome: 'reached' })
    t.match(await room.emergency(callSid), { state: 'acknowledged' })
    await room.sweep()
    t.same(await room.texts(), [])
  },
)

/** A rest is over, an operator takes it, and the citizen's phone rings in vain. */
async function ringsInVain(room: Room, callSid: string) {
  room.pass(240)
  await room.sweep()
  const { operator, citizen } = await accepts(room, callSid)
  await room.ends(citizen, 'no-answer')
  const heard = await room.hears(operator, { kind: 'continue' })
  await room.ends(operator)
  return heard
}

t.test('the phone rings three times in all, then a text goes out', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number)
  await room.operator('sari')
  for (const tries of [1, 2, 3]) {
    t.match(await ringsInVain(room, callSid), [{ spoken: [{ prompt: 'petugas_warga_tidak_menjawab' }] }, {}])
    t.match(await room.emergency(callSid), { state: 'dropped', climb_at: null }, 'no human has it')
    t.match(await room.recovery(callSid), { state: tries < 3 ? 'open' : 'closed', tries })
  }
  t.match(await room.recovery(callSid), { outcome: 'texted' })
  t.same(await room.texts(), ['darurat_tak_terjawab'])
  room.pass(3_600)
  await room.sweep()
  t.equal((await room.legsOf(callSid, 'callback')).length, 3, 'and rings no more')
})

t.test('a phone that takes no texts ends as unreachable', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped('+6275191234', { canBeTexted: false })
  await room.operator('sari')
  for (const _ of [1, 2, 3]) await ringsInVain(room, callSid)
  t.match(await room.recovery(callSid), { state: 'closed', outcome: 'unreachable', tries: 3 })
})

t.test(
  'a withheld number, or one outside of the dialling rules, is unreachable at once, and stands there',
  async (t) => {
    const room = await recoveryRoom(t)
    await room.operator('sari', 'offline')
    for (const caller of [null, '+12125550100']) {
      const { callSid } = await room.dropped(caller)
      t.match(await room.recovery(callSid), { state: 'closed', outcome: 'unreachable', tries: 0 })
      t.equal(await room.callback(callSid), null)
    }
  },
)

t.test('the same number calls for help again: the new call takes it over', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const before = await room.dropped(number)
  await fallsDue(room)
  t.equal((await room.offersFor(before.callSid)).at(-1)?.state, 'open')
  const again = await room.callsAgain(number)
  t.match(await room.recovery(before.callSid), { state: 'closed', outcome: 'called_again', merged_into: again.callSid })
  t.ok(
    (await room.offersFor(before.callSid)).every(({ state }) => state === 'withdrawn'),
    'no phone rings for the old one',
  )
  t.match(await room.offersFor(again.callSid), [{ state: 'open' }])
  await room.hangsUp(again)
  t.match(await room.recovery(again.callSid), { state: 'open' }, 'cut off again, it is owed anew')
  room.pass(3_600)
  await room.sweep()
  t.same(await room.legsOf(before.callSid, 'callback'), [])
})

t.test('what comes late of the call’s end takes nothing of it', async (t) => {
  const room = await recoveryRoom(t)
  await room.operator('sari')
  const call = await room.dropped(number)
  t.equal(await room.hangsUp(call), 'none')
  t.equal((await room.rows('select * from recoveries')).length, 1)
})

t.test('one whose operator is lost while it rings goes back into line, and the ladder stands again', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number)
  await room.operator('sari')
  await fallsDue(room)
  const { operator } = await accepts(room, callSid)
  await room.ends(operator)
  t.match(await room.callback(callSid), { state: 'waiting', attempts: 0 })
  t.match(await room.emergency(callSid), { state: 'raised' })
})

t.test('with nobody of ours for two hours it ends as unattended, and the citizen is told to call', async (t) => {
  const room = await recoveryRoom(t)
  const { callSid } = await room.dropped(number)
  await fallsDue(room)
  room.pass(2 * 3_600)
  await room.sweep()
  t.match(await room.recovery(callSid), { state: 'closed', outcome: 'unattended', tries: 0 })
  t.match(await room.emergency(callSid), { state: 'dropped', climb_at: null })
  t.same(await room.texts(), ['darurat_tak_terjawab'])
})

t.test('an emergency that was dropped without anybody looking for the caller is found', async (t) => {
  const room = await recoveryRoom(t)
  const call = await room.dropped(number)
  await room.rows('update recoveries set state = $1, callback_id = null', ['held'])
  await room.rows('delete from recoveries')
  await room.sweep()
  t.match(await room.recovery(call.callSid), { state: 'open' })
})
