import type { Test } from 'tap'
import { readConfig } from '../../../src/config.ts'
import { hearLegWebhook } from '../../../src/conversations/leg-service.ts'
import { setPresence } from '../../../src/dispatch/service.ts'
import { newId } from '../../../src/platform/id.ts'
import type { Tx } from '../../../src/platform/postgres.ts'
import { assemble } from '../../../src/rooms.ts'
import { always } from '../../../src/site/now.ts'
import { loadSite } from '../../../src/site.ts'
import { readableLog } from '../../support/log.ts'
import { sharedDatabase } from './house.ts'

const environment = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0'.repeat(32),
  PUBLIC_URL: 'https://sahut.example',
  CALLER_ID: '+62751000100',
  SECRET_KEY: 'Rm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCBhdCBhbGw',
}
const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const
const device = { kind: 'number', number: '+6281100000001' } as const

const toInput = (digits: string | null) =>
  digits === null ? ({ kind: 'continue' } as const) : ({ kind: 'digits', digits } as const)

/** All rooms as the program assembles them, with the shipped site and one operator, and a clock of their own; no web around them. */
export async function allRooms(t: Test, connections: number) {
  const { database } = await sharedDatabase(t, connections)
  const { log } = readableLog('silent')
  const [read, loaded] = await Promise.all([readConfig(environment), loadSite('ivr-flows')])
  if (read.outcome === 'problems' || loaded.outcome === 'problems') throw new Error('The shipped site is sound')
  const { sessions, handlers, dispatch, tellDiverted } = assemble(
    { config: read.config, site: always(loaded.site), log },
    database,
  )
  const staffId = newId()
  await database.pool.query(`insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true)`)
  await database.pool.query(
    `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, 'sari', 'Sari', '-', '{operator}', now())`,
    [staffId],
  )
  let now = Date.parse('2026-11-23T03:00:00Z')
  const context = () => ({ now, actor: 'system' })
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transact(work)
  return {
    database,
    sessions,
    handlers,
    dispatch,
    tellDiverted,
    context,
    within,
    passes: (seconds: number) => {
      now += seconds * 1000
    },
    /** The operator is on duty, with a phone. */
    onDuty: () => within((tx) => setPresence(tx, dispatch, { staffId, state: 'free', device }, context())),
    /** A call comes in. Gives the turn that its next request brings. */
    arrives: async (callSid: string): Promise<number> => {
      const arrival = { callSid, line: '+62751000100', caller, status: 'ringing', token: null } as const
      const answer = await sessions.arrive(arrival, context())
      if (answer.outcome === 'unknown_call') throw new Error('a call that arrives is known')
      return answer.turn
    },
    /** The caller presses a key, or comes back without one. A call that we moved brings its epoch instead of a turn. */
    turn: async (
      callSid: string,
      at: { readonly turn: number | null; readonly epoch?: number },
      digits: string | null,
    ) => {
      const taking = { callSid, turn: at.turn, epoch: at.epoch ?? 0, token: null, input: toInput(digits) }
      const answer = await sessions.takeTurn(taking, context())
      if (answer.outcome === 'unknown_call') throw new Error('a call that takes a turn is known')
      return answer
    },
    /** The leg that rings for a call. */
    legFor: async (callSid: string): Promise<string> => {
      const found = await database.pool.query<{ id: string }>('select id from legs where citizen_call_sid = $1', [
        callSid,
      ])
      return found.rows[0]?.id ?? ''
    },
    legHears: (legId: string, legSid: string, turn: number, digits: string | null) => {
      const webhook = { legId, legSid, turn, token: null, input: toInput(digits) }
      return within((tx) => hearLegWebhook(tx, webhook, handlers.legs, context()))
    },
  }
}
