import t from 'tap'
import { liveChannels } from '../../src/console/live-channels.ts'
import { placeLeg } from '../../src/conversations/service.ts'
import { newId } from '../../src/platform/id.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { callSid, deskStory } from './desk-story.ts'

t.test('a desk shows who rings, why, and what the caller did before', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  const now = async () => (await sari('GET', '/api/desk')).body

  t.match(await now(), {
    me: { state: 'offline', name: 'Nama sari', deviceKind: null },
    offer: null,
    conversation: null,
    wrapUp: null,
  })

  await house.calls('CAearlier')
  await house.database.transact((tx) =>
    openTicket(
      tx,
      { contact: 'CAearlier', channel: 'voice', citizenId: house.citizenId, kind: 'complaint' },
      house.system(),
    ),
  )
  house.clock.now += 60_000
  await house.calls()
  await house.waits()
  const free = await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  t.match(free.body, { state: 'offered', deviceKind: 'browser', device: null }, 'who waits rings at once')
  const { me, offer, at } = await now()
  t.equal(me.staffId, free.body.staffId)
  t.match(offer, {
    reason: 'longest_free',
    call: {
      callSid,
      caller: '+62812•••0001',
      citizenId: house.citizenId,
      lane: 'umum',
      visits: 1,
      ticket: null,
      emergency: null,
    },
  })
  t.equal(offer.expiresAt > at, true)
  t.match(offer.call.heard, [
    { kind: 'pressed', node: 'sapa', option: 'umum', words: '2' },
    { kind: 'recorded', node: 'di_mana', recordingId: 'RE7' },
  ])
  t.equal(offer.call.heard.length, 2)
  t.match(offer.call.openTickets, [{ kind: 'complaint', stage: 'received' }])

  t.test('a colleague sees nothing of it, and cannot decline it', async (t) => {
    const budi = await house.enter('budi')
    t.match((await budi('GET', '/api/desk')).body, { offer: null, conversation: null })
    t.match(await budi('POST', `/api/offers/${offer.id}/decline`), { status: 404, body: { error: 'unknown' } })
  })

  t.test('who declines rests, and cannot decline twice', async (t) => {
    t.equal((await sari('POST', `/api/offers/${offer.id}/decline`)).status, 204)
    t.match(await now(), { offer: null, me: { state: 'paused', thenState: 'free' } })
    t.match(await sari('POST', `/api/offers/${offer.id}/decline`), { status: 409, body: { error: 'over' } })
  })
})

t.test(
  'a browser that connects with the offer has the caller; when the caller leaves, its end is to be told',
  async (t) => {
    const house = await deskStory(t)
    const sari = await house.enter('sari')
    await house.calls()
    const { waitId } = await house.waits()
    const { staffId } = (await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })).body
    const { offer } = (await sari('GET', '/api/desk')).body
    await house.connects(offer.id, staffId)

    const { conversation, offer: none } = (await sari('GET', '/api/desk')).body
    t.equal(none, null)
    t.match(conversation, {
      offerId: offer.id,
      call: { callSid },
      with: [{ who: 'Nama sari', purpose: 'operator', mine: true }],
    })
    t.match(conversation.id, /^[0-9a-f-]{36}$/)

    const target = { kind: 'number', number: '+62751000119' } as const
    const bringing = {
      purpose: 'rung',
      about: newId(),
      citizenCallSid: callSid,
      target,
      ringSeconds: 20,
      urgent: true,
    } as const
    const legIn = async () => (await sari('GET', '/api/desk')).body.conversation.with.at(-1)
    house.clock.now += 1_000
    const legId = await house.database.transact(async (tx) => placeLeg(tx, bringing, house.system()))
    t.match(await legIn(), { leg: legId, purpose: 'rung', state: 'placed', mine: false })
    await house.database.pool.query(`update legs set status = 'no-answer', ended_at = now() where id = $1`, [legId])
    t.match(await legIn(), { leg: legId, state: 'failed' }, 'who did not answer is told')

    await house.hangsUp(waitId)
    t.match(
      (await sari('GET', '/api/desk')).body.conversation,
      { id: conversation.id },
      'the leg has still to come back',
    )
  },
)

t.test('the channel tells each of many people their own desk, and who is no staff none', async (t) => {
  const house = await deskStory(t)
  const [sari, budi] = [await house.enter('sari'), await house.enter('budi')]
  const ids = [(await sari('GET', '/api/me')).body, (await budi('GET', '/api/me')).body].map(({ id }) => String(id))
  const channel = liveChannels({ ...house, clock: () => house.clock.now } as never).find(({ name }) => name === 'desk')
  if (channel?.of !== 'each') throw new Error('The desk is no channel of each person')
  const desks = await channel.read([...ids, '00000000-0000-7000-8000-000000000000'])
  t.same([...desks.values()].map((desk) => (desk as { me: { name: string } }).me.name).toSorted(), [
    'Nama budi',
    'Nama sari',
  ])
  t.equal(channel.admits(['calls:read']), false)
  t.equal(channel.admits(['presence:own']), true)
})
