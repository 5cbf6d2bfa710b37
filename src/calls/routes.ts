import type { FastifyInstance } from 'fastify'
import type { LegHandlers } from '../conversations/leg.ts'
import { findLegBySid, reportLeg } from '../conversations/leg-service.ts'
import { announcing, leadsToRecording } from '../conversations/recording-service.ts'
import { mustRingItself } from '../conversations/ringing-service.ts'
import type { Spoken } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { DatabaseGate } from '../platform/database-gate.ts'
import type { Database } from '../platform/postgres.ts'
import type { Answer } from '../sessions/service.ts'
import { isFinal } from '../telephony/call-status.ts'
import { callerAddress } from '../telephony/caller-address.ts'
import { narrow } from '../telephony/fields.ts'
import type { Replies } from '../telephony/reply.ts'
import { renderVoice, type VoiceOptions } from '../telephony/twiml.ts'
import { addressQuery, paths, type WebhookUrls } from '../telephony/urls.ts'
import { readArrival } from '../telephony/webhooks/arrival.ts'
import { deliveryToken } from '../telephony/webhooks/delivery.ts'
import { readStatus } from '../telephony/webhooks/status.ts'
import { readTurn } from '../telephony/webhooks/turn.ts'
import { whoCalls } from './safe-routes.ts'
import type { Safe } from './safe-service.ts'
import type { Sessions } from './sessions.ts'

export type CallHouse = {
  readonly database: Database
  readonly sessions: Sessions
  readonly legs: LegHandlers
  readonly replies: Replies
  /** How calls go on while the database is away; absent: as after any other failure. */
  readonly without?: CallsWithout
  readonly urls: WebhookUrls
  readonly voice: VoiceOptions
  /** Whether conversations on this line of ours are recorded. */
  readonly records: (line: string) => boolean
  /** What a citizen hears before a conversation that is recorded, in this language (ISO 639-3). */
  readonly recordedSentence: (language: string) => Spoken
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

export type CallsWithout = {
  readonly safe: Safe
  readonly gate: Pick<DatabaseGate, 'isAway' | 'failed'>
  /** The kind of emergency in which the answer leaves the caller; null outside of one. */
  readonly dangerOf: (answer: AnsweredTurn) => string | null
}

export type AnsweredTurn = Exclude<Answer, { readonly outcome: 'unknown_call' }>

/** Somebody who waits for nothing urgent keeps the place in line through a short absence of the database: two sentences long. */
const roundsBeforeDiverted = 2

/** A citizen's call: its arrival, its turns, its status. Register it inside `carrierOnly`. */
export async function callRoutes(scope: FastifyInstance, house: CallHouse): Promise<void> {
  const { database, sessions, replies, urls } = house
  const { safe, gate } = house.without ?? {}
  const context = (actor: string): Context => ({ now: house.clock(), actor })

  const toDocument = async (answer: Answer): Promise<string> => {
    if (answer.outcome === 'unknown_call') return replies.apology('citizen')
    const isRecorded = await leadsToRecording(database, answer.verbs, house.records)
    const verbs = isRecorded ? announcing(answer.verbs, house.recordedSentence(answer.language)) : answer.verbs
    const danger = house.without?.dangerOf(answer) ?? null
    const place = { turn: answer.turn, epoch: answer.epoch, ...(danger === null ? {} : { danger }) }
    const addresses = {
      next: urls.turn(place),
      silence: urls.silence(place),
      conference: urls.conference(),
      recording: urls.recording(place),
      wait: urls.wait,
      isRecorded,
    }
    return renderVoice(verbs, addresses, house.voice)
  }

  /** The kind of emergency for which the carrier's API rings nobody, of a caller who waits for somebody to be rung; null otherwise. */
  const ringsInVain = async (callSid: string, answer: Answer): Promise<string | null> => {
    if (answer.outcome === 'unknown_call' || answer.verbs.at(-1)?.verb !== 'hold') return null
    const danger = house.without?.dangerOf(answer) ?? null
    return danger !== null && (await mustRingItself(database, callSid, context('system'))) ? danger : null
  }

  scope.post(paths.arrival, async (request, reply) => {
    reply.type('text/xml')
    const arrival = readArrival(request.body)
    if (arrival === null) return replies.apology('citizen')
    const { callSid, dialled: line, status } = arrival
    const caller = callerAddress(arrival.caller)
    const token = deliveryToken(request.headers)
    const question = {
      callSid,
      turn: null,
      input: { kind: 'arrived' },
      again: urls.arrival,
      query: request.query,
      from: 'citizen',
      ...(safe && {
        divert: {
          afterRounds: 0,
          to: () => safe.divert({ callSid, line, caller, danger: null, isOver: isFinal(status) }),
        },
      }),
    } as const
    const work = () => sessions.arrive({ callSid, line, caller, status, token }, context('citizen'))
    return replies.answer(question, async () => toDocument(await work()), request.log)
  })

  scope.post(paths.turn, async (request, reply) => {
    reply.type('text/xml')
    const read = readTurn(request.query, request.body)
    if (read === null) return replies.apology('citizen')
    const { callSid, epoch, input, status } = read
    // A call that we moved comes without a turn.
    const { turn: numbered, danger = null } = narrow(addressQuery, request.query)
    const isMoved = numbered === undefined
    const isOver = isFinal(status)
    const back = isMoved && !isOver && safe?.bringBack(callSid, whoCalls(request))
    if (back) return back
    const turn = isMoved ? null : read.turn
    const at = { turn: read.turn, epoch, ...(danger === null ? {} : { danger }) }
    const again = isMoved ? urls.moved(epoch) : urls.turn(at)
    const token = deliveryToken(request.headers)
    const work = async (heard: typeof input) => {
      const taken = { callSid, turn, epoch, token, input: heard, isOver }
      const answer = await sessions.takeTurn(taken, context('citizen'))
      const inDanger = isOver || !safe ? null : await ringsInVain(callSid, answer)
      if (inDanger === null) return toDocument(answer)
      return safe?.divert({ callSid, ...whoCalls(request), danger: inDanger, isOver }) ?? toDocument(answer)
    }
    const isUrgent = isOver || danger !== null || safe?.firstDanger(turn, input) != null
    const divert = safe && {
      afterRounds: isUrgent ? 0 : roundsBeforeDiverted,
      to: (heard: typeof input) =>
        safe.divert({ callSid, ...whoCalls(request), danger: danger ?? safe.firstDanger(turn, heard), isOver }),
    }
    const question = {
      callSid,
      turn,
      input,
      again,
      query: request.query,
      from: 'citizen',
      ...(divert && { divert }),
    } as const
    return replies.answer(question, work, request.log)
  })

  // A failure is answered with 5xx by Fastify, and the carrier tells it again. Of a citizen's call it is kept when the database is away.
  scope.post(paths.status, async (request, reply) => {
    reply.code(204)
    const report = readStatus(request.query, request.body)
    if (report === null) return
    const present = context('carrier')
    const { callSid, command, status, durationSeconds, at } = report
    const told = { callSid, status, durationSeconds, at: at ?? present.now }
    const keep = () => safe?.keep({ what: 'status', entry: `status ${status}`, ...told })
    if (command === null && (gate?.isAway() || safe?.isDiverted(callSid))) return keep()
    try {
      await database.transact(async (tx) => {
        const legId = command ?? (await findLegBySid(tx, callSid))?.id
        if (legId !== undefined)
          await reportLeg(tx, { legId, legSid: callSid, status, at: told.at }, house.legs, present)
        else await sessions.reportStatus(tx, told, present)
      })
    } catch (error) {
      if (command !== null || !(await gate?.failed(error))) throw error
      await keep()
    }
  })
}
