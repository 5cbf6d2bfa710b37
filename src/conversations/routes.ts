import type { FastifyInstance } from 'fastify'
import type { Spoken, Verb } from '../flow/verbs.ts'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/postgres.ts'
import type { Replies } from '../telephony/reply.ts'
import { emptyDocument, renderVoice, renderWait, type VoiceOptions } from '../telephony/twiml.ts'
import { paths, type WebhookUrls } from '../telephony/urls.ts'
import { readClient } from '../telephony/webhooks/client.ts'
import { type ConferenceReport, readConference } from '../telephony/webhooks/conference.ts'
import { deliveryToken } from '../telephony/webhooks/delivery.ts'
import { readLeg } from '../telephony/webhooks/leg.ts'
import { readRecording } from '../telephony/webhooks/recording.ts'
import { hasEnded } from './call.ts'
import { hearConference } from './conference-service.ts'
import type { ConversationHandlers } from './leg.ts'
import { hearBrowser, hearLegWebhook } from './leg-service.ts'
import { announcing, hearRecording, leadsToRecording } from './recording-service.ts'

export type ConversationHouse = {
  readonly database: Database
  readonly handlers: ConversationHandlers
  readonly replies: Replies
  readonly urls: WebhookUrls
  readonly voice: VoiceOptions
  /** From the site's prompts: what a leg hears that another has taken, or that nobody needs any more. */
  readonly taken: () => readonly Spoken[]
  /** What a leg hears that is alone in a conference: the other is on the way. */
  readonly waiting: () => readonly Spoken[]
  /** What a citizen hears who is held: the operator will be back. */
  readonly held: () => readonly Spoken[]
  /** Whether conversations on this line of ours are recorded. */
  readonly records: (line: string) => boolean
  /** What a citizen who is called back hears before such a conversation. */
  readonly recordedSentence: () => Spoken
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

const kinds: Partial<Record<ConferenceReport['happening'], 'start' | 'end' | 'join' | 'leave'>> = {
  started: 'start',
  ended: 'end',
  joined: 'join',
  left: 'leave',
}

/** Every leg that is not the citizen's, the conferences in which they meet, and recordings. Register it inside `carrierOnly`. */
export async function conversationRoutes(scope: FastifyInstance, house: ConversationHouse): Promise<void> {
  const { database, handlers, replies, urls } = house
  const context = (actor: string): Context => ({ now: house.clock(), actor })

  const toDocument = (
    verbs: readonly Verb[],
    leg: { legId: string; turn: number } | null,
    isRecorded = false,
  ): string => {
    const place = leg === null ? null : { command: leg.legId, turn: leg.turn, epoch: 0 }
    const addresses = {
      next: place === null ? urls.client : urls.leg(place),
      silence: place === null ? urls.client : urls.legSilence(place),
      conference: urls.conference(),
      recording: urls.recording(),
      wait: urls.wait,
      isRecorded,
    }
    return renderVoice(isRecorded ? announcing(verbs, house.recordedSentence()) : verbs, addresses, house.voice)
  }
  const recordedIn = (verbs: readonly Verb[]) => leadsToRecording(database, verbs, house.records)
  const taken = (): string => toDocument([{ verb: 'say', spoken: house.taken() }, { verb: 'hangup' }], null)

  scope.post(paths.leg, async (request, reply) => {
    reply.type('text/xml')
    const leg = readLeg(request.query, request.body)
    if (leg === null) return replies.apology('leg')
    // Who hung up in the middle of a conversation did not come back from it; how the call ended, its status tells.
    if (hasEnded(leg.status)) return emptyDocument
    const { callSid, command: legId, turn, input } = leg
    const token = deliveryToken(request.headers)
    const again = urls.leg({ command: legId, turn, epoch: 0 })
    const work = async (heard: typeof input) => {
      const webhook = { legId, legSid: callSid, turn, token, input: heard }
      const answer = await database.transact((tx) => hearLegWebhook(tx, webhook, handlers.legs, context('carrier')))
      if (answer.outcome === 'unknown') return replies.apology('leg')
      if (answer.outcome === 'taken') return taken()
      return toDocument(answer.verbs, answer, await recordedIn(answer.verbs))
    }
    return replies.answer({ callSid, turn, input, again, query: request.query, from: 'leg' }, work, request.log)
  })

  scope.post(paths.client, async (request, reply) => {
    reply.type('text/xml')
    const browser = readClient(request.body)
    if (browser === null || browser.offer === null) return replies.apology('leg')
    const connecting = {
      identity: browser.identity,
      offerId: browser.offer,
      legSid: browser.callSid,
      token: deliveryToken(request.headers),
    }
    const work = async () => {
      const answer = await database.transact((tx) => hearBrowser(tx, connecting, handlers, context('carrier')))
      if (answer.outcome === 'unknown') return replies.apology('leg')
      if (answer.outcome === 'taken') return taken()
      if (answer.outcome === 'refused') return toDocument(answer.verbs, null)
      return toDocument(answer.verbs, answer, await recordedIn(answer.verbs))
    }
    const question = {
      callSid: browser.callSid,
      turn: null,
      input: { kind: 'arrived' },
      again: urls.client,
      query: request.query,
      from: 'leg',
    } as const
    return replies.answer(question, work, request.log)
  })

  // A failure of the two below is answered with 5xx by Fastify, and the carrier tells it again.
  scope.post(paths.conference, async (request, reply) => {
    reply.code(204)
    const report = readConference(request.body)
    const kind = report === null ? undefined : kinds[report.happening]
    if (report === null || kind === undefined || report.conference === null) return
    const present = context('carrier')
    const news = {
      conferenceSid: report.conferenceSid,
      conversationId: report.conference,
      sequence: report.sequence,
      kind,
      label: report.label,
      participantSid: report.callSid,
      at: report.at ?? present.now,
      reason: report.reason,
    }
    await database.transact((tx) => hearConference(tx, news, handlers.legs, present))
  })

  scope.post(paths.recording, async (request, reply) => {
    reply.code(204)
    const report = readRecording(request.query, request.body)
    if (report === null) return
    const isOurs = await database.transact((tx) => hearRecording(tx, report, context('carrier')))
    if (!isOurs) request.log.warn({ recordingSid: report.recordingSid }, 'A recording of no call that we know was told')
  })

  /** What a lone participant of a conference hears. Needs no state. */
  scope.post(paths.wait, async (_request, reply) => {
    reply.type('text/xml')
    return renderWait(house.waiting(), house.voice)
  })

  scope.post(paths.hold, async (_request, reply) => {
    reply.type('text/xml')
    return renderWait(house.held(), house.voice)
  })
}
