import { createHash, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import { keyedHash } from './keyed-hash.ts'

/** What was signed besides the URL: a form's fields (a repeated key holds an array), or the raw bytes of any other body. */
/** Where the carrier writes it, as Node names headers. */
export const signatureHeader = 'x-twilio-signature'

export type SignedBody = { readonly form: Readonly<Record<string, unknown>> } | { readonly raw: Uint8Array }

const emptyForm: Readonly<Record<string, unknown>> = {}

/**
 * The value that belongs into `X-Twilio-Signature`: base64 of HMAC-SHA1 over the URL and the form's fields, sorted by name.
 * A repeated key counts once for each different value, in order (as `twilio` 6.2.0 does); a fragment is never part.
 */
export function sign(token: string, url: string, form: Readonly<Record<string, unknown>> = emptyForm): string {
  return keyedHash(token)(withoutFragment(url) + fieldsOf(form))
}

/** Whether a request carries the signature of who knows one of the tokens. */
export type SignatureCheck = (signature: string, url: string, body: SignedBody) => boolean

/**
 * Whether the carrier, holding one of the tokens, sent a request. More than one token is accepted while the account's token
 * is being rotated. A body that is no form is held to the `bodySHA256` in the URL. Never throws: what cannot be checked is not signed.
 */
export function signatureCheck(tokens: readonly string[]): SignatureCheck {
  const hashes = tokens.map(keyedHash)
  return (signature, url, body) => {
    const given = Buffer.from(signature)
    if (given.length !== 28) return false
    const address = withoutFragment(url)
    if (!bodyFits(address, body)) return false
    const fields = 'form' in body ? fieldsOf(body.form) : ''
    const isFor = (candidate: string) => hashes.some((keyed) => isSame(given, keyed(candidate + fields)))
    return isFor(address) || otherForms(address).some(isFor)
  }
}

function isSame(given: Buffer, expected: string): boolean {
  const bytes = Buffer.from(expected)
  return bytes.length === given.length && timingSafeEqual(bytes, given)
}

function fieldsOf(form: Readonly<Record<string, unknown>>): string {
  let fields = ''
  for (const name of Object.keys(form).sort()) {
    const value = form[name]
    if (!Array.isArray(value)) fields += name + text(value)
    else for (const each of [...new Set(value.map(text))].sort()) fields += name + each
  }
  return fields
}

/** A form holds strings only; anything else did not come from a form and adds nothing, so that it cannot be signed for either. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const hashInUrl = /[?&]bodySHA256=([^&]*)/

/** A URL with a body's hash was signed together with that body: it must not be replayed with a form, or with none. */
function bodyFits(url: string, body: SignedBody): boolean {
  const stated = url.includes('bodySHA256=') ? hashInUrl.exec(url)?.[1] : undefined
  if ('form' in body) return stated === undefined
  if (stated === undefined) return false
  const hash = createHash('sha256').update(body.raw).digest('hex')
  return isSame(Buffer.from(stated), hash)
}

function withoutFragment(url: string): string {
  const start = url.indexOf('#')
  return start === -1 ? url : url.slice(0, start)
}

const authority = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)*)(\[[^\]/?#]*\]|[^/?#:]*)(:[^/?#]*)?/i

/** The carrier leaves a standard port out of what it signs for documents, but not always for callbacks (twilio-node#411). */
function removePort(url: string): string {
  return url.replace(authority, '$1$2')
}

function addPort(url: string): string {
  return url.replace(authority, (whole, before: string, host: string, port?: string) => {
    if (port) return whole
    return before + host + (before.toLowerCase().startsWith('https://') ? ':443' : ':80')
  })
}

/**
 * Without and with a port; and escaped (`%27` for an apostrophe), as some of the carrier's back ends sign: twilio-node#1059, #1183.
 * These are what the `twilio` package tries, too.
 */
function otherForms(url: string): readonly string[] {
  const forms = new Set([removePort(url), addPort(url)])
  if (URL.canParse(url)) {
    const normal = new URL(url).toString()
    for (const form of [removePort(normal), addPort(normal)]) forms.add(form).add(withLegacyQuery(form))
  }
  forms.delete(url)
  return [...forms]
}

function withLegacyQuery(url: string): string {
  const start = url.indexOf('?')
  if (start === -1 || start === url.length - 1) return url
  return `${url.slice(0, start)}?${stringify(parse(url.slice(start + 1)))}`
}
