import t from 'tap'
import { advanceStatus } from '../../src/conversations/service.ts'
import { lockPlace, missCitizen } from '../../src/dispatch/callback-line-service.ts'
import { askCallback, beginCallback } from '../../src/dispatch/callback-service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { callbackAsking } from './callback-asking.ts'
import { callSid, deskStory } from './desk-story.ts'
import { dropped } from './dropped-story.ts'

t.test('a caller’s earlier calls and tickets are shown, and nothing that was told in confidence', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  for (const sid of ['CAopen', 'CAsecret']) {
    await house.calls(sid)
    house.clock.now += 60_000
    await house.database.transact(async (tx) => {
      const from = { contact: sid, channel: 'voice', citizenId: house.citizenId, kind: 'complaint' } as const
      const { id } = await openTicket(tx, from, house.system())
      if (sid === 'CAsecret') await fillTicket(tx, { ticketId: id, fields: { privacy: 'secret' } }, house.system())
    })
  }
  const { body } = await sari('GET', `/api/citizens/${house.citizenId}/history`)
  t.same(
    body.calls.map((call: { callSid: string }) => call.callSid),
    ['CAopen'],
  )
  t.match(body, {
    calls: [{ live: true, ticketCode: /^\d{8}$/ }],
    tickets: [{ caller: '+62812•••0001', privacy: 'open' }],
  })
  t.equal(body.tickets.length, 1)
  t.notMatch(JSON.stringify(body), '81200000001', 'no number in clear')

  await house.calls()
  await house.waits()
  await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  t.match((await sari('GET', '/api/desk')).body.offer.call, { visits: 2, openTickets: { length: 1 } })
  await house.database.transact(async (tx) => {
    const from = { contact: callSid, channel: 'voice', citizenId: house.citizenId, kind: 'complaint' } as const
    const { id } = await openTicket(tx, from, house.system())
    await fillTicket(tx, { ticketId: id, fields: { privacy: 'anonymous' } }, house.system())
  })
  const { call } = (await sari('GET', '/api/desk')).body.offer
  t.match(
    call,
    { caller: null, citizenId: null, visits: 0, openTickets: { length: 0 } },
    'who wants to be nobody is nobody here',
  )
})

t.test('places are found from their first letters, and when they are spelt nearly so', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  const found = async (text: string) =>
    (await sari('GET', `/api/places?text=${encodeURIComponent(text)}`)).body.places.map(
      ({ name }: { name: string }) => name,
    )
  t.same(await found('lub'), ['Pasar Lubuk Alung', 'Lubuk Alung'], 'a landmark says more than its district')
  t.same(await found('sikab'), ['Sikabu'])
  t.same(await found('dekat pasar lubuak aluang'), ['Pasar Lubuk Alung', 'Lubuk Alung'])
  t.same(await found('s'), [])
  const { places } = (await sari('GET', '/api/places?text=sikabu')).body
  t.same(places, [
    { id: 'sikabu', kind: 'village', name: 'Sikabu', district: 'lubuk_alung', districtName: 'Lubuk Alung' },
  ])
})

t.test('a promised callback is seen, hastened while it rests, and taken back with a reason', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  await house.calls()
  const { citizenId } = house
  await house.database.transact(async (tx) => {
    const asking = callbackAsking(callSid, citizenId, house.clock.now)
    await askCallback(tx, house.callbacks, asking, house.system())
    await advanceStatus(tx, { callSid, status: 'completed', at: house.clock.now, durationSeconds: 9 }, house.system())
    await beginCallback(tx, house.callbacks, callSid, house.system())
  })
  const due = async () => (await sari('GET', '/api/callbacks?open=true')).body.callbacks
  const [callback] = await due()
  t.match(callback, { state: 'waiting', caller: '+62812•••0001', attempts: 0, outcome: null })
  t.match((await sari('GET', '/api/desk')).body, { callbacksDue: 1 })
  const at = `/api/callbacks/${callback.id}`
  t.match(await sari('POST', `${at}/ring`), { status: 409, body: { error: 'not_resting' } })
  await house.database.transact(async (tx) => {
    const place = await lockPlace(tx, callback.id)
    if (place !== null) await missCitizen(tx, house.callbacks, place, house.system())
  })
  t.match(await due(), [{ state: 'resting', attempts: 1, dueAt: /Z$/ }])
  t.equal((await sari('POST', `${at}/ring`)).status, 204)
  t.match(await due(), [{ state: 'waiting', attempts: 1, dueAt: null }])
  t.equal((await sari('POST', `${at}/cancel`, { reason: '  ' })).status, 400)
  t.equal((await sari('POST', `${at}/cancel`, { reason: 'sudah datang ke kantor' })).status, 204)
  t.same(await due(), [])
  t.match((await sari('GET', '/api/callbacks')).body.callbacks, [{ state: 'closed', outcome: 'cancelled' }])
  t.equal((await sari('POST', `${at}/cancel`, { reason: 'sekali lagi' })).status, 404)
})

t.test('whoever was cut off in danger is no promised callback', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  const { id } = await dropped(house)
  t.equal((await sari('POST', `/api/recoveries/${id}/ring`)).status, 204)
  t.match((await sari('GET', '/api/recoveries')).body.recoveries, [{ callback: 'waiting' }])
  t.same((await sari('GET', '/api/callbacks?open=true')).body.callbacks, [])
  t.match((await sari('GET', '/api/desk')).body, { callbacksDue: 0 })
})
