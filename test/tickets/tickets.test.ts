import t from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import type { Database } from '../../src/platform/postgres.ts'
import * as tickets from '../../src/tickets/service.ts'
import { testDatabase } from '../support/database.ts'

const hour = 60 * 60 * 1000
const at = (now: number, actor = 'system') => ({ now, actor })
const coordinator = { roles: ['coordinator'], agencyId: null }
const officer = (agencyId: string) => ({ roles: ['agency'], agencyId })
const agencies = ['kominfo', 'pupr', 'dishub'].map((id) => ({ id, name: `Dinas ${id}`, coordinator: id === 'kominfo' }))

let calls = 0
const open = (database: Database, input: Partial<tickets.NewTicket> = {}, now = 1000) =>
  database.transact((tx) =>
    tickets.openTicket(
      tx,
      { contact: `CA${++calls}`, channel: 'voice', citizenId: null, kind: 'complaint', ...input },
      at(now),
    ),
  )

const topicsOf = async (database: Database, ticketId: string) => {
  const { rows } = await database.pool.query(`select topic from outbox where payload->>'ticketId' = $1 order by id`, [
    ticketId,
  ])
  return rows.map(({ topic }) => topic)
}

t.test('tickets', async (t) => {
  const database = await testDatabase(t)
  await database.transact((tx) => syncAgencies(tx, agencies, at(0)))

  t.test('one contact has one ticket, however often and at once it is asked for', async (t) => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => open(database, { contact: 'CA-same' })))
    t.equal(new Set(opened.map(({ code }) => code)).size, 1)
    t.equal(opened.filter(({ outcome }) => outcome === 'opened').length, 1)
    const { events, ...ticket } = (await tickets.findTicket(database, opened[0]?.code ?? '')) ?? { events: [] }
    t.match(ticket, { stage: 'received', ownerAgencyId: 'kominfo', answerDueAt: 1000 + 24 * hour, version: 1 })
    t.match(events, [{ kind: 'ticket.opened', at: 1000, actor: 'system' }])
    t.same(await topicsOf(database, opened[0]?.id ?? ''), ['ticket.opened'])
  })

  t.test('without a contact every ticket is a new one', async (t) => {
    const [one, two] = [
      await open(database, { contact: null, channel: 'staff' }),
      await open(database, { contact: null }),
    ]
    t.not(one.code, two.code)
  })

  t.test('what was given in confidence is kept, and not told in the timeline', async (t) => {
    const { id, code } = await open(database)
    const fields = { place: 'rumah nomor 7', description: 'berlubang', privacy: 'secret' } as const
    const filled = await database.transact((tx) =>
      tickets.fillTicket(tx, { ticketId: id, fields, inConfidence: ['place'] }, at(2000)),
    )
    t.match(filled, { ticket: { place: 'rumah nomor 7', privacy: 'secret' } })
    const events = (await tickets.findTicket(database, code))?.events
    t.match(events?.at(-1)?.facts, { fields: { place: '***', description: 'berlubang' } })
  })

  t.test('the owner follows the topic until somebody has taken the ticket up', async (t) => {
    const { id, code } = await open(database)
    const fill = (input: Omit<tickets.Filling, 'ticketId'>) =>
      database.transact((tx) => tickets.fillTicket(tx, { ticketId: id, ...input }, at(2000)))
    t.match(await fill({ fields: { topic: 'jalan', place: 'Lubuk Alung' }, ownerAgencyId: 'pupr' }), {
      outcome: 'done',
      ticket: { topic: 'jalan', ownerAgencyId: 'pupr', version: 2 },
    })
    t.match(await fill({ fields: { description: 'berlubang' }, ownerAgencyId: 'tidak-ada' }), {
      ticket: { topic: 'jalan', place: 'Lubuk Alung', description: 'berlubang', ownerAgencyId: 'pupr', version: 3 },
    })
    await database.transact((tx) =>
      tickets.assignTicket(tx, { ticketId: id, by: coordinator, agencyId: 'pupr' }, at(3000)),
    )
    t.match(await fill({ fields: {}, ownerAgencyId: 'dishub' }), { ticket: { ownerAgencyId: 'pupr' } })
    t.match(await fill({ fields: { place: 'lain' }, version: 2 }), {
      outcome: 'stale',
      ticket: { place: 'Lubuk Alung' },
    })
    t.same(await tickets.statusOf(database, code), {
      stage: 'assigned',
      openedAt: 1000,
      dueAt: 1000 + 24 * hour,
      agency: 'Dinas pupr',
    })
  })

  t.test('a ticket goes to an agency, is handed back, goes on, is answered and closed; all of it stays', async (t) => {
    const { id, code } = await open(database)
    const doing = { ticketId: id }
    const steps: readonly [Parameters<typeof tickets.takeStep>[1], string][] = [
      [{ ...doing, by: coordinator, action: { do: 'verify' } }, 'verified kominfo'],
      [{ ...doing, by: coordinator, action: { do: 'assign', agencyId: 'dishub' } }, 'assigned dishub'],
      [{ ...doing, by: officer('dishub'), action: { do: 'hand_back', reason: 'jalan kabupaten' } }, 'verified kominfo'],
      [{ ...doing, by: coordinator, action: { do: 'assign', agencyId: 'pupr' } }, 'assigned pupr'],
      [{ ...doing, by: officer('pupr'), action: { do: 'start' } }, 'in_progress pupr'],
      [{ ...doing, by: officer('pupr'), action: { do: 'answer', text: 'Sudah ditambal.' } }, 'answered pupr'],
      [{ ...doing, by: coordinator, action: { do: 'close', reason: 'warga puas' } }, 'closed pupr'],
      [{ ...doing, by: coordinator, action: { do: 'reopen', reason: 'rusak lagi' } }, 'assigned pupr'],
    ]
    for (const [index, [input, expected]] of steps.entries()) {
      const changed = await database.transact((tx) =>
        tickets.takeStep(tx, { ...input, version: index + 1 }, at(2000 + index, 'staff:x')),
      )
      t.equal(changed.outcome === 'done' && `${changed.ticket.stage} ${changed.ticket.ownerAgencyId}`, expected)
    }
    const found = await tickets.findTicket(database, code)
    t.match(found, { answeredAt: null, closedAt: null, answerDueAt: 2007 + 24 * hour, version: 9 })
    t.same(
      found?.events.map(({ kind }) => kind),
      ['opened', 'verified', 'assigned', 'handed_back', 'assigned', 'started', 'answered', 'closed', 'reopened'].map(
        (kind) => `ticket.${kind}`,
      ),
    )
    t.match(found?.events[3], { actor: 'staff:x', facts: { reason: 'jalan kabupaten', from: 'dishub', to: 'kominfo' } })
    t.same(await topicsOf(database, id), ['ticket.opened', 'ticket.answered', 'ticket.closed', 'ticket.reopened'])
  })

  t.test('a step that may not be taken changes nothing and says why', async (t) => {
    const { id, code } = await open(database)
    const before = await tickets.findTicket(database, code)
    const tried = (input: Omit<Parameters<typeof tickets.takeStep>[1], 'ticketId'>) =>
      database.transact((tx) => tickets.takeStep(tx, { ticketId: id, ...input }, at(2000)))
    t.match(await tried({ by: coordinator, action: { do: 'assign', agencyId: 'tidak-ada' } }), {
      outcome: 'refused',
      why: 'no_such_agency',
    })
    t.match(await tried({ by: officer('pupr'), action: { do: 'answer', text: 'sudah' } }), {
      outcome: 'refused',
      why: 'not_yours',
    })
    t.match(await tried({ by: coordinator, action: { do: 'start' } }), { outcome: 'refused', why: 'not_now' })
    t.match(await tried({ by: coordinator, version: 7, action: { do: 'verify' } }), { outcome: 'stale' })
    t.same(await tickets.findTicket(database, code), before)
    const nobody = {
      ticketId: '0190b6f0-0000-7000-8000-000000000000',
      by: coordinator,
      action: { do: 'verify' },
    } as const
    t.match(await database.transact((tx) => tickets.takeStep(tx, nobody, at(1))), { outcome: 'unknown' })
  })

  t.test('of two who answer the same version at once, one is told that it is stale', async (t) => {
    const { id } = await open(database)
    const answer = (text: string) =>
      database.transact((tx) => tickets.answerTicket(tx, { ticketId: id, by: coordinator, version: 1, text }, at(2000)))
    const outcomes = (await Promise.all([answer('satu'), answer('dua')])).map(({ outcome }) => outcome)
    t.same(outcomes.sort(), ['done', 'stale'])
  })

  t.test('what a retired agency owned goes back to the coordinator, with an event', async (t) => {
    const { id, code } = await open(database, { ownerAgencyId: 'dishub' })
    await database.transact((tx) =>
      tickets.assignTicket(tx, { ticketId: id, by: coordinator, agencyId: 'dishub' }, at(2000)),
    )
    const reclaimed = await database.transact(async (tx) => {
      await syncAgencies(
        tx,
        agencies.filter((agency) => agency.id !== 'dishub'),
        at(3000),
      )
      return tickets.reclaimTickets(tx, at(3000))
    })
    t.equal(reclaimed, 1)
    const found = await tickets.findTicket(database, code)
    t.match(found, { stage: 'verified', ownerAgencyId: 'kominfo', version: 3 })
    t.match(found?.events.at(-1), { kind: 'ticket.reclaimed', facts: { from: 'dishub', to: 'kominfo' } })
    t.equal(await database.transact((tx) => tickets.reclaimTickets(tx, at(3001))), 0)
    t.equal(
      (await open(database, { ownerAgencyId: 'dishub' })).outcome,
      'opened',
      'a ticket for it now opens at the coordinator',
    )
  })

  t.test('a ticket without an owner cannot be stored', async (t) => {
    await t.rejects(database.pool.query('update tickets set owner_agency_id = null'), { code: '23502' })
    await t.rejects(database.pool.query(`update tickets set owner_agency_id = 'hantu'`), { code: '23503' })
  })

  t.test('a number that is no ticket, or is mistyped, is not found', async (t) => {
    const { code } = await open(database)
    t.ok(await tickets.statusOf(database, `#${code.slice(0, 4)} ${code.slice(4)}`))
    t.equal(await tickets.statusOf(database, '12345674'), null)
    t.equal(await tickets.statusOf(database, 'halo'), null)
  })

  t.test('a note stands in the timeline and leaves the ticket as it is', async (t) => {
    const { id, code } = await open(database)
    await database.transact((tx) =>
      tickets.noteTicket(tx, { ticketId: id, text: 'menelepon lagi' }, at(2000, 'staff:x')),
    )
    const found = await tickets.findTicket(database, code)
    t.match(found, {
      version: 1,
      events: [{}, { kind: 'ticket.noted', actor: 'staff:x', facts: { text: 'menelepon lagi' } }],
    })
  })
})

t.test('lists of tickets', async (t) => {
  const database = await testDatabase(t)
  await database.transact((tx) => syncAgencies(tx, agencies, at(0)))
  const opened: { id: string; code: string }[] = []
  for (let hours = 0; hours < 5; hours++)
    opened.push(
      await open(
        database,
        { contact: `CA-list-${hours}`, ownerAgencyId: hours === 2 ? 'pupr' : 'kominfo' },
        hours * hour,
      ),
    )
  const codes = async (filter: tickets.TicketFilter) =>
    (await tickets.listTickets(database, filter)).map(({ code }) => code)
  const newestFirst = opened.map(({ code }) => code).reverse()

  t.test('pages follow each other without a gap', async (t) => {
    const page = await tickets.listTickets(database, { limit: 2 })
    const last = page[1]
    if (last === undefined) return t.fail('a page has two')
    t.same(
      page.map(({ code }) => code),
      newestFirst.slice(0, 2),
    )
    t.same(await codes({ limit: 10, before: { openedAt: last.openedAt, id: last.id } }), newestFirst.slice(2))
  })

  t.test('filters by agency, stage and overdue', async (t) => {
    t.same(await codes({ limit: 10, agencyId: 'pupr' }), [opened[2]?.code])
    t.same(await codes({ limit: 10, dueBefore: 25.5 * hour }), [opened[1]?.code, opened[0]?.code])
    await database.transact((tx) =>
      tickets.closeTicket(tx, { ticketId: opened[0]?.id ?? '', by: 'system', reason: 'selesai' }, at(25 * hour)),
    )
    t.same(await codes({ limit: 10, dueBefore: 25.5 * hour }), [opened[1]?.code])
    t.same(await codes({ limit: 10, stage: 'closed' }), [opened[0]?.code])
  })

  t.test('codes of many calls at once', async (t) => {
    const found = await tickets.ticketCodesOf(database, ['CA-list-0', 'CA-list-3', 'CA-none'])
    t.same(
      [...found].sort(([a], [b]) => a.localeCompare(b)),
      [
        ['CA-list-0', opened[0]?.code],
        ['CA-list-3', opened[3]?.code],
      ],
    )
  })
})
