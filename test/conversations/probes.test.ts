import t, { type Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { readConfig } from '../../src/config.ts'
import { keepCallLog } from '../../src/console/call-log-service.ts'
import { searchCalls } from '../../src/console/call-search-store.ts'
import { lookAfterSilent } from '../../src/conversations/janitor-service.ts'
import { lineStanding } from '../../src/conversations/probe.ts'
import { probeLine } from '../../src/conversations/probe-jobs.ts'
import { beginProbe, recentProbes } from '../../src/conversations/probe-service.ts'
import { listCalls } from '../../src/conversations/service.ts'
import { expectedOf, probeHouse } from '../../src/line-probe.ts'
import { openHttp } from '../../src/platform/http.ts'
import { openLog } from '../../src/platform/log.ts'
import { countUnheard, selectOutcomes } from '../../src/reporting/funnel-store.ts'
import { assemble } from '../../src/rooms.ts'
import { always } from '../../src/site/now.ts'
import { loadSite } from '../../src/site.ts'
import { openOwnLine } from '../../src/telephony/own-line.ts'
import { carrierWebhooks } from '../../src/web.ts'
import { testDatabase } from '../support/database.ts'
import { readableLog } from '../support/log.ts'
import { quietPort } from '../support/port.ts'

const token = '0'.repeat(32)
const minute = 60_000

/** The line as the carrier finds it, on a port of this machine, and a clock of its own. */
async function openLine(t: Test) {
  const port = await quietPort()
  const url = `http://127.0.0.1:${port}`
  const [read, loaded, database] = await Promise.all([
    readConfig({
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: token,
      PUBLIC_URL: url,
      CALLER_ID: '+62751000100',
      SECRET_KEY: 'Rm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCBhdCBhbGw',
    }),
    loadSite('ivr-flows'),
    testDatabase(t),
  ])
  if (read.outcome === 'problems' || loaded.outcome === 'problems') throw new Error('The shipped site is sound')
  const { log, lines } = readableLog('info')
  let now = Date.parse('2026-11-23T03:00:00Z')
  await database.transact((tx) => syncAgencies(tx, loaded.site.agencies, { now, actor: 'system' }))
  const time = { clock: () => now, pace: 1 }
  const rooms = assemble({ config: read.config, site: always(loaded.site), log, time }, database)
  const http = await openHttp({ log: openLog({ level: 'silent' }) })
  await http.register((scope) => carrierWebhooks(scope, rooms))
  await http.listen({ port, host: '127.0.0.1' })
  t.teardown(() => http.close())
  const house = probeHouse(rooms)
  const own = openOwnLine(token)
  const call = (callSid: string) => ({ CallSid: callSid, From: '+62751000100', To: '+62751000100' })
  return {
    ...{ database, house, log: lines, site: loaded.site, http, urls: rooms.urls },
    now: () => now,
    passes: (minutes: number) => {
      now += minutes * minute
    },
    context: () => ({ now, actor: 'system' }),
    arrives: (callSid: string) => own.ask(rooms.urls.arrival, { ...call(callSid), CallStatus: 'ringing' }),
    presses: (callSid: string, digits: string) =>
      own.ask(rooms.urls.turn({ turn: 1, epoch: 0 }), { ...call(callSid), CallStatus: 'in-progress', Digits: digits }),
    rows: async (text: string) => (await database.pool.query(text)).rows,
  }
}

/** Whatever a call can leave behind. */
const traces = `select 'call' as what from calls union all select 'event' from call_events union all select 'dialogue' from sessions
  union all select 'ticket' from tickets union all select 'wait' from waits union all select 'command' from carrier_commands
  union all select 'log' from call_log_due union all select 'text' from messages`

t.test('a call of our own goes through the line, is measured, and leaves nothing else behind', async (t) => {
  const line = await openLine(t)
  const { key, says } = expectedOf(line.site, `${line.urls.base}/audio`, line.now())
  t.ok(says.length > 0 && key !== null, 'the shipped flow has a menu and a key that it does not know')
  const probed = await probeLine(line.house)
  t.match(probed, { problem: null, menuMilliseconds: Number, keyMilliseconds: Number })
  t.match(await recentProbes(line.database, 5), [{ state: 'passed', problem: null }])
  t.same(await line.rows(traces), [])
  t.equal(await probeLine(line.house), null, 'the next one is not due')
  line.passes(5)
  t.match(await probeLine(line.house), { problem: null })
  t.same(
    line.log.filter(({ level }) => level === 'error' || level === 'warn'),
    [],
  )
})

t.test('while it goes on it stands in no list, no log and no measure', async (t) => {
  const line = await openLine(t)
  const { database } = line
  const callSid = (await database.transact((tx) => beginProbe(tx, 5, line.context()))) ?? ''
  t.match(await line.arrives(callSid), { outcome: 'answered', status: 200 })
  t.same(await line.rows('select is_probe, citizen_id from calls'), [{ is_probe: true, citizen_id: null }])
  t.same(await listCalls(database, { before: null, limit: 10 }), [])
  t.same(await searchCalls(database, { mayKnow: [], before: null, limit: 10 }), [])
  const span = ['utama', new Date(line.now() - minute), new Date(line.now() + minute)] as const
  t.same(await selectOutcomes(database, span), [])
  line.passes(10)
  t.equal(
    await database.transact((tx) => lookAfterSilent(tx, 10, line.context())),
    0,
    'the carrier is not asked about it',
  )
  await database.pool.query(`update calls set ended_at = now(), status = 'completed'`)
  await keepCallLog(database)
  t.same(await line.rows('select call_sid from call_log'), [])
  t.equal(await countUnheard(database, ['+62751000100'], span), 0)
})

t.test('it rings nobody and opens no ticket, whatever is pressed', async (t) => {
  const line = await openLine(t)
  const callSid = (await line.database.transact((tx) => beginProbe(tx, 5, line.context()))) ?? ''
  await line.arrives(callSid)
  for (const digits of ['1', '2', '3']) await line.presses(callSid, digits)
  const left = await line.rows(
    'select id from waits union all select id from tickets union all select id from emergencies',
  )
  t.same(left, [])
  t.same(await line.rows('select id from carrier_commands'), [])
})

t.test('nobody makes a call of ours by its id alone: without the row it is a call like any other', async (t) => {
  const line = await openLine(t)
  const callSid = `CA${'0'.repeat(32)}`
  await line.arrives(callSid)
  t.match(await line.rows('select is_probe, citizen_id is not null as known from calls'), [
    { is_probe: false, known: true },
  ])
  await line.presses(callSid, '1')
  t.equal((await line.rows('select id from emergencies')).length, 1, 'and its danger is a danger')
})

t.test('a line that does not answer is an alarm at the second time, told once', async (t) => {
  const line = await openLine(t)
  const broken = { ...line.house, line: openOwnLine('1'.repeat(32)) }
  const errors = () => line.log.filter(({ level }) => level === 'error').length
  t.match(await probeLine(broken), { problem: 'refused', menuMilliseconds: Number, keyMilliseconds: null })
  t.equal(errors(), 0, 'once is a moment')
  for (const _ of [2, 3, 4]) {
    line.passes(5)
    await probeLine(broken)
  }
  t.equal(errors(), 1)
  const standing = async () =>
    lineStanding(await recentProbes(line.database, 10), { everyMinutes: 5, begunAt: 0 }, line.now())
  t.match(await standing(), { standing: 'failing', failures: 4 })
  await line.http.close()
  line.passes(5)
  t.match(await probeLine(line.house), { problem: 'unreachable' })
  t.match(await recentProbes(line.database, 1), [{ state: 'failed', problem: 'unreachable' }])
})

t.test('what a lost process left behind is settled, and forgotten after a day', async (t) => {
  const line = await openLine(t)
  const callSid = (await line.database.transact((tx) => beginProbe(tx, 5, line.context()))) ?? ''
  await line.arrives(callSid)
  line.passes(5)
  t.match(await probeLine(line.house), { problem: null })
  t.match(await recentProbes(line.database, 5), [
    { state: 'passed' },
    { callSid, state: 'failed', problem: 'abandoned' },
  ])
  t.equal((await line.rows('select call_sid from calls')).length, 1, 'its record may be looked at')
  line.passes(24 * 60)
  await probeLine(line.house)
  t.same(await line.rows(traces), [])
  line.passes(31 * 24 * 60)
  await probeLine(line.house)
  t.equal((await line.rows('select call_sid from probes')).length, 1, 'measures are kept for a month')
})
