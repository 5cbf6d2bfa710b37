import t from 'tap'
import { accept } from '../../src/dispatch/accept-service.ts'
import { matchWaiting } from '../../src/dispatch/match-service.ts'
import { openIncident } from '../../src/tickets/incident-service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { lookingUp, noon } from './looking-up.ts'

type Line = Awaited<ReturnType<typeof lookingUp>>
const hour = 3_600_000

const flood = ({ database, context }: Line, districts: readonly string[] = ['lubuk_alung']) =>
  database.transact((tx) =>
    openIncident(
      tx,
      {
        words: {
          kind: 'banjir',
          title: { ind: 'Banjir' },
          announcement: {},
          districts,
          topics: [],
          since: noon - hour,
          until: noon + hour,
        },
        defaultLanguage: 'ind',
        by: 'system',
      },
      context(),
    ),
  )

t.test('a flow hears of places, answers, incidents and tickets', async (t) => {
  const line = await lookingUp(t)
  await flood(line)
  t.match((await line.calls('3', '1')).heard, /Tempat Lubuk Alung unsure di lubuk_alung\. Kejadian Banjir, 0 laporan/)
  t.match((await line.calls('3', '5')).heard, /Tempat tak dikenal - di \./)
  t.match((await line.calls('3', '2')).heard, /Jawaban KTP: Ke camat\./)
  const { code } = await line.database.transact((tx) =>
    openTicket(tx, { contact: null, channel: 'staff', citizenId: null, kind: 'pengaduan' }, line.context()),
  )
  t.match((await line.calls('3', '4', code)).heard, /Tiket di Kominfo, received\./)
  t.match((await line.calls('3', '4', '12345674')).heard, /Tiket di -, -\./)
})

t.test('an answer that has expired is not said, and the timeline names it', async (t) => {
  const line = await lookingUp(t)
  line.at(Date.parse('2026-11-22T00:00:00+07:00'))
  const { callSid, heard } = await line.calls('3', '2')
  t.match(heard, /Jawaban -: tidak ada\./)
  const told = await line.told(callSid)
  t.match(told.find(({ kind }) => kind === 'answer.expired')?.facts, { answer: 'ktp' })
  t.match(told.find(({ kind }) => kind === 'lookup.answered')?.facts, { lookup: 'knowledge', how: 'not_found' })
})

t.test('a lookup that takes too long fails, and the call goes on', async (t) => {
  const line = await lookingUp(t)
  await line.onDuty()
  const holder = await line.database.pool.connect()
  try {
    await holder.query('begin; lock table incidents in access exclusive mode')
    const { callSid, heard } = await line.calls('3', '3')
    t.match(heard, /Gagal\. Tunggu\./, 'the caller hears so and is in the lane')
    const failed = (await line.told(callSid)).find(({ kind }) => kind === 'lookup.failed')
    t.match(failed, { facts: { lookup: 'incident', why: 'late' } })
    t.match(await line.rows('select state from waits where call_sid = $1', [callSid]), [{ state: 'waiting' }])
  } finally {
    await holder.query('rollback')
    holder.release()
  }
})

t.test('a lookup that breaks fails, and keeps what the turn has done', async (t) => {
  const line = await lookingUp(t)
  await line.database.pool.query('alter table incidents rename to incidents_gone')
  const { callSid, heard } = await line.calls('3', '3')
  t.match(heard, /Gagal\./)
  t.match(
    await line.rows('select kind from tickets where contact = $1', [callSid]),
    [{ kind: 'unknown' }],
    'its ticket',
  )
})

t.test('the lanes and what goes on are looked at only for an expression that asks', async (t) => {
  const line = await lookingUp(t)
  t.match((await line.calls('5')).heard, /Rekam/, 'nothing goes on, and nobody is there: a message')
  await flood(line)
  t.match((await line.calls('5')).heard, /Kejadian Banjir/)
  await line.onDuty()
  await line.calls('2')
  t.match((await line.calls('5')).heard, /Gagal\./, 'somebody waits')
})

t.test('a callback that is granted keeps the place, and begins when the caller has hung up', async (t) => {
  const line = await lookingUp(t)
  const { callSid, heard } = await line.calls('4', '081234567890')
  t.match(heard, /Dah/)
  t.match(await line.rows('select state, lane from callbacks'), [{ state: 'asked', lane: 'umum' }])
  await line.hangsUp(callSid)
  t.match(await line.rows('select state from callbacks'), [{ state: 'waiting' }])
  const tickets = await line.rows('select stage from tickets where contact = $1', [callSid])
  t.match(tickets, [{ stage: 'received' }], 'not closed as answered by the line')
  await line.hangsUp(callSid)
  t.equal((await line.told(callSid)).filter(({ kind }) => kind === 'callback.in_line').length, 1)
})

t.test('who was promised a callback and calls again is not called back once a human has the call', async (t) => {
  const line = await lookingUp(t)
  await line.onDuty()
  const first = await line.callsFrom('+6281234567890', '4', '081234567890')
  await line.hangsUp(first.callSid)
  const again = await line.callsFrom('+6281234567890', '2')
  t.match(await line.rows('select state from callbacks'), [{ state: 'waiting' }], 'waiting in line changes nothing')
  await line.rows(
    `update operators set state = 'free', free_since = now(), device = '{"kind": "client", "identity": "sari"}'`,
  )
  await line.rows(`update waits set heartbeat_at = $2, priority = 99 where call_sid = $1`, [
    again.callSid,
    new Date(noon),
  ])
  await line.database.transact((tx) => matchWaiting(tx, line.house.dispatch, line.context()))
  const [offer] = await line.rows<{ id: string }>(
    'select o.id from offers o join waits w on w.id = wait_id where call_sid = $1',
    [again.callSid],
  )
  await line.database.transact((tx) => accept(tx, line.house.dispatch, offer?.id ?? '', line.context()))
  t.match(await line.goesOn(again.callSid, 2), { verbs: [{ verb: 'join' }] })
  t.match(await line.rows('select outcome from callbacks'), [{ outcome: 'called_again' }])
})

t.test('a callback that is refused leads on to a human', async (t) => {
  const line = await lookingUp(t)
  const { callSid, heard } = await line.calls('4', '112')
  t.match(heard, /Rekam|Tunggu/)
  t.same(await line.rows('select from callbacks'), [])
  const answered = (await line.told(callSid)).find(({ kind }) => kind === 'callback.answered')
  t.match(answered, { facts: { how: 'refused' } })
})

t.test('a number that was keyed in confidence stands in no timeline, outbox, callback or ticket', async (t) => {
  const line = await lookingUp(t)
  const { callSid } = await line.calls('4', '081234567890')
  await line.hangsUp(callSid)
  for (const table of ['call_events', 'ticket_events', 'tickets', 'callbacks', 'outbox', 'carrier_commands', 'calls'])
    t.same(await line.rows(`select from ${table} x where x::text like '%81234567890%'`), [], table)
})
