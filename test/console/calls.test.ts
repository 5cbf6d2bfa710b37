import t from 'tap'
import { advanceStatus, beginCall, note, placeCall, placeLeg } from '../../src/conversations/service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { consoleHouse } from './console-house.ts'

const minute = 60_000

t.test('calls over the interface', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([house.add('sari', 'operator'), house.add('opd', 'agency', 'pupr')])
  const sari = await house.enter('sari')
  const began = house.clock.now
  const citizenId = await house.citizen('+6281200000001')

  /** A call that ended at a node; the first is the oldest. */
  async function call(
    callSid: string,
    node: string,
    minutes: number,
    more: { withheld?: boolean; ended?: boolean } = {},
  ) {
    const at = { now: began + minutes * minute, actor: 'carrier' }
    await house.database.transact(async (tx) => {
      const callerKind = more.withheld ? 'withheld' : 'number'
      await beginCall(
        tx,
        { callSid, line: '+62751000100', citizenId: more.withheld ? null : citizenId, callerKind, status: 'ringing' },
        at,
      )
      placeCall(tx, { callSid, node, lane: null }, at)
      note(tx, { callSid, kind: 'choice.made', facts: { node, option: '1' } }, at)
      if (more.ended !== false)
        await advanceStatus(tx, { callSid, status: 'completed', at: at.now + minute, durationSeconds: 60 }, at)
    })
  }
  await call('CA01', 'menu', 1)
  await call('CA02', 'darurat', 2)
  await call('CA03', 'menu', 3, { withheld: true })
  await call('CA04', 'antre', 4, { ended: false })
  await house.database.pool.query(
    `insert into emergencies (id, call_sid, kind, ladder, state, raised_at)
     values ('0190b6f0-0000-7000-8000-000000000001', 'CA02', 'medis', 'medis', 'dropped', now())`,
  )
  const { code } = await house.database.transact((tx) =>
    openTicket(tx, { contact: 'CA02', channel: 'voice', citizenId, kind: 'emergency' }, house.system()),
  )
  const sids = async (query: string) => {
    const { body } = await sari('GET', `/api/calls${query}`)
    return body.calls.map(({ callSid }: { callSid: string }) => callSid)
  }

  t.test('the list is newest first, with masked callers and what became of each', async (t) => {
    const { body } = await sari('GET', '/api/calls')
    t.same(
      body.calls.map(({ callSid }: { callSid: string }) => callSid),
      ['CA04', 'CA03', 'CA02', 'CA01'],
    )
    t.match(body.calls[1], { caller: null, citizenId: null, ticketCode: null, emergency: null })
    t.match(body.calls[2], {
      caller: '+62812•••0001',
      node: 'darurat',
      status: 'completed',
      durationSeconds: 60,
      ticketCode: code,
      emergency: { kind: 'medis', state: 'dropped' },
      operator: null,
    })
    t.equal(body.next, null)
    t.notOk(JSON.stringify(body).includes('81200000001'))
  })

  t.test('filters by where it ended, emergency and going on', async (t) => {
    t.same(await sids('?node=menu'), ['CA03', 'CA01'])
    t.same(await sids('?emergency=true'), ['CA02'])
    t.same(await sids('?emergency=false'), ['CA04', 'CA03', 'CA01'])
    t.same(await sids('?live=true'), ['CA04'])
    t.same(await sids('?live=false&node=menu'), ['CA03', 'CA01'])
    t.equal((await sari('GET', '/api/calls?emergency=mungkin')).status, 400)
    t.equal((await sari('GET', '/api/calls?tidak=dikenal')).status, 400)
  })

  t.test('pages follow each other, also through calls of the same moment', async (t) => {
    await call('CA05', 'menu', 4)
    await call('CA06', 'menu', 4)
    const seen: string[] = []
    let query = '?limit=2'
    for (let pages = 0; pages < 5; pages++) {
      const { body } = await sari('GET', `/api/calls${query}`)
      seen.push(...body.calls.map(({ callSid }: { callSid: string }) => callSid))
      if (body.next === null) break
      query = `?limit=2&cursor=${body.next}`
    }
    t.same(seen, ['CA04', 'CA05', 'CA06', 'CA03', 'CA02', 'CA01'])
    t.equal((await sari('GET', '/api/calls?cursor=%00')).status, 400)
  })

  t.test('one call has its whole timeline, its legs and its ticket', async (t) => {
    await house.database.transact(async (tx) => {
      const about = '0190b6f0-0000-7000-8000-000000000009'
      const target = { kind: 'number', number: '+62751000113' } as const
      placeLeg(
        tx,
        { purpose: 'rung', about, citizenCallSid: 'CA02', target, ringSeconds: 20, urgent: true },
        house.system(),
      )
    })
    const { body } = await sari('GET', '/api/calls/CA02')
    t.match(body, {
      callSid: 'CA02',
      ticket: { code, caller: '+62812•••0001' },
      legs: [{ purpose: 'rung', who: null, answeredAt: null }],
    })
    const kinds = body.events.map(({ kind }: { kind: string }) => kind)
    t.ok(kinds.includes('choice.made') && kinds.includes('leg.placed') && kinds.includes('call.status'))
    t.notOk(JSON.stringify(body).includes('81200000001'))
    t.equal((await sari('GET', '/api/calls/CA99')).status, 404)
  })

  t.test('people are called by their names', async (t) => {
    const { body: me } = await sari('GET', '/api/me')
    await house.database.transact(async (tx) => {
      note(tx, { callSid: 'CA01', kind: 'operator.joined', facts: { staffId: me.id, shared: false } }, house.system())
      note(tx, { callSid: 'CA01', kind: 'emergency.acknowledged', facts: { by: `staff:${me.id}` } }, house.system())
      note(
        tx,
        { callSid: 'CA01', kind: 'operator.missed', facts: { staffId: 'no id at all', by: 'staff:nobody' } },
        house.system(),
      )
    })
    const { body } = await sari('GET', '/api/calls/CA01')
    t.same(
      body.events.slice(-3).map(({ facts }: { facts: object }) => facts),
      [{ operator: 'Nama sari', shared: false }, { by: 'Nama sari' }, { staffId: 'no id at all', by: 'staff:nobody' }],
    )
  })

  t.test('officers of an agency have no business with calls', async (t) => {
    const opd = await house.enter('opd')
    t.equal((await opd('GET', '/api/calls')).status, 403)
    t.equal((await opd('GET', '/api/calls/CA02')).status, 403)
  })
})
