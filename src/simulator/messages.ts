import { apiVersion, type Line } from './account.ts'
import { type Carrier, trouble } from './carrier.ts'
import type { Phone } from './phones.ts'
import { newSid } from './sid.ts'
import { methodOf } from './source.ts'
import { readReply } from './twiml-parse.ts'
import type { WebhookReply } from './webhook-client.ts'

export type TextStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received'
export type TextMessage = {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  readonly createdAt: Date
  readonly statusCallback: string | null
  updatedAt: Date
  sentAt: Date | null
  status: TextStatus
  errorCode: number | null
}

/** The basic GSM 03.38 alphabet and its extension: a text in it has 160 places, any other 70. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€\f]*$/

/** Parts that a text is sent in: 160 GSM-7 or 70 UCS-2 places alone, 153 or 67 each when there are more. */
export function segments(body: string): number {
  const plain = gsm.test(body)
  const places = plain ? body.length + (body.match(/[\^{}\\[~\]|€\f]/g)?.length ?? 0) : body.length
  const [alone, each] = plain ? [160, 153] : [70, 67]
  return places <= alone ? 1 : Math.ceil(places / each)
}

export function makeText(
  carrier: Carrier,
  made: Pick<TextMessage, 'from' | 'to' | 'body' | 'direction' | 'statusCallback'>,
): TextMessage {
  const now = carrier.clock.now()
  const text: TextMessage = {
    ...made,
    sid: newSid('SM'),
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    status: made.direction === 'inbound' ? 'received' : 'queued',
    errorCode: null,
  }
  carrier.messages.set(text.sid, text)
  return text
}

/** A person texts a line: the line's URL is asked, and what it answers comes back as a text. */
export async function receiveText(carrier: Carrier, phone: Phone, line: Line, body: string): Promise<void> {
  const text = makeText(carrier, {
    from: phone.address,
    to: line.number,
    body,
    direction: 'inbound',
    statusCallback: null,
  })
  const params = {
    ToCountry: 'ID',
    FromCountry: 'ID',
    MessageSid: text.sid,
    SmsSid: text.sid,
    SmsMessageSid: text.sid,
    AccountSid: carrier.account.sid,
    SmsStatus: 'received',
    ApiVersion: apiVersion,
    From: text.from,
    To: text.to,
    Body: body,
    NumMedia: '0',
    NumSegments: String(segments(body)),
  }
  if (!line.smsUrl) {
    trouble(carrier, null, 21604, `${line.number} has no URL for texts`)
    return
  }
  const reply = await ask(carrier, line.smsUrl, params)
  const verbs =
    usable(carrier, reply) ??
    (line.smsFallbackUrl ? usable(carrier, await ask(carrier, line.smsFallbackUrl, params)) : null)
  for (const verb of verbs ?? []) {
    if (verb.name !== 'Message') continue
    const answer = verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text
    const { statusCallback } = verb.attributes
    await sendText(
      carrier,
      makeText(carrier, {
        from: verb.attributes.from ?? line.number,
        to: verb.attributes.to ?? text.from,
        body: answer,
        direction: 'outbound-reply',
        statusCallback: statusCallback ? new URL(statusCallback, line.smsUrl).href : null,
      }),
    )
  }
}

async function ask(carrier: Carrier, url: string, params: Record<string, string>): Promise<WebhookReply> {
  return carrier.webhooks.send({ purpose: 'text', url, method: methodOf('POST'), params })
}

function usable(carrier: Carrier, reply: WebhookReply) {
  if (reply.outcome === 'failed') {
    trouble(carrier, null, reply.code, `${reply.url}: ${reply.message}`)
    return null
  }
  const twiml = readReply('messaging', reply.contentType, reply.body)
  if (twiml.outcome === 'document') return twiml.verbs
  trouble(carrier, null, twiml.code, `${reply.url}: ${twiml.message}`)
  return null
}

/** Sends a text on: sent, then delivered or undelivered, each told to its callback. */
export async function sendText(carrier: Carrier, text: TextMessage): Promise<void> {
  await carrier.clock.sleep(0.5)
  text.sentAt = carrier.clock.now()
  await progress(carrier, text, 'sent')
  const lost = carrier.races.happens('textUndelivered', carrier.faults.textUndelivered)
  await carrier.clock.sleep(0.5)
  const arrived = !lost && carrier.phones.deliver(text.from, text.to, text.body)
  if (!arrived) text.errorCode = 30003
  await progress(carrier, text, arrived ? 'delivered' : 'undelivered')
}

async function progress(carrier: Carrier, text: TextMessage, status: TextStatus): Promise<void> {
  text.status = status
  text.updatedAt = carrier.clock.now()
  if (!text.statusCallback) return
  await carrier.webhooks.send({
    purpose: 'text status',
    url: text.statusCallback,
    method: 'POST',
    params: {
      AccountSid: carrier.account.sid,
      ApiVersion: apiVersion,
      MessageSid: text.sid,
      SmsSid: text.sid,
      MessageStatus: status,
      SmsStatus: status,
      From: text.from,
      To: text.to,
      ...(text.errorCode ? { ErrorCode: String(text.errorCode) } : {}),
    },
  })
}
