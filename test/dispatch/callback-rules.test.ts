import t from 'tap'
import { askCallbackByText, cancelCallback, citizenServed, listCallbacks } from '../../src/dispatch/callback-service.ts'
import { beginWait, heartbeat } from '../../src/dispatch/wait-service.ts'
import { callbackRoom } from './callback-room.ts'

const number = '+6281200000001'

t.test('a callback is promised to numbers that may be dialled, and to no others', async (t) => {
  const room = await callbackRoom(t)
  const nobody = await room.calling(null)
  t.match(await room.ask(nobody), { outcome: 'refused', why: 'no_number' })
  t.match(await room.ask(nobody, { number: '112' }), { outcome: 'refused', why: 'no_number' })
  t.match(await room.ask(nobody, { number: '+881612345678' }), { outcome: 'refused' }, 'a satellite')
  t.match(await room.ask(nobody, { number: '+442079460000' }), { outcome: 'refused', why: 'not_allowed' })
  t.match(await room.ask(await room.calling('+442079460000')), { outcome: 'refused', why: 'not_allowed' })
  t.same(await room.rows('select from callbacks'), [])
  t.match(await room.ask(nobody, { number: '0812 3456 7890' }), { outcome: 'granted' })
})

t.test('one number is promised one callback, and keeps the earlier place', async (t) => {
  const room = await callbackRoom(t)
  const first = await room.asked(number)
  room.pass(600)
  const second = await room.calling(number)
  const again = await room.ask(second)
  t.match(again, { outcome: 'granted', callbackId: (await room.callback(first.callSid)).id })
  const other = await room.calling('+6281200000002')
  t.match(await room.ask(other, { number }), { outcome: 'granted' }, 'also when somebody else gives it')
  t.equal((await listCallbacks(room.database, { before: null, open: true, limit: 10 })).length, 1)
})

t.test('of requests for one number at the same moment one is kept, and all are told that it is', async (t) => {
  const room = await callbackRoom(t)
  const calls = await Promise.all(Array.from({ length: 6 }, () => room.calling(number)))
  const asked = await Promise.all(calls.map((call) => room.ask(call)))
  t.same(new Set(asked.map(({ outcome }) => outcome)), new Set(['granted']))
  t.equal((await room.rows('select from callbacks')).length, 1)
})

t.test('a number is not promised callbacks without end', async (t) => {
  const room = await callbackRoom(t, { mostPerDay: 2 })
  for (const _ of [1, 2]) {
    const { callSid } = await room.asked(number)
    await room.database.transact(async (tx) => {
      const { id } = await room.callback(callSid)
      await cancelCallback(tx, room.house, { callbackId: id, reason: 'iseng' }, room.context())
    })
  }
  t.match(await room.ask(await room.calling(number)), { outcome: 'refused', why: 'too_many' })
  room.pass(24 * 3600)
  t.match(await room.ask(await room.calling(number)), { outcome: 'granted' })
})

t.test('a citizen who calls again and is served needs no callback', async (t) => {
  const room = await callbackRoom(t)
  const sari = await room.operator('sari')
  const { callSid, citizenId } = await room.asked(number)
  t.match(await room.offersFor(callSid), [{ staff_id: sari, state: 'open' }])
  await room.database.transact((tx) => citizenServed(tx, room.house, citizenId ?? '', room.context()))
  t.match(await room.callback(callSid), { state: 'closed', outcome: 'called_again' })
  t.match(await room.offersFor(callSid), [{ state: 'withdrawn' }], 'the operator is free for somebody else')
  const goesOn = await room.rows('select goes_on from calls where call_sid = $1', [callSid])
  t.same(goesOn, [{ goes_on: false }])
})

t.test('who asked for another number and is served needs none either', async (t) => {
  const room = await callbackRoom(t)
  const call = await room.calling(number)
  await room.ask(call, { number: '081234567890' })
  await room.hangsUp(call.callSid)
  await room.database.transact((tx) => citizenServed(tx, room.house, call.citizenId ?? '', room.context()))
  t.match(await room.callback(call.callSid), { outcome: 'called_again' })
})

t.test('who asked and then stays for an operator is not called', async (t) => {
  const room = await callbackRoom(t)
  const call = await room.calling(number)
  await room.ask(call)
  const { waitId } = await room.waits(call.callSid)
  await room.database.transact((tx) => citizenServed(tx, room.house, call.citizenId ?? '', room.context()))
  t.match(await room.callback(call.callSid), { outcome: 'called_again' })
  t.match(
    await room.rows('select state from waits where id = $1', [waitId]),
    [{ state: 'waiting' }],
    "the wait is the caller's",
  )
  t.match(await room.ask(call), { outcome: 'granted' }, 'and may ask once more')
  await room.hangsUp(call.callSid)
  t.match(await room.callback(call.callSid), { state: 'waiting', outcome: null })
})

t.test('the end of the call told twice begins one callback', async (t) => {
  const room = await callbackRoom(t)
  const { callSid } = await room.asked(number)
  await room.hangsUp(callSid)
  const told = await room.rows(`select from call_events where call_sid = $1 and kind = 'callback.in_line'`, [callSid])
  t.equal(told.length, 1)
})

t.test('a callback that nobody could take within a day ends with a text', async (t) => {
  const room = await callbackRoom(t)
  const { callSid } = await room.asked(number)
  room.pass(24 * 3600 - 1)
  await room.sweep()
  t.match(await room.callback(callSid), { state: 'waiting' })
  room.pass(1)
  await room.sweep()
  t.match(await room.callback(callSid), { state: 'closed', outcome: 'expired' })
  t.match(await room.rows(`select payload from outbox where topic = 'text.wanted'`), [
    { payload: { callSid, body: 'panggil_balik_kedaluwarsa' } },
  ])
  t.match(await room.rows(`select payload from outbox where topic = 'callback.closed'`), [
    { payload: { callSid, outcome: 'expired' } },
  ])
})

t.test('a person may take a promise back, with a reason', async (t) => {
  const room = await callbackRoom(t)
  const { callSid } = await room.asked(number)
  const { id: callbackId } = await room.callback(callSid)
  const cancel = (reason: string) =>
    room.database.transact((tx) => cancelCallback(tx, room.house, { callbackId, reason }, room.context()))
  t.equal(await cancel('  '), 'reason_wanted')
  t.equal(await cancel('Sudah datang ke kantor'), 'cancelled')
  t.equal(await cancel('Sudah datang ke kantor'), 'unknown')
  const facts = await room.rows(`select facts from call_events where kind = 'callback.closed'`)
  t.match(facts, [{ facts: { outcome: 'cancelled', reason: 'Sudah datang ke kantor', by: 'system' } }])
})

t.test('callers on the line hear that those who hung up are before them', async (t) => {
  const room = await callbackRoom(t)
  await room.asked(number)
  room.pass(60)
  const { callSid } = await room.calling('+6281200000002')
  const entering = { callSid, lane: 'umum', emergencyId: null, arrivedAt: room.context().now }
  const { waitId } = await room.database.transact((tx) => beginWait(tx, room.house, entering, room.context()))
  const facts = await room.database.transact((tx) => heartbeat(tx, waitId, room.context()))
  t.equal(facts.position, 2)
})

t.test('whoever texts is called, too: the place begins now, and the record of it knows no carrier', async (t) => {
  const room = await callbackRoom(t)
  await room.operator('sari')
  const { citizenId } = await room.calling(number)
  const asking = {
    callSid: `text +62751000100 ${citizenId}`,
    citizenId,
    number: null,
    lane: 'umum',
    language: 'ind',
    arrivedAt: room.context().now,
  }
  const ask = () => room.database.transact((tx) => askCallbackByText(tx, room.house, asking, room.context()))
  t.match(await ask(), { outcome: 'granted' })
  t.match(await ask(), { outcome: 'granted' }, 'twice is once')
  const [record] = await room.rows<{ call_sid: string }>(
    `select call_sid, ended_at from callbacks join calls using (call_sid)`,
  )
  t.match(record, { call_sid: /^own:/, ended_at: Date })
  t.match(await room.offersFor(record?.call_sid ?? ''), [{ state: 'open', reason: 'callback' }])
  t.equal((await room.rows(`select from calls where call_sid like 'own:%'`)).length, 1)
})
