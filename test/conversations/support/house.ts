import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import type { Test } from 'tap'
import type { CallHouse } from '../../../src/calls/routes.ts'
import { callRoutes } from '../../../src/calls/routes.ts'
import type { FinalStatus } from '../../../src/conversations/call.ts'
import type { ConversationHandlers, Leg, LegHandler, LegMoment } from '../../../src/conversations/leg.ts'
import { conversationRoutes } from '../../../src/conversations/routes.ts'
import { adoptLeg, beginCall } from '../../../src/conversations/service.ts'
import type { Spoken, Verb } from '../../../src/flow/verbs.ts'
import type { Database, Wake } from '../../../src/platform/postgres.ts'
import { carrierOnly } from '../../../src/telephony/guard.ts'
import { createReplies } from '../../../src/telephony/reply.ts'
import { sign } from '../../../src/telephony/signature.ts'
import { webhookUrls } from '../../../src/telephony/urls.ts'
import { testDatabase } from '../../support/database.ts'
import { checkTwiml } from '../../support/twiml-check.ts'

export const publicUrl = 'https://sahut.example'
export const urls = webhookUrls(publicUrl)
export const tokens = ['token of the account']
export const voice = { audioBase: `${publicUrl}/audio` }

export const said = (text: string): Spoken => ({ prompt: 'x', text, language: 'ind' })

const replies = (deadlineMilliseconds: number) =>
  createReplies({
    sentences: { holding: [said('Mohon tunggu.')], apology: [said('Maaf.')], legApology: [said('Maaf, selesai.')] },
    dutyLine: [{ kind: 'number', number: '+62751000112' }],
    dutyRingSeconds: 30,
    voice,
    urls,
    key: 'a key of the house',
    deadlineMilliseconds,
  })

export type Told =
  | { readonly what: 'spoke'; readonly leg: Leg; readonly moment: LegMoment }
  | { readonly what: 'ended'; readonly leg: Leg; readonly how: FinalStatus }
  | { readonly what: 'met'; readonly leg: Leg }
  | { readonly what: 'stranded'; readonly callSid: string }
  | { readonly what: 'call ended'; readonly callSid: string; readonly status: FinalStatus }

/** The rooms above, as a list of what they were told; what they say is given by the test. */
export function listener(speak: (leg: Leg, moment: LegMoment) => readonly Verb[] = () => [{ verb: 'hangup' }]) {
  const told: Told[] = []
  const handler: LegHandler = {
    speak: async (_tx, leg, moment) => {
      told.push({ what: 'spoke', leg, moment })
      return speak(leg, moment)
    },
    ended: async (_tx, leg, how) => {
      told.push({ what: 'ended', leg, how })
    },
    met: async (_tx, leg) => {
      told.push({ what: 'met', leg })
    },
  }
  const handlers: ConversationHandlers = {
    legs: { operator: handler, rung: handler, callback: handler, test: handler, agency: handler },
    connect: async (tx, { offerId, legSid }, context) => {
      const id = adoptLeg(tx, { purpose: 'operator', about: offerId, citizenCallSid: 'CA1', legSid }, context)
      return [{ verb: 'join', conference: 'v', label: id, endsOnExit: true, leavesOnStar: true }]
    },
    stranded: async (_tx, callSid) => {
      told.push({ what: 'stranded', callSid })
    },
    callEnded: async (_tx, { callSid, status }) => {
      told.push({ what: 'call ended', callSid, status })
    },
  }
  return { handlers, told, whats: () => told.map(({ what }) => what) }
}

export type Post = (path: string, form?: Record<string, string>, token?: string) => ReturnType<typeof post>

async function post(app: FastifyInstance, url: string, form: Record<string, string>, token?: string) {
  const reply = await app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(form).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(tokens[0] ?? '', publicUrl + url, form),
      ...(token !== undefined && { 'i-twilio-idempotency-token': token }),
    },
  })
  return { code: reply.statusCode, body: reply.body, problems: reply.statusCode === 200 ? checkTwiml(reply.body) : [] }
}

/** As a carrier asks that was told to use GET: the fields are in the query, and the URL alone is signed. */
async function get(app: FastifyInstance, path: string, form: Record<string, string>) {
  const url = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(form)}`
  const reply = await app.inject({ url, headers: { 'x-twilio-signature': sign(tokens[0] ?? '', publicUrl + url) } })
  return { code: reply.statusCode, body: reply.body, problems: reply.statusCode === 200 ? checkTwiml(reply.body) : [] }
}

export type TestHouse = {
  readonly database: Database
  readonly wakes: Wake[]
  readonly post: Post
  readonly get: (path: string, form?: Record<string, string>) => ReturnType<typeof get>
  readonly inject: (request: InjectOptions) => Promise<{ readonly statusCode: number }>
  readonly at: (now: number) => { now: number; actor: string }
  /** Sets the clock that the routes see. */
  readonly setClock: (now: number) => void
}

/** A database that several scenes of one file use in turn. */
export async function sharedDatabase(t: Test, connections = 8) {
  const wakes: Wake[] = []
  const database = await testDatabase(t, { connections, onWake: (woken) => wakes.push(...woken) })
  return {
    database,
    wakes,
    empty: async () => {
      await database.pool.query(
        'truncate calls, call_events, carrier_commands, legs, conversations, conference_events, recordings cascade',
      )
      wakes.length = 0
    },
  }
}

/** Routes, guard and database for real; the rooms above are given. */
export async function testHouse(
  t: Test,
  given: { readonly handlers: ConversationHandlers; readonly sessions?: CallHouse['sessions'] },
  options: {
    readonly deadlineMilliseconds?: number
    readonly connections?: number | undefined
    readonly shared?: Awaited<ReturnType<typeof sharedDatabase>>
  } = {},
): Promise<TestHouse> {
  const { deadlineMilliseconds = 5_000 } = options
  const { database, wakes } = options.shared ?? (await sharedDatabase(t, options.connections))
  const { handlers } = given
  let now = 1_000_000
  const clock = () => now
  const sessions: CallHouse['sessions'] = given.sessions ?? {
    arrive: async () => ({ outcome: 'unknown_call' }),
    takeTurn: async () => ({ outcome: 'unknown_call' }),
    reportStatus: async () => {},
  }
  const app = Fastify()
  app.register(async (scope) => {
    await scope.register(carrierOnly, { tokens, publicUrl })
    const shared = { database, replies: replies(deadlineMilliseconds), urls, voice, clock }
    await scope.register(conversationRoutes, {
      ...shared,
      handlers,
      taken: () => [said('Sudah ditangani.')],
      waiting: () => [said('Sudah ditangani.')],
      held: () => [said('Mohon tunggu sebentar.')],
      records: () => false,
      recordedSentence: () => said('Percakapan ini direkam.'),
    })
    await scope.register(callRoutes, {
      ...shared,
      sessions,
      legs: handlers.legs,
      records: () => false,
      recordedSentence: () => said('Percakapan ini direkam.'),
    })
  })
  await app.ready()
  t.teardown(() => app.close())
  return {
    database,
    wakes,
    inject: (request) => app.inject(request),
    post: (path, form = {}, token) => post(app, path, form, token),
    get: (path, form = {}) => get(app, path, form),
    at: (moment) => ({ now: moment, actor: 'system' }),
    setClock: (moment) => {
      now = moment
    },
  }
}

/** A citizen's call that has arrived. */
export const arrived = (database: Database, callSid = 'CA1', now = 1_000_000) =>
  database.transact((tx) =>
    beginCall(
      tx,
      { callSid, line: '112', citizenId: null, callerKind: 'withheld', status: 'ringing' },
      { now, actor: 'citizen' },
    ),
  )

export const offer = '01900000-0000-7000-8000-000000000001'
