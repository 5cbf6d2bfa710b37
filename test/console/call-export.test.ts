import t from 'tap'
import { keepCallLog } from '../../src/console/call-log-service.ts'
import { advanceStatus, beginCall, placeCall } from '../../src/conversations/service.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { fillTicket, openTicket } from '../../src/tickets/service.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await Promise.all([house.add('maya', 'supervisor'), house.add('sari', 'operator'), house.add('rudi', 'administrator')])
const maya = await house.enter('maya')
const citizenId = await house.citizen('+6281200000001')
const arrived = Date.parse('2026-03-01T22:30:00Z')

async function call(callSid: string, fields: { topic?: string; district?: string }, minutes = 0) {
  const context = { now: arrived + minutes * 60_000, actor: 'carrier' }
  await house.database.transact(async (tx) => {
    await beginCall(tx, { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'ringing' }, context)
    placeCall(tx, { callSid, node: 'sapa', lane: 'umum' }, context, [{ kind: 'node.entered' }])
    const from = { contact: callSid, channel: 'voice', citizenId, kind: 'complaint' } as const
    const { id: ticketId } = await openTicket(tx, from, context)
    await fillTicket(tx, { ticketId, fields }, context)
    await advanceStatus(tx, { callSid, status: 'completed', at: context.now, durationSeconds: 61 }, context)
  })
}
await call('CA01', { topic: 'jalan', district: 'lubuk_alung' })
await call('CA02', { topic: '=HYPERLINK("http://jahat.example")' }, 1)
await keepCallLog(house.database)
const lines = async (query = '') => {
  const { body } = await maya('GET', `/api/calls.csv${query}`)
  return String(body).split('\n')
}

t.test('a table has names for ids, the clock on the wall, and masked numbers', async (t) => {
  const [head = '', , first = ''] = await lines()
  t.equal(head.charCodeAt(0), 0xfeff, 'a spreadsheet reads it as UTF-8')
  t.match(head, /ID panggilan;Waktu masuk;/)
  t.match(first, /^CA01;2026-03-02 07:30:00;61;/)
  t.match(first, /;Layanan umum;Salam pembuka;Melapor lewat mesin;/)
  t.match(first, /;Jalan dan jembatan;Lubuk Alung;\d{8}$/)
  t.match(first, /62812•••0001/)
  t.notMatch(first, /81200000001/)
  const [english = '', , other = ''] = await lines('?language=eng')
  t.match(english, /Call id,Arrived,/)
  t.match(other, /,Greeting,Reported to the line,/)
})

t.test('what a caller made us keep is never a formula', async (t) => {
  const [, dangerous = ''] = await lines()
  t.match(dangerous, /'=HYPERLINK/)
  t.notMatch(dangerous, /;"?=/)
})

t.test('it holds every page of the same filters', async (t) => {
  await house.database.pool.query(
    `insert into calls (call_sid, line, caller_kind, status, status_rank, arrived_at, heard_at, ended_at)
     select 'CB' || n, '+62751000100', 'withheld', 'completed', 9, at, at, at
     from generate_series(1, 1200) n, date_trunc('milliseconds', now()) at;
     insert into call_log (call_sid, arrived_at, line, outcome) select call_sid, arrived_at, line, 'unheard' from calls where call_sid like 'CB%'`,
  )
  t.equal((await lines('?outcome=unheard')).filter((line) => line.startsWith('CB')).length, 1200)
  t.equal((await lines('?topic=jalan')).filter((line) => line !== '').length, 2)
})

t.test('who fetched it stays in the audit, without the words that were looked for', async (t) => {
  await maya('GET', '/api/calls.csv?topic=jalan&q=ibu+ratna')
  const { facts, actor } = (await auditAbout(house.database, 'calls')).at(-1) ?? {}
  t.same(facts, { topic: 'jalan', q: true })
  t.match(actor, /^staff:/)
})

t.test('it is for supervisors and coordinators', async (t) => {
  for (const who of ['sari', 'rudi'])
    t.equal((await (await house.enter(who))('GET', '/api/calls.csv')).status, 403, who)
})
