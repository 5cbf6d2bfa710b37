import { randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import { type Exchange, exchange } from './http-exchange.ts'
import type { Log } from './log.ts'
import { type Overrides, readOverrides } from './overrides.ts'
import { sign } from './signature.ts'

export type Params = Readonly<Record<string, string>>
export type Webhook = {
  readonly purpose: string
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly params: Params
  /** The call's cookies, changed by the reply. */
  readonly cookies?: Map<string, string>
  /** Sent again with the same token although the first answer came. */
  readonly twice?: boolean
}
export type WebhookReply =
  | { readonly outcome: 'reply'; readonly url: string; readonly contentType: string | null; readonly body: string }
  | { readonly outcome: 'failed'; readonly code: number; readonly message: string; readonly url: string }

export type WebhookClient = { send(webhook: Webhook): Promise<WebhookReply> }

const mostRedirects = 10

/**
 * Sends webhooks as Twilio does: signed form posts, an idempotency token that stays the same over retries, cookies kept per call,
 * overrides read from the fragment, redirects followed (a 301, 302 or 303 turns a POST into a GET and loses its parameters).
 * Time limits are real milliseconds times `limitScale`; the whole request has 15 seconds.
 */
export function makeWebhookClient(options: {
  readonly authToken: string
  readonly clock: Clock
  readonly log: Log
  readonly limitScale: number
}): WebhookClient {
  async function once(
    webhook: Webhook,
    token: string,
    attempt: number,
    deadline: number,
    overrides: Overrides,
  ): Promise<Exchange> {
    const form = webhook.method === 'POST' ? new Map(Object.entries(webhook.params)) : null
    const url = new URL(webhook.url)
    url.hash = ''
    if (!form) for (const [name, value] of Object.entries(webhook.params)) url.searchParams.append(name, value)
    const body = form ? new URLSearchParams([...form]).toString() : ''
    const cookies = [...(webhook.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers: Record<string, string> = {
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      'X-Twilio-Signature': sign(url.href, form, options.authToken),
      'I-Twilio-Idempotency-Token': token,
      ...(form
        ? {
            'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'Content-Length': String(Buffer.byteLength(body)),
          }
        : {}),
      ...(cookies ? { Cookie: cookies } : {}),
    }
    const began = performance.now()
    const result = await exchange(url, {
      method: webhook.method,
      headers,
      body,
      connectMilliseconds: Math.min(overrides.connectMilliseconds * options.limitScale, deadline - began),
      replyMilliseconds: Math.max(1, Math.min(overrides.readMilliseconds * options.limitScale, deadline - began)),
    })
    for (const cookie of result.outcome === 'reply' ? result.cookies : []) {
      const [name, ...value] = (cookie.split(';')[0] ?? '').split('=')
      if (name) webhook.cookies?.set(name.trim(), value.join('='))
    }
    options.log.add({
      kind: 'webhook',
      at: options.clock.now(),
      purpose: webhook.purpose,
      method: webhook.method,
      url: webhook.url,
      params: webhook.params,
      headers,
      attempt,
      status: result.outcome === 'reply' ? result.status : null,
      contentType: result.outcome === 'reply' ? result.contentType : null,
      body: result.outcome === 'reply' ? result.body : '',
      milliseconds: performance.now() - began,
      error: result.outcome === 'reply' ? (result.status >= 400 ? 11200 : null) : 11205,
    })
    return result
  }

  async function withRetries(webhook: Webhook, token: string, deadline: number): Promise<Exchange> {
    const overrides = readOverrides(webhook.url)
    for (let attempt = 1; ; attempt++) {
      const result = await once(webhook, token, attempt, deadline, overrides)
      const reason =
        result.outcome === 'reply'
          ? result.status >= 500
            ? '5xx'
            : result.status >= 400
              ? '4xx'
              : null
          : result.outcome
      const more =
        reason !== null && overrides.retryOn.has(reason) && attempt <= overrides.retries && performance.now() < deadline
      if (!more) return result
    }
  }

  async function send(webhook: Webhook): Promise<WebhookReply> {
    const token = randomUUID()
    const total = readOverrides(webhook.url).totalMilliseconds * options.limitScale
    const deadline = performance.now() + total
    let request = webhook
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const fail = (code: number, message: string): WebhookReply => ({
        outcome: 'failed',
        code,
        message,
        url: request.url,
      })
      if (!URL.canParse(request.url)) return fail(11100, 'not a URL')
      let result = await withRetries(request, token, deadline)
      if (webhook.twice && result.outcome === 'reply')
        result = await once(request, token, 2, deadline, readOverrides(request.url))
      if (result.outcome !== 'reply') return fail(11205, result.message)
      if (result.status >= 300 && result.status < 400 && result.location) {
        const url = new URL(result.location, request.url.split('#')[0]).href
        const lost = result.status <= 303 && request.method === 'POST'
        request = lost ? { ...request, url, method: 'GET', params: {} } : { ...request, url }
        continue
      }
      if (result.status >= 400) return fail(11200, `status ${result.status}`)
      return {
        outcome: 'reply',
        url: request.url.split('#')[0] ?? request.url,
        contentType: result.contentType,
        body: result.body,
      }
    }
    return { outcome: 'failed', code: 11215, message: 'too many redirects', url: request.url }
  }

  return { send: (webhook) => options.clock.busy(send(webhook)) }
}
