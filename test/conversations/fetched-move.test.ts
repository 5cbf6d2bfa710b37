import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { readiness } from '../../src/conversations/command.ts'
import { takeDueCommands } from '../../src/conversations/command-store.ts'
import { hearLegWebhook } from '../../src/conversations/leg-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { newId } from '../../src/platform/id.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { assemble } from '../../src/rooms.ts'
import { always } from '../../src/site/now.ts'
import { loadSite } from '../../src/site.ts'
import { readableLog } from '../support/log.ts'
import { sharedDatabase } from './support/house.ts'

t.test('a move whose document was fetched is not tried again, whatever the carrier answered to it', async (t) => {
  const { database } = await sharedDatabase(t, 4)
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
  const { sessions, handlers, dispatch } = assemble({ config: read.config, site: always(loaded.site), log }, database)
  const now = Date.parse('2026-11-23T03:00:00Z')
  const context = { now, actor: 'system' }
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transact(work)

  const staffId = newId()
  await database.pool.query(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true)`)
  await database.pool.query(
    `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, 'sari', 'Sari', '-', '{operator}', now())`,
    [staffId],
  )
  const device = { kind: 'number', number: '+6281100000001' } as const
  await within((tx) => setPresence(tx, dispatch, { staffId, state: 'free', device }, context))
  const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const
  const callSid = 'CA1'
  const arrival = { callSid, line: '+62751000100', caller, status: 'ringing', token: null } as const
  await within((tx) => sessions.arrive(tx, arrival, context))
  const key = { callSid, turn: 1, epoch: 0, token: null, input: { kind: 'digits', digits: '3' } } as const
  await sessions.takeTurn(key, context)
  const { rows } = await database.pool.query<{ id: string }>('select id from legs where citizen_call_sid = $1', [
    callSid,
  ])
  const hear = (turn: number, input: { kind: 'continue' } | { kind: 'digits'; digits: string }) => {
    const webhook = { legId: rows[0]?.id ?? '', legSid: 'CAop', turn, token: null, input }
    return within((tx) => hearLegWebhook(tx, webhook, handlers.legs, context))
  }
  await hear(0, { kind: 'continue' })
  await hear(1, { kind: 'digits', digits: '1' })

  const standing = async (at: number) => {
    const due = await takeDueCommands(database, at, 1_000, 20)
    const found = due.find(({ command }) => command.kind === 'move_call')
    return found === undefined ? null : readiness(found.command, found.standing)
  }
  t.same(await standing(now), { ready: 'now' }, 'accepted, the caller has to be moved')
  const moved = await sessions.takeTurn(
    { callSid, turn: null, epoch: 1, token: null, input: { kind: 'continue' } },
    context,
  )
  t.match(moved, { outcome: 'answered', epoch: 1, verbs: [{ verb: 'join' }] }, 'the move brought the caller in')
  t.same(
    await standing(now + 60_000),
    { ready: 'unneeded', why: 'followed' },
    'so a second try would only pull the caller out again',
  )
})
