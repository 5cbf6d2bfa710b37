import t from 'tap'
import { beginCall } from '../../src/conversations/service.ts'
import { fillTicket, findTicket, openTicket } from '../../src/tickets/service.ts'
import { consoleHouse } from './console-house.ts'

t.test('tickets over the interface', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([
    house.add('sari', 'operator'),
    house.add('dodi', 'coordinator'),
    house.add('opd', 'agency', 'pupr'),
    house.add('admin', 'administrator'),
  ])
  const [sari, dodi, opd] = [await house.enter('sari'), await house.enter('dodi'), await house.enter('opd')]
  const citizenId = await house.citizen('+6281200000001')
  let contacts = 0
  const open = async (ownerAgencyId = 'kominfo') => {
    const input = { contact: `CA${++contacts}`, channel: 'voice', citizenId, kind: 'complaint', ownerAgencyId } as const
    return (await house.database.transact((tx) => openTicket(tx, input, house.system()))).code
  }

  t.test('what the database cannot hold is refused in words, not by a failure', async (t) => {
    const code = await open()
    const at = `/api/tickets/${code}`
    for (const text of ['a\0b', 'setengah \ud83d', '   '])
      t.match(
        await sari('POST', `${at}/notes`, { text }),
        { status: 400, body: { error: 'invalid' } },
        JSON.stringify(text),
      )
    t.equal((await sari('PATCH', at, { version: 9e15, place: 'x' })).status, 400, 'a version beyond any')
    for (const path of ['/api/tickets?kind=%00', '/api/tickets?agency=%00', '/api/calls?node=%00', '/api/calls/%00'])
      t.equal((await sari('GET', path)).status, 400, path)
    t.equal((await sari('POST', `${at}/notes`, { text: 'lengkap 😀' })).status, 200, 'whole characters are kept')
  })

  t.test('a ticket is written while talking, handed on, answered and closed', async (t) => {
    const code = await open()
    const filled = await sari('PATCH', `/api/tickets/${code}`, { version: 1, place: 'Lubuk Alung', topic: 'jalan' })
    t.match(filled.body, {
      version: 2,
      place: 'Lubuk Alung',
      caller: '+62812•••0001',
      callSid: `CA${contacts}`,
      stage: 'received',
      agency: 'Dinas pupr',
    })
    t.match(await dodi('POST', `/api/tickets/${code}/assignment`, { version: 2, agencyId: 'pupr' }), {
      status: 200,
      body: { stage: 'assigned', agency: 'Dinas pupr', version: 3 },
    })
    t.match((await opd('GET', `/api/tickets/${code}`)).body, { possible: ['assign', 'start', 'hand_back', 'answer'] })
    t.equal((await opd('POST', `/api/tickets/${code}/steps`, { do: 'start', version: 3 })).body.stage, 'in_progress')
    t.equal((await opd('POST', `/api/tickets/${code}/notes`, { text: 'alat berangkat' })).body.version, 4)
    t.equal(
      (await opd('POST', `/api/tickets/${code}/answer`, { version: 4, text: 'Sudah ditambal.' })).body.stage,
      'answered',
    )
    const closed = await sari('POST', `/api/tickets/${code}/closing`, { version: 5, reason: 'warga puas' })
    t.match(closed.body, { stage: 'closed', version: 6, isOverdue: false })
    t.same(
      closed.body.events.map((event: { kind: string; actor: string }) => `${event.kind} ${event.actor}`),
      [
        'ticket.opened system',
        'ticket.filled Nama sari',
        'ticket.assigned Nama dodi',
        'ticket.started Nama opd',
        'ticket.noted Nama opd',
        'ticket.answered Nama opd',
        'ticket.closed Nama sari',
      ],
    )
  })

  t.test('a topic or district that the region does not have is refused with those that it has', async (t) => {
    const code = await open()
    const fill = (fields: object) => sari('PATCH', `/api/tickets/${code}`, { version: 1, ...fields })
    const topic = await fill({ topic: 'jln', place: 'Lubuk Alung' })
    t.equal(topic.status, 422)
    t.same(topic.body, {
      error: 'unknown_topic',
      message: 'There is no topic "jln". Choose one of: jalan, lainnya.',
      details: ['jalan', 'lainnya'],
    })
    t.match(await fill({ topic: 'jalan', district: 'Lubuk Alung' }), {
      status: 422,
      body: { error: 'unknown_district', details: ['lubuk_alung'] },
    })
    t.match(
      (await sari('GET', `/api/tickets/${code}`)).body,
      { version: 1, topic: null, place: null },
      'nothing is kept',
    )
    t.match(await fill({ topic: 'jalan', district: 'lubuk_alung' }), { status: 200, body: { agencyId: 'pupr' } })
    await dodi('POST', `/api/tickets/${code}/assignment`, { version: 2, agencyId: 'pupr' })
    t.match(
      await sari('PATCH', `/api/tickets/${code}`, { version: 3, topic: 'lainnya' }),
      { status: 200, body: { topic: 'lainnya', agencyId: 'pupr' } },
      'the owner follows the topic only until somebody has taken it up',
    )
  })

  t.test('what may not be done says why in a stable word', async (t) => {
    const code = await open('pupr')
    const post = async (ask: typeof sari, path: string, body: object) => {
      const { status, body: answer } = await ask('POST', `/api/tickets/${code}/${path}`, body)
      return `${status} ${answer.error}`
    }
    t.equal(await post(dodi, 'assignment', { version: 1, agencyId: 'tidak-ada' }), '422 no_such_agency')
    t.equal(await post(opd, 'closing', { version: 1, reason: 'selesai' }), '422 not_yours')
    t.equal(await post(opd, 'steps', { version: 1, do: 'start' }), '422 not_now')
    t.equal(await post(dodi, 'steps', { version: 9, do: 'verify' }), '409 stale')
    t.equal(await post(dodi, 'closing', { version: 1, reason: '' }), '400 invalid')
    t.equal(await post(dodi, 'steps', { version: 1, do: 'vanish' }), '400 invalid')
    t.equal(
      await post(dodi, 'assignment', { version: 1 }),
      '400 invalid',
      'a ticket is never let go without naming who takes it',
    )
    t.equal((await opd('PATCH', `/api/tickets/${code}`, { version: 1, place: 'x' })).status, 403)
    t.equal((await sari('GET', '/api/tickets/12345674')).status, 404)
  })

  t.test('an officer hands a ticket back and then it is no longer the agency’s', async (t) => {
    const code = await open()
    await dodi('POST', `/api/tickets/${code}/assignment`, { version: 1, agencyId: 'pupr' })
    const back = await opd('POST', `/api/tickets/${code}/steps`, {
      do: 'hand_back',
      version: 2,
      reason: 'jalan provinsi',
    })
    t.match(back, { status: 200, body: { stage: 'verified', agencyId: 'kominfo', possible: [] } })
    t.equal((await opd('GET', `/api/tickets/${code}`)).status, 404)
    t.equal((await opd('POST', `/api/tickets/${code}/notes`, { text: 'mengintip' })).status, 404)
  })

  t.test('lists are filtered, paged, and for an officer only the agency’s', async (t) => {
    const codes = async (ask: typeof sari, query: string) => {
      const { body } = await ask('GET', `/api/tickets${query}`)
      return body.tickets.map(({ code }: { code: string }) => code)
    }
    const all = await codes(sari, '')
    const first = await sari('GET', '/api/tickets?limit=2')
    t.same(
      first.body.tickets.map(({ code }: { code: string }) => code),
      all.slice(0, 2),
    )
    t.same(await codes(sari, `?limit=50&cursor=${first.body.next}`), all.slice(2))
    t.equal((await sari('GET', '/api/tickets?cursor=bukan-kursor')).status, 400)
    t.equal((await sari('GET', '/api/tickets?limit=0')).status, 400)
    t.equal((await sari('GET', '/api/tickets?stage=lenyap')).status, 400)
    t.same(await codes(opd, ''), await codes(sari, '?agency=pupr'))
    t.same(await codes(opd, '?agency=kominfo'), await codes(opd, ''), 'asking for another agency changes nothing')
    t.ok((await codes(opd, '')).length < all.length)
    t.same(await codes(sari, '?overdue=true'), [])
    await house.database.pool.query(`update tickets set answer_due_at = now() - interval '1 hour' where code = $1`, [
      all[0],
    ])
    t.same(await codes(sari, '?overdue=true'), [all[0]])
    t.equal((await (await house.enter('admin'))('GET', '/api/tickets')).status, 403)
  })

  t.test(
    'who asked for confidence is not known by the ticket nor by its call, but to whom it was promised',
    async (t) => {
      await house.add('opd-kominfo', 'agency', 'kominfo')
      const officer = await house.enter('opd-kominfo')
      const seen = async (ask: typeof sari, code: string) => {
        const { body } = await ask('GET', `/api/tickets/${code}`)
        return [body.privacy, body.caller, body.citizenId !== null]
      }
      for (const [privacy, operator, coordinator] of [
        ['open', '+62812•••0001', '+62812•••0001'],
        ['secret', null, '+62812•••0001'],
        ['anonymous', null, null],
      ] as const) {
        house.clock.now += 1000
        const code = await open()
        const callSid = `CA${contacts}`
        await house.database.transact(async (tx) => {
          const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'ringing' } as const
          await beginCall(tx, call, house.system())
          const ticketId = (await findTicket(tx, code))?.id ?? ''
          await fillTicket(tx, { ticketId, fields: { privacy } }, house.system())
        })
        t.same(await seen(sari, code), [privacy, operator, true], `${privacy}: an operator opens it with a reason`)
        t.same(await seen(dodi, code), [privacy, coordinator, true])
        t.same(await seen(officer, code), [privacy, privacy === 'open' ? operator : null, false])
        const call = (await sari('GET', `/api/calls/${callSid}`)).body
        t.same([call.caller, call.ticket.caller], [operator, operator], `${privacy}: the call does not tell it either`)
        const listed = (await sari('GET', '/api/calls?limit=1')).body.calls[0]
        t.equal(listed.caller, operator)
      }
    },
  )

  t.test('the choice of owners', async (t) => {
    t.same((await opd('GET', '/api/agencies')).body, {
      agencies: [
        { id: 'kominfo', name: 'Dinas kominfo', coordinator: true },
        { id: 'pupr', name: 'Dinas pupr', coordinator: false },
      ],
    })
  })
})
