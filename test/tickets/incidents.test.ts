import t from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import type { IncidentWords } from '../../src/tickets/incident.ts'
import * as incidents from '../../src/tickets/incident-service.ts'
import { type Doer, findTicket, openTicket } from '../../src/tickets/service.ts'
import { testDatabase } from '../support/database.ts'

const hour = 3_600_000
const at = (now: number, actor = 'staff:1') => ({ now, actor })
const lead = { roles: ['supervisor'], agencyId: null }
const operator = { roles: ['operator'], agencyId: null }
const officer = { roles: ['agency'], agencyId: 'pupr' }
const words: IncidentWords = {
  kind: 'banjir',
  title: { ind: 'Banjir Lubuk Alung' },
  announcement: { ind: 'Banjir sedang ditangani.' },
  districts: ['lubuk_alung'],
  topics: [],
  since: 1000,
  until: hour,
}

t.test('incidents', async (t) => {
  const database = await testDatabase(t)
  const agency = { id: 'kominfo', name: 'Dinas Kominfo', coordinator: true }
  await database.transact((tx) => syncAgencies(tx, [agency], at(0)))
  const open = async (more: Partial<IncidentWords> = {}, by: Doer = lead) =>
    database.transact((tx) =>
      incidents.openIncident(tx, { words: { ...words, ...more }, defaultLanguage: 'ind', by }, at(1000)),
    )
  const opened = async (more: Partial<IncidentWords> = {}) => {
    const answer = await open(more)
    if (answer.outcome !== 'done') throw new Error(`it was not opened: ${answer.outcome}`)
    return answer.incident
  }
  let contacts = 0
  const ticket = () =>
    database.transact((tx) => {
      contacts += 1
      return openTicket(
        tx,
        { contact: `CA${contacts}`, channel: 'voice', citizenId: null, kind: 'pengaduan' },
        at(1000),
      )
    })
  const attach = (incidentId: string, ticketId: string, by: Doer = operator) =>
    database.transact((tx) => incidents.attachTicket(tx, { incidentId, ticketId, by }, at(2000)))

  t.test('a supervisor tells of an incident, and callers whom it concerns hear of it', async (t) => {
    const incident = await opened()
    t.match(incident, { status: 'open', reports: 0, version: 1, openedBy: 'staff:1' })
    const near = (district: string, now = 1500) => incidents.findIncidents(database, { district }, at(now))
    t.match(await near('lubuk_alung'), [{ id: incident.id }])
    t.same(await near('batang_anai'), [])
    t.same(await near('lubuk_alung', hour), [])
    const { rows } = await database.pool.query(`select topic from outbox where payload->>'incidentId' = $1`, [
      incident.id,
    ])
    t.same(rows, [{ topic: 'incident.opened' }])
    t.match(await auditAbout(database, `incident:${incident.id}`), [{ action: 'incident.opened', actor: 'staff:1' }])
  })

  t.test('only who has the right opens, changes or closes one; operators attach', async (t) => {
    t.match(await open({}, operator), { outcome: 'refused', why: 'not_allowed' })
    const incident = await opened()
    const changing = { incidentId: incident.id, version: 1, words: { until: 2 * hour }, defaultLanguage: 'ind' }
    const { id } = await ticket()
    const tries = await database.transact((tx) =>
      Promise.all([
        incidents.changeIncident(tx, { ...changing, by: operator }, at(2000)),
        incidents.closeIncident(tx, { incidentId: incident.id, reason: 'surut', by: officer }, at(2000)),
        incidents.attachTicket(tx, { incidentId: incident.id, ticketId: id, by: officer }, at(2000)),
        incidents.detachTicket(tx, { ticketId: id, by: officer }, at(2000)),
      ]),
    )
    for (const answer of tries) t.match(answer, { outcome: 'refused', why: 'not_allowed' })
  })

  t.test('one without a title or an end is refused', async (t) => {
    t.match(await open({ title: {} }), { outcome: 'refused', why: 'title_wanted' })
    t.match(await open({ until: 1000 }), { outcome: 'refused', why: 'end_wanted' })
  })

  t.test('its words and its end are changed by whoever has seen the last version', async (t) => {
    const incident = await opened()
    const change = (version: number, until: number) =>
      database.transact((tx) =>
        incidents.changeIncident(
          tx,
          { incidentId: incident.id, version, words: { until }, defaultLanguage: 'ind', by: lead },
          at(2000),
        ),
      )
    t.match(await change(1, 3 * hour), { outcome: 'done', incident: { until: 3 * hour, version: 2 } })
    t.match(await change(1, 4 * hour), { outcome: 'stale', incident: { until: 3 * hour } })
    t.match(await change(2, 0), { outcome: 'refused', why: 'end_wanted' })
  })

  t.test('tickets are attached, move, and are taken away again without loss', async (t) => {
    const [one, two] = [await opened(), await opened({ kind: 'listrik_padam' })]
    const { id, code } = await ticket()
    t.same(await attach(one.id, id), { outcome: 'done' })
    t.same(await attach(one.id, id), { outcome: 'done' }, 'twice is once')
    t.equal((await incidents.incidentById(database, one.id))?.reports, 1)
    await attach(two.id, id)
    t.equal((await incidents.incidentById(database, one.id))?.reports, 0)
    t.equal(await incidents.incidentOfTicket(database, id), two.id)
    t.same(await incidents.ticketsOfIncident(database, two.id), [id])
    const detach = () => database.transact((tx) => incidents.detachTicket(tx, { ticketId: id, by: operator }, at(3000)))
    t.same(await detach(), { outcome: 'done' })
    t.same(await detach(), { outcome: 'unknown' }, 'it was attached to none any more')
    const events = (await findTicket(database, code))?.events ?? []
    t.same(
      events.slice(1).map(({ kind, facts }) => [kind, facts.incident]),
      [
        ['ticket.attached', one.id],
        ['ticket.detached', one.id],
        ['ticket.attached', two.id],
        ['ticket.detached', two.id],
      ],
    )
  })

  t.test('two who attach one ticket to two incidents at once leave it with one of them', async (t) => {
    const [one, two] = [await opened(), await opened()]
    const { id } = await ticket()
    await Promise.allSettled([attach(one.id, id), attach(two.id, id)])
    const reports = await Promise.all([one, two].map(({ id }) => incidents.incidentById(database, id)))
    t.equal(
      reports.reduce((sum, incident) => sum + (incident?.reports ?? 0), 0),
      1,
    )
  })

  t.test('a closed one is not told any more, takes no tickets, and keeps those that it has', async (t) => {
    const incident = await opened({ districts: ['padang_sago'] })
    const { id } = await ticket()
    await attach(incident.id, id)
    const close = (reason: string) =>
      database.transact((tx) => incidents.closeIncident(tx, { incidentId: incident.id, reason, by: lead }, at(5000)))
    t.match(await close(' '), { outcome: 'refused', why: 'reason_wanted' })
    t.match(await close('Air surut'), { outcome: 'done', incident: { status: 'closed', reason: 'Air surut' } })
    t.match(await close('Air surut'), { outcome: 'refused', why: 'closed' })
    t.same(await incidents.findIncidents(database, { district: 'padang_sago', topic: null }, at(5001)), [])
    t.match(await attach(incident.id, (await ticket()).id), { outcome: 'refused', why: 'closed' })
    t.same(await incidents.ticketsOfIncident(database, incident.id), [id])
  })

  t.test('one that nobody closes ends by itself, and says so', async (t) => {
    const incident = await opened({ until: 10 * hour })
    const sweep = (now: number) =>
      database.transact((tx) => incidents.closeEndedIncidents(tx, { now, actor: 'system' }))
    await sweep(10 * hour - 1)
    t.equal((await incidents.incidentById(database, incident.id))?.status, 'open')
    t.equal(await sweep(10 * hour), 1)
    t.match(await incidents.incidentById(database, incident.id), {
      status: 'closed',
      closedBy: 'system',
      reason: 'ended',
    })
    t.equal(await sweep(10 * hour), 0)
  })

  t.test('what does not exist is unknown', async (t) => {
    const nobody = '00000000-0000-7000-8000-000000000000'
    t.same(await attach(nobody, (await ticket()).id), { outcome: 'unknown' })
    t.match(await attach((await opened()).id, nobody), { outcome: 'refused', why: 'no_such_ticket' })
  })
})
