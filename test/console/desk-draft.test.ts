import t from 'tap'
import { filePausedDrafts } from '../../src/tickets/draft-service.ts'
import { findTicket } from '../../src/tickets/service.ts'
import { callSid, deskStory } from './desk-story.ts'

const url = `/api/calls/${callSid}/draft`

t.test('a ticket is written while the caller speaks', async (t) => {
  const house = await deskStory(t)
  await house.calls()
  const sari = await house.enter('sari')
  t.same((await sari('GET', url)).body, {
    ticketCode: null,
    version: 0,
    fields: { kind: '', topic: '', district: '', place: '', description: '', urgency: '' },
  })
  t.equal((await sari('GET', '/api/calls/CAnobody/draft')).status, 404)

  const first = await sari('PATCH', url, { writer: 'page-one', count: 1, base: 0, fields: { description: 'j' } })
  t.match(first, { status: 200, body: { version: 1, conflicts: [], ticketCode: /^\d{8}$/ } })
  const code: string = first.body.ticketCode
  const again = await sari('PATCH', url, { writer: 'page-one', count: 1, base: 0, fields: { description: 'j' } })
  t.same(again.body, first.body, 'the same one twice')
  const fields = {
    description: 'jalan putus',
    topic: 'jalan',
    district: 'lubuk_alung',
    urgency: 'high',
    place: 'Sikabu',
  }
  await sari('PATCH', url, { writer: 'page-one', count: 2, base: 1, fields })

  t.test(
    'nothing of it is in the history until the writing pauses; then all of it is one event of the writer',
    async (t) => {
      const kinds = async () => (await findTicket(house.database, code))?.events.map(({ kind }) => kind)
      t.same(await kinds(), ['ticket.opened'])
      const file = () => house.database.transact((tx) => filePausedDrafts(tx, () => 'pupr', house.system()))
      t.equal(await file(), 0, 'not in mid-word')
      house.clock.now += 21_000
      t.equal(await file(), 1)
      t.equal(await file(), 0)
      t.same(await kinds(), ['ticket.opened', 'ticket.filled'])
      const ticket = await findTicket(house.database, code)
      t.match(ticket, { ...fields, ownerAgencyId: 'pupr', events: [{ kind: 'ticket.opened' }, { actor: /^staff:/ }] })
    },
  )

  t.test('a colleague who has not seen it overwrites nothing', async (t) => {
    const budi = await house.enter('budi')
    const writing = { writer: 'page-two', count: 1, base: 0, fields: { description: 'lain', kind: 'complaint' } }
    const { body } = await budi('PATCH', url, writing)
    t.match(body, { conflicts: ['description'], fields: { description: 'jalan putus', kind: 'complaint' } })
    const own = { writer: 'page-two', count: 2, base: body.version, fields: { description: 'jalan putus; lain' } }
    t.match((await budi('PATCH', url, own)).body, { conflicts: [], fields: { description: 'jalan putus; lain' } })
  })

  t.test('what the region does not have is refused, with what there is', async (t) => {
    const writing = { writer: 'page-one', count: 9, base: 9, fields: { topic: 'bulan' } }
    t.match(await sari('PATCH', url, writing), {
      status: 422,
      body: { error: 'unknown_topic', details: ['jalan', 'lainnya'] },
    })
    t.equal((await sari('PATCH', url, { ...writing, fields: { topic: '' } })).status, 200, 'a choice can be taken back')
  })
})

t.test('the time to write lasts as long as somebody writes, and ends with how it ended', async (t) => {
  const house = await deskStory(t)
  const sari = await house.enter('sari')
  await house.calls()
  const { waitId } = await house.waits()
  const { staffId } = (await sari('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })).body
  const { offer } = (await sari('GET', '/api/desk')).body
  const legSid = `CA${'4'.repeat(32)}`
  await house.connects(offer.id, staffId, legSid)
  await house.hangsUp(waitId)
  await house.returns(legSid)

  const desk = async () => (await sari('GET', '/api/desk')).body
  const { me, wrapUp } = await desk()
  t.match(
    { me, wrapUp },
    { me: { state: 'wrap_up', thenState: 'free' }, wrapUp: { offerId: offer.id, call: { callSid } } },
  )
  t.equal(Date.parse(me.until) - house.clock.now, 45_000, 'at a desk there is more time than on a phone')

  house.clock.now += 40_000
  await sari('PATCH', url, { writer: 'page-one', count: 1, base: 0, fields: { description: 'lampu' } })
  t.equal(Date.parse((await desk()).me.until) - house.clock.now, 20_000)
  t.match((await sari('POST', '/api/presence/me/wrap-up', { seconds: 120 })).status, 200)
  t.equal(Date.parse((await desk()).me.until) - house.clock.now, 120_000)

  const ending = `/api/offers/${offer.id}/disposition`
  const budi = await house.enter('budi')
  t.equal((await budi('PUT', ending, { disposition: 'prank' })).status, 404)
  t.equal((await sari('PUT', ending, { disposition: 'bagus' })).status, 400)
  t.equal((await sari('PUT', ending, { disposition: 'ticket', note: 'besok', ready: true })).status, 204)
  t.match(await desk(), { me: { state: 'free', until: null }, wrapUp: null })
  t.match((await sari('GET', '/api/desk/conversations')).body.conversations, [
    { offerId: offer.id, callSid, caller: '+62812•••0001', disposition: 'ticket', ticketCode: /^\d{8}$/ },
  ])
  t.same((await budi('GET', '/api/desk/conversations')).body.conversations, [])
  const code: string = (await sari('GET', url)).body.ticketCode
  t.match(await findTicket(house.database, code), { description: 'lampu' }, 'what was written is in the ticket')
  const { events } = (await sari('GET', `/api/calls/${callSid}`)).body
  t.match(
    events.find(({ kind }: { kind: string }) => kind === 'conversation.told'),
    {
      facts: { operator: 'Nama sari', disposition: 'ticket', text: 'besok' },
    },
  )
  t.match((await sari('POST', '/api/presence/me/wrap-up', { seconds: 60 })).body, { error: 'not_writing' })
})
