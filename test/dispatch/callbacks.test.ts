import t from 'tap'
import { callbackStranded } from '../../src/dispatch/callback-leg-service.ts'
import { accepts, callbackRoom, digits, type Room, talk } from './callback-room.ts'

const number = '+6281200000001'

const waitOf = async (room: Room, callSid: string) =>
  (
    await room.rows<{ state: string; returns: number }>('select state, returns from waits where call_sid = $1', [
      callSid,
    ])
  )[0]

t.test('nothing rings while the caller is on the line, and an operator as soon as the call is over', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const call = await room.calling(number)
  t.match(await room.ask(call), { outcome: 'granted' })
  await room.sweep()
  t.same(await room.offersFor(call.callSid), [])
  await room.hangsUp(call.callSid)
  t.match(await room.offersFor(call.callSid), [{ state: 'open', reason: 'callback' }])
  t.match(await room.callback(call.callSid), { state: 'waiting', attempts: 0 })
  t.same(await room.legsOf(call.callSid, 'callback'), [], 'the citizen is left alone until an operator is there')
})

t.test('the place is the one of the first arrival, and holds for hours without a heartbeat', async (t) => {
  const room = await callbackRoom(t)
  const call = await room.calling(number)
  const { callSid } = call
  const { now: arrivedAt } = room.context()
  room.pass(60)
  const later = await room.caller()
  await room.waits(later)
  room.pass(60)
  await room.ask(call, { arrivedAt })
  await room.hangsUp(callSid)
  room.pass(3 * 3600)
  await room.waits(later)
  const sari = await room.operator('sari')
  t.match(await room.offersFor(callSid), [{ staff_id: sari }])
  t.same(await room.offersFor(later), [])
})

t.test('the operator is there first, then the phone rings, and both meet', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const { operator, heard, citizen } = await accepts(room, callSid)
  t.match(heard, [{ verb: 'hold', spoken: [{ prompt: 'petugas_memanggil_warga' }] }])
  t.match(await room.callback(callSid), { state: 'calling' })
  t.match(await room.hears(operator, { kind: 'continue' }), [{ verb: 'hold', spoken: [] }], 'it rings')
  const greeted = await room.hears(citizen, { kind: 'answered' })
  t.match(greeted, [
    { spoken: [{ prompt: 'panggil_balik_salam' }] },
    { verb: 'join', label: 'citizen', endsOnExit: true },
  ])
  const [, join] = await room.hears(operator, { kind: 'continue' })
  t.match(join, { verb: 'join', label: operator, endsOnExit: true, leavesOnStar: true })
  t.equal(join?.verb === 'join' && greeted[1]?.verb === 'join' && join.conference === greeted[1].conference, true)
  await room.meets(operator)
  t.match(await room.hears(operator, { kind: 'returned' }), [
    { spoken: [{ prompt: 'petugas_selesai' }] },
    { verb: 'hangup' },
  ])
  t.match(await room.callback(callSid), { state: 'closed', outcome: 'spoken' })
  t.match(await waitOf(room, callSid), { state: 'finished' })
  t.match(await room.rows('select state from operators'), [{ state: 'wrap_up' }])
  t.match(await room.hears(citizen, { kind: 'returned' }), [{ verb: 'hold', seconds: 2 }])
  t.match(await room.hears(citizen, { kind: 'continue' }), [
    { spoken: [{ prompt: 'panggil_balik_selesai' }] },
    { verb: 'hangup' },
  ])
})

t.test('no number stands in a command, a timeline or the callback', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  await accepts(room, callSid)
  const [command] = await room.rows<{ payload: object }>(
    `select payload from carrier_commands where kind = 'place_leg' and payload ->> 'purpose' = 'callback'`,
  )
  t.match(command?.payload, { target: { kind: 'citizen' } })
  for (const table of ['carrier_commands', 'call_events', 'callbacks', 'waits', 'offers', 'legs', 'outbox'])
    t.same(await room.rows(`select from ${table} x where x::text like '%81200000001%'`), [], table)
})

t.test('a phone that rings in vain rings again later; the last time the citizen is told by text', async (t) => {
  const room = await callbackRoom(t, { times: 2, restSeconds: [300] })
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const first = await accepts(room, callSid)
  await room.ends(first.citizen, 'no-answer')
  t.match(await room.callback(callSid), { state: 'resting', attempts: 1, dueAt: room.context().now + 300_000 })
  t.match(await room.hears(first.operator, { kind: 'continue' }), [
    { spoken: [{ prompt: 'petugas_warga_tidak_menjawab' }] },
    { verb: 'hangup' },
  ])
  t.match(await room.rows('select state from operators'), [{ state: 'wrap_up' }])
  room.pass(299)
  await room.sweep()
  t.equal((await room.offersFor(callSid)).length, 1, 'it rests')
  room.pass(1)
  await room.sweep()
  t.match(await room.offersFor(callSid), [{ state: 'ended' }, { state: 'open', reason: 'callback' }])
  const second = await accepts(room, callSid)
  await room.ends(second.citizen, 'busy')
  t.match(await room.callback(callSid), { state: 'closed', outcome: 'not_reached', attempts: 2 })
  const texts = await room.rows(`select payload from outbox where topic = 'text.wanted'`)
  t.match(texts, [{ payload: { callSid, body: 'panggil_balik_tak_terjawab' } }])
  t.match(await waitOf(room, callSid), { state: 'left' })
})

t.test('who picks up and hangs up before the operator is there was not reached', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const { citizen } = await accepts(room, callSid)
  await room.hears(citizen, { kind: 'answered' })
  await room.ends(citizen)
  t.match(await room.callback(callSid), { state: 'resting', attempts: 1 })
})

t.test('an operator who is lost in mid-talk leaves the citizen on the phone, for the next operator', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const { operator, citizen } = await talk(room, callSid)
  room.pass(30)
  const budi = await room.operator('budi')
  t.match(
    await room.hears(citizen, { kind: 'returned' }),
    [{ verb: 'hold', seconds: 2 }],
    'how it ended is not known yet',
  )
  await room.ends(operator)
  t.match(await room.hears(citizen, { kind: 'continue' }), [{ verb: 'hold', seconds: 10 }])
  t.match(await waitOf(room, callSid), { state: 'waiting', returns: 1 })
  room.pass(4)
  await room.sweep()
  t.match((await room.offersFor(callSid)).at(-1), { staff_id: budi, state: 'open' })
  const next = await accepts(room, callSid)
  t.equal(next.citizen, citizen, 'nobody is called a second time')
  const [, joined] = await room.hears(citizen, { kind: 'continue' })
  t.match(joined, { verb: 'join', label: 'citizen' })
  t.match(await room.hears(next.operator, { kind: 'continue' }), [{}, { verb: 'join' }])
  await room.meets(next.operator)
  await room.hears(next.operator, { kind: 'returned' })
  t.match(await room.callback(callSid), { outcome: 'spoken' })
})

t.test('two who hang up one after the other have finished, whoever of them is first', async (t) => {
  for (const first of ['operator', 'citizen'] as const) {
    const room = await callbackRoom(t)
    await room.operator('sari')
    const { callSid } = await room.asked(number)
    const legs = await talk(room, callSid)
    room.pass(60)
    await room.ends(legs[first])
    room.pass(2)
    await room.ends(legs[first === 'operator' ? 'citizen' : 'operator'])
    t.match(await room.callback(callSid), { state: 'closed', outcome: 'spoken' }, first)
    t.match(await room.rows(`select state from offers where state in ('open', 'accepted')`), [], first)
  }
})

t.test('the star key counts also when the citizen came back long before it was told', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const { operator, citizen } = await talk(room, callSid)
  await room.hears(citizen, { kind: 'returned' })
  room.pass(7)
  t.match(await room.hears(citizen, { kind: 'continue' }), [{ spoken: [{ prompt: 'panggil_balik_terputus' }] }])
  await room.hears(operator, { kind: 'returned' })
  t.match(await room.callback(callSid), { state: 'closed', outcome: 'spoken' })
  t.match(await room.hears(citizen, { kind: 'continue' }), [{ spoken: [{ prompt: 'panggil_balik_selesai' }] }, {}])
})

t.test(
  'whoever leaves first ends a conversation once, and nobody else rings: the citizen on a leg is no third',
  async (t) => {
    for (const first of ['operator', 'citizen'] as const) {
      const room = await callbackRoom(t)
      await room.operator('sari')
      const { callSid } = await room.asked(number)
      const { operator, citizen } = await talk(room, callSid)
      await room.rows(`update legs set answer = '[{"verb":"join"}]' where citizen_call_sid = $1`, [callSid])
      await room.operator('budi')
      if (first === 'operator') await room.hears(operator, { kind: 'returned' })
      await room.ends(citizen)
      if (first === 'citizen') await room.hears(operator, { kind: 'returned' })
      const noted = await room.rows<{ kind: string }>(
        `select kind from call_events where kind in ('wait.returned', 'conversation.finished')`,
      )
      t.same(noted, [{ kind: 'conversation.finished' }], first)
      t.equal((await room.offersFor(callSid)).length, 1, first)
    }
  },
)

t.test(
  'an operator who gives up while it rings keeps the place for the next, and the phone stops ringing',
  async (t) => {
    const room = await callbackRoom(t)
    await room.operator('sari')
    const { callSid } = await room.asked(number)
    const { operator } = await accepts(room, callSid)
    await room.hears(operator, digits('*'))
    t.match(await room.callback(callSid), { state: 'waiting', attempts: 0, legId: null })
    t.match(await room.legsOf(callSid, 'callback'), [{ end_wanted_at: Date }])
    t.match(await waitOf(room, callSid), { state: 'waiting', returns: 0 })
  },
)

t.test('a citizen who stands alone in the conference is called again from the front of the line', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  await talk(room, callSid)
  const handled = await room.database.transact((tx) => callbackStranded(tx, room.house, callSid, room.context()))
  t.equal(handled, true)
  t.match(await room.callback(callSid), { state: 'waiting', legId: null })
  t.match(await room.legsOf(callSid, 'callback'), [{ end_wanted_at: Date }])
  const other = await room.caller()
  const none = await room.database.transact((tx) => callbackStranded(tx, room.house, other, room.context()))
  t.equal(none, false)
})

t.test('what no event told, the janitor finds', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { callSid } = await room.asked(number)
  const { citizen } = await accepts(room, callSid)
  await room.rows('update legs set ended_at = now() where id = $1', [citizen])
  room.pass(11)
  await room.sweep()
  t.match(await room.callback(callSid), { state: 'resting', attempts: 1 })
})
