import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { hearConference, rescue } from '../../src/conversations/conference-service.ts'
import { hearLegWebhook, reportLeg } from '../../src/conversations/leg-service.ts'
import { expireOffers, runMatch } from '../../src/dispatch/jobs.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { newId } from '../../src/platform/id.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { assemble } from '../../src/rooms.ts'
import { always } from '../../src/site/now.ts'
import { loadSite } from '../../src/site.ts'
import { readableLog } from '../support/log.ts'
import { sharedDatabase } from './support/house.ts'

t.test('what comes at the same moment for one call gets through, in whatever order', async (t) => {
  const { database } = await sharedDatabase(t, 12)
  const { log } = readableLog('silent')
  const read = await readConfig({
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '0'.repeat(32),
    PUBLIC_URL: 'https://sahut.example',
    CALLER_ID: '+62751000100',
    SECRET_KEY: 'Rm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCBhdCBhbGw',
  })
  const loaded = await loadSite('ivr-flows')
  if (read.outcome === 'problems' || loaded.outcome === 'problems') throw new Error('The shipped site is sound')
  const rooms = assemble({ config: read.config, site: always(loaded.site), log }, database)
  const { sessions, handlers, dispatch } = rooms
  let now = Date.parse('2026-11-23T03:00:00Z')
  const context = () => ({ now, actor: 'system' })
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transact(work)

  const staffId = newId()
  await database.pool.query(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true)`)
  await database.pool.query(
    `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, 'sari', 'Sari', '-', '{operator}', now())`,
    [staffId],
  )
  const device = { kind: 'number', number: '+6281100000001' } as const
  const failures: unknown[] = []

  for (let round = 0; round < 12; round++) {
    now += 3_600_000
    const callSid = `CA${round}`
    await within((tx) => setPresence(tx, dispatch, { staffId, state: 'free', device }, context()))
    const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const
    const first = await within((tx) =>
      sessions.arrive(tx, { callSid, line: '+62751000100', caller, status: 'ringing', token: null }, context()),
    )
    if (first.outcome === 'unknown_call') throw new Error('a call that arrives is known')
    const turn = (given: number, digits: string | null) =>
      sessions.takeTurn(
        {
          callSid,
          turn: given,
          epoch: 0,
          token: null,
          input: digits === null ? { kind: 'continue' } : { kind: 'digits', digits },
        },
        context(),
      )
    // Every other caller has an emergency, so that the ladder's rows are crossed too.
    const waiting = await turn(first.turn, round % 2 === 0 ? '1' : '3')
    if (waiting.outcome === 'unknown_call') throw new Error('a call that waits is known')
    const { rows } = await database.pool.query<{ id: string }>('select id from legs where citizen_call_sid = $1', [
      callSid,
    ])
    const legId = rows[0]?.id ?? ''
    const legSid = `CAop${round}`
    const webhook = (legTurn: number, digits: string | null) => () =>
      within((tx) =>
        hearLegWebhook(
          tx,
          {
            legId,
            legSid,
            turn: legTurn,
            token: null,
            input: digits === null ? { kind: 'continue' } : { kind: 'digits', digits },
          },
          handlers.legs,
          context(),
        ),
      )
    const answered = await webhook(0, null)()
    t.equal(answered.outcome, 'answered')
    const conversation = async () => {
      const found = await database.pool.query<{ id: string }>(
        'select id from conversations where citizen_call_sid = $1',
        [callSid],
      )
      return found.rows[0]?.id ?? newId()
    }
    const event = (sequence: number, kind: 'join' | 'leave', label: string) => async () => {
      const conversationId = await conversation()
      const news = {
        conferenceSid: `CF${round}`,
        conversationId,
        sequence,
        kind,
        label,
        participantSid: null,
        at: now,
        reason: null,
      }
      return within((tx) => hearConference(tx, news, handlers.legs, context()))
    }
    const crossing: (() => Promise<unknown>)[] = [
      webhook(1, '1'),
      webhook(1, '1'),
      () => turn(waiting.turn, null),
      () => turn(waiting.turn, null),
      () =>
        within((tx) =>
          sessions.reportStatus(tx, { callSid, status: 'completed', at: now, durationSeconds: 3 }, context()),
        ),
      () => within((tx) => reportLeg(tx, { legId, legSid, status: 'completed', at: now }, handlers.legs, context())),
      () => runMatch(database, dispatch, context()),
      () => expireOffers(database, { now: now + 120_000, actor: 'system' }),
      event(1, 'join', 'citizen'),
      event(2, 'join', legId),
      event(3, 'leave', legId),
      async () => {
        const id = await conversation()
        return within((tx) => rescue(tx, id, handlers, { now: now + 60_000, actor: 'system' }))
      },
    ]
    // A different one goes first each time.
    const order = [...crossing.slice(round % crossing.length), ...crossing.slice(0, round % crossing.length)]
    for (const outcome of await Promise.allSettled(order.map((each) => each())))
      if (outcome.status === 'rejected') failures.push(outcome.reason)
    await within((tx) =>
      sessions.reportStatus(tx, { callSid, status: 'completed', at: now, durationSeconds: 3 }, context()),
    )
    await within((tx) => reportLeg(tx, { legId, legSid, status: 'completed', at: now }, handlers.legs, context()))
  }
  t.same(failures, [])
  const { rows: open } = await database.pool.query(
    `select call_sid from waits where state in ('waiting', 'joined')
     union all select id::text from offers where state in ('open', 'accepted')
     union all select call_sid from calls where ended_at is null`,
  )
  t.same(open, [], 'and nothing of calls that are over is left open')
})
