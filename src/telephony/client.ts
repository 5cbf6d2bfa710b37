import type { Twilio } from 'twilio'
import type { Target } from '../flow/verbs.ts'
import { asCallStatus, callStatuses } from './call-status.ts'
import type { Answer, CallAtCarrier, CallSearch, CallToPlace, Carrier, TextToSend } from './carrier.ts'
import { answerOf, basic, type Download, download, rebased, restClient } from './rest.ts'
import { assertDialable } from './target.ts'

export type CarrierAccount = {
  readonly accountSid: string
  /** An API key is preferred to the account's token: it can be taken back alone. */
  readonly credentials: { readonly apiKey: string; readonly apiSecret: string } | { readonly authToken: string }
  /** Any Twilio-compatible REST base, plain http and a path included. */
  readonly apiUrl?: string
  /** Milliseconds for one request in all. */
  readonly timeout?: number
}

const twilioApi = 'https://api.twilio.com'
const longestRecording = 64 * 1024 * 1024

/** Opens nothing yet: the package (0.3 s to load, 30 MB) is loaded by the first request or by `warm`. */
export function openCarrier(account: CarrierAccount): Carrier {
  const { accountSid, apiUrl = twilioApi, timeout = 5000 } = account
  const [user, secret] =
    'apiKey' in account.credentials
      ? [account.credentials.apiKey, account.credentials.apiSecret]
      : [accountSid, account.credentials.authToken]

  let loading: Promise<Twilio> | undefined
  const open = () => {
    loading ??= load(user, secret, accountSid, apiUrl, timeout)
    return loading
  }

  async function ask<Done>(work: (client: Twilio) => Promise<Done>, creates = false): Promise<Answer<Done>> {
    const client = await open()
    try {
      return { outcome: 'done', ...(await work(client)) }
    } catch (error) {
      return answerOf(error, creates)
    }
  }

  return {
    placeCall: (call) => {
      assertDialable(call.to)
      return ask(async (client) => {
        const { sid, status } = await client.calls.create(callFields(call))
        return { callSid: sid, status: asCallStatus(status) }
      }, true)
    },
    moveCall: (callSid, url) =>
      ask(async (client) => {
        await client.calls(callSid).update({ url, method: 'POST' })
        return {}
      }),
    endCall: (callSid) =>
      ask(async (client) => ({ call: callOf(await client.calls(callSid).update({ status: 'completed' })) })),
    fetchCall: (callSid) => ask(async (client) => ({ call: callOf(await client.calls(callSid).fetch()) })),
    listCalls: (search) => ask(async (client) => ({ calls: await searchCalls(client, search) })),
    updateParticipant: (conferenceSid, participant, change) =>
      ask(async (client) => {
        await client
          .conferences(conferenceSid)
          .participants(participant)
          .update({ ...change })
        return {}
      }),
    removeParticipant: (conferenceSid, participant) =>
      ask(async (client) => {
        await client.conferences(conferenceSid).participants(participant).remove()
        return {}
      }),
    findConference: (name) =>
      ask(async (client) => {
        const [conference] = await client.conferences.list({ friendlyName: name, status: 'in-progress', limit: 1 })
        return { conferenceSid: conference?.sid ?? null }
      }),
    sendText: (text) =>
      ask(async (client) => ({ messageSid: (await client.messages.create(textFields(text))).sid }), true),
    fetchRecording: (recordingSid) =>
      ask(async (client) => {
        const found = await client.recordings(recordingSid).fetch()
        return {
          recording: {
            recordingSid: found.sid,
            callSid: found.callSid ?? null,
            conferenceSid: found.conferenceSid ?? null,
            status: found.status,
            seconds: Math.max(0, Number(found.duration ?? 0)),
            channels: found.channels,
          },
        }
      }),
    downloadRecording: (recordingSid) =>
      ask(async () => {
        const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${encodeURIComponent(recordingSid)}.wav`
        const url = rebased(apiUrl, twilioApi + path)
        return audioOf(await download(url, basic(user, secret), timeout * 6, longestRecording))
      }),
    warm: async () => {
      const client = await open()
      // Its interfaces are loaded when they are first looked at: all in one piece, while nothing else goes on.
      void client.calls
    },
  }
}

async function load(
  user: string,
  secret: string,
  accountSid: string,
  apiUrl: string,
  timeout: number,
): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  type HttpClient = NonNullable<NonNullable<Parameters<typeof twilio>[2]>['httpClient']>
  // The package asks its HTTP client only for `request`, whatever else its class has.
  const httpClient = restClient(apiUrl, timeout) as unknown as HttpClient
  return twilio(user, secret, { accountSid, httpClient, autoRetry: false, logLevel: 'error' })
}

/** Told of every step, each named apart: several in one field are silently lost. */
const everyStep = ['initiated', 'ringing', 'answered', 'completed']

function callFields(call: CallToPlace) {
  return {
    to: addressOf(call.to),
    from: call.callerId,
    url: call.url,
    method: 'POST',
    statusCallback: call.statusCallback,
    statusCallbackMethod: 'POST',
    statusCallbackEvent: everyStep,
    timeout: call.ringSeconds,
    ...(call.timeLimitSeconds !== undefined && { timeLimit: call.timeLimitSeconds }),
    ...(call.to.kind === 'number' && call.to.byocTrunk !== undefined && { byoc: call.to.byocTrunk }),
  }
}

/** A target as the carrier writes it in `To`; the way to find its call again. */
export function addressOf(target: Target): string {
  switch (target.kind) {
    case 'number':
      return target.number
    case 'sip':
      return target.uri
    case 'client':
      return `client:${target.identity}`
  }
}

function textFields(text: TextToSend) {
  const sender = 'from' in text ? { from: text.from } : { messagingServiceSid: text.messagingService }
  return { to: text.to, body: text.body, statusCallback: text.statusCallback, ...sender }
}

async function searchCalls(client: Twilio, search: CallSearch): Promise<readonly CallAtCarrier[]> {
  const { to, from, status, createdSince = 0, most = 20 } = search
  // `initiated` exists in callbacks only.
  const statusAtCarrier = callStatuses.find((each) => each === status && each !== 'initiated')
  const found = await client.calls.list({
    limit: most,
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
    ...(statusAtCarrier !== undefined && statusAtCarrier !== 'initiated' && { status: statusAtCarrier }),
  })
  return found.map(callOf).filter((call) => call.createdAt === null || call.createdAt >= createdSince)
}

type FoundCall = Awaited<ReturnType<ReturnType<Twilio['calls']>['fetch']>>

function callOf(found: FoundCall): CallAtCarrier {
  return {
    callSid: found.sid,
    parentCallSid: found.parentCallSid ?? null,
    to: found.to ?? '',
    from: found.from ?? '',
    status: asCallStatus(found.status),
    direction: found.direction ?? '',
    createdAt: millisecondsOf(found.dateCreated),
    startedAt: millisecondsOf(found.startTime),
    endedAt: millisecondsOf(found.endTime),
    durationSeconds: found.duration === null || found.duration === undefined ? null : Number(found.duration),
  }
}

function millisecondsOf(date: Date | null | undefined): number | null {
  const at = date instanceof Date ? date.getTime() : Number.NaN
  return Number.isNaN(at) ? null : at
}

function audioOf({ status, bytes, type }: Download): { audio: Uint8Array; type: string } {
  if (status === 200) return { audio: bytes, type }
  throw Object.assign(new Error('The recording was not given'), { status })
}
