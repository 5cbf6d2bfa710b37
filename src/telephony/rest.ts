import type { Answer } from './carrier.ts'

/** What the `twilio` package asks of the HTTP client that it is given. */
export type RestRequest = {
  readonly method: string
  readonly uri: string
  readonly username?: string
  readonly password?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly data?: unknown
}

export type RestReply = { readonly statusCode: number; readonly body: string; readonly headers: Record<string, string> }

/** The carrier was asked for too much at once. */
export class CarrierBusy extends Error {
  readonly retryAfterSeconds: number | null
  constructor(retryAfterSeconds: number | null) {
    super('The carrier is busy')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No answer came, or none that says what happened. */
export class CarrierSilent extends Error {
  readonly mayHaveHappened: boolean
  constructor(why: string, mayHaveHappened: boolean, cause?: unknown) {
    super(why, { cause })
    this.mayHaveHappened = mayHaveHappened
  }
}

/** The connection never came about, so the request cannot have arrived. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * An HTTP client for the `twilio` package: sends every request to `baseUrl` (scheme, host, port and path of any compatible
 * carrier) instead of the host that the package has built in, and gives up after `timeout` milliseconds in all. Never tries again.
 */
export function restClient(baseUrl: string, timeout: number): { request(request: RestRequest): Promise<RestReply> } {
  return {
    request: async ({ method, uri, username, password, headers = {}, params, data }) => {
      const target = rebased(baseUrl, uri)
      const query = encoded(params)
      const body = method.toLowerCase() === 'get' ? null : encoded(data)
      const response = await reach(query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`, {
        method: method.toUpperCase(),
        headers: { ...headers, Authorization: basic(username, password) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      })
      return { statusCode: response.status, body: response.text, headers: response.headers }
    },
  }
}

/** One exchange, read to its end within the signal's time. Throws `CarrierBusy` or `CarrierSilent`. */
async function reach(
  url: string,
  init: RequestInit,
): Promise<{ status: number; text: string; headers: Record<string, string> }> {
  try {
    const response = await fetch(url, init)
    const text = await response.text()
    refuseToWait(response)
    return { status: response.status, text, headers: Object.fromEntries(response.headers) }
  } catch (error) {
    throw asSilence(error)
  }
}

export type Download = { readonly status: number; readonly bytes: Uint8Array; readonly type: string }

/** The same for what is no JSON: all of it, or `CarrierSilent` when it is longer than `longest` bytes. */
export async function download(
  url: string,
  authorization: string,
  timeout: number,
  longest: number,
): Promise<Download> {
  try {
    const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(timeout) })
    refuseToWait(response)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > longest) throw new CarrierSilent('longer than allowed', false)
      parts.push(part)
    }
    const type = response.headers.get('content-type') ?? 'application/octet-stream'
    return { status: response.status, bytes: Buffer.concat(parts), type }
  } catch (error) {
    throw asSilence(error)
  }
}

function refuseToWait({ status, headers }: Response): void {
  if (status === 429) throw new CarrierBusy(retryAfter(headers.get('retry-after')))
  if (status >= 500) throw new CarrierSilent(`status ${status}`, true)
}

function asSilence(error: unknown): Error {
  if (error instanceof CarrierBusy || error instanceof CarrierSilent) return error
  if (!(error instanceof Error)) return new CarrierSilent('unknown failure', true, error)
  const code = codeOf(error)
  return new CarrierSilent(code ?? error.name, code === null || !neverSent.has(code), error)
}

/** A system's error code, which `fetch` hides in the cause, and in the parts of an error that tried several addresses. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

export const basic = (username = '', password = ''): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** The carrier's path and query below our own base. */
export function rebased(baseUrl: string, uri: string): string {
  const { pathname, search } = new URL(uri)
  return baseUrl.replace(/\/+$/, '') + pathname + search
}

/** A list is a repeated parameter: joined into one, events are silently lost. */
function encoded(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return ''
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) form.append(name, String(each))
    }
  }
  return form.toString()
}

function retryAfter(header: string | null): number | null {
  const seconds = Number(header ?? Number.NaN)
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** Codes for a call that is no longer in a state to be changed. */
const gone = new Set([20404, 21220])

/** What a failed request means. What is neither ours nor the carrier's (a bug) is thrown on. */
export function answerOf(error: unknown, creates: boolean): Exclude<Answer, { outcome: 'done' }> {
  if (error instanceof CarrierBusy) return { outcome: 'busy', retryAfterSeconds: error.retryAfterSeconds }
  if (error instanceof CarrierSilent)
    return { outcome: 'unknown', mayHaveHappened: error.mayHaveHappened, why: error.message }
  // A success whose body is no JSON: something between us and the carrier answered, or the carrier broke off.
  if (error instanceof SyntaxError) return { outcome: 'unknown', mayHaveHappened: true, why: 'unreadable answer' }
  if (!isRefusal(error)) throw error
  const code = typeof error.code === 'number' ? error.code : 0
  if (code === 20429) return { outcome: 'busy', retryAfterSeconds: null }
  if (!creates && (error.status === 404 || gone.has(code))) return { outcome: 'gone' }
  return { outcome: 'refused', status: error.status, code, message: error.message }
}

/** The package's `RestException` holds the status; its class is not exported. */
function isRefusal(error: unknown): error is Error & { status: number; code?: unknown } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}
