import { type Carrier, trouble } from './carrier.ts'
import type { Leg } from './leg.ts'
import { sound } from './sound.ts'
import type { DocumentRequest, Source } from './source.ts'
import { parseTwiml, readReply, type TwimlElement } from './twiml-parse.ts'
import { voiceParams } from './voice-params.ts'

export type Document =
  | { readonly outcome: 'document'; readonly verbs: readonly TwimlElement[]; readonly request: DocumentRequest | null }
  | { readonly outcome: 'failed'; readonly code: number; readonly message: string; readonly url: string | null }

async function fetchOnce(carrier: Carrier, leg: Leg, request: DocumentRequest): Promise<Document> {
  const reply = await carrier.webhooks.send({
    purpose: request.purpose,
    url: request.url,
    method: request.method,
    params: { ...voiceParams(carrier.account, leg), ...request.params },
    cookies: leg.cookies,
    twice: carrier.races.happens('webhookTwice', carrier.faults.webhookTwice),
  })
  leg.noteContact()
  if (reply.outcome === 'failed') return { outcome: 'failed', code: reply.code, message: reply.message, url: reply.url }
  const twiml = readReply('voice', reply.contentType, reply.body)
  if (twiml.outcome === 'invalid')
    return { outcome: 'failed', code: twiml.code, message: twiml.message, url: reply.url }
  return { outcome: 'document', verbs: twiml.verbs, request: { ...request, url: reply.url } }
}

/**
 * The document of a source. A document that does not come or is not TwiML is asked of the leg's fallback URL, with ErrorCode and ErrorUrl;
 * what went wrong is written down either way.
 */
export async function fetchDocument(carrier: Carrier, leg: Leg, source: Source): Promise<Document> {
  const first: Document = 'twiml' in source ? inline(source.twiml) : await fetchOnce(carrier, leg, source)
  if (first.outcome === 'document') return first
  trouble(carrier, leg, first.code, `${first.url ?? 'inline'}: ${first.message}`)
  if (!leg.fallbackUrl) return first
  const fallback = await fetchOnce(carrier, leg, {
    purpose: 'fallback',
    url: leg.fallbackUrl,
    method: 'POST',
    params: { ErrorCode: String(first.code), ErrorUrl: first.url ?? '' },
  })
  if (fallback.outcome === 'failed') trouble(carrier, leg, fallback.code, `${fallback.url ?? ''}: ${fallback.message}`)
  return fallback
}

function inline(source: string): Document {
  const twiml = parseTwiml('voice', source)
  if (twiml.outcome === 'invalid') return { outcome: 'failed', code: twiml.code, message: twiml.message, url: null }
  return { outcome: 'document', verbs: twiml.verbs, request: null }
}

/** What a caller hears when neither the application nor its fallback has an answer. The call is hung up after it. */
export async function sayApplicationError(
  carrier: Carrier,
  leg: Leg,
  failure: { code: number; message: string },
): Promise<void> {
  trouble(carrier, leg, failure.code, failure.message, true)
  const text = 'We are sorry, an application error has occurred. Goodbye.'
  leg.hear(sound('speech', text, 4, { language: 'en-US' }))
  await carrier.clock.sleep(4, leg.over)
}
