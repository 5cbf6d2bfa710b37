import { parse } from 'fast-querystring'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { narrow } from './fields.ts'
import { type SignedBody, signatureCheck } from './signature.ts'

export type GuardOptions = {
  /** The account's token; during a rotation both the old and the new one. */
  readonly tokens: readonly string[]
  /** What the carrier was told: scheme, host and, behind a proxy, a path. Never taken from a request's headers. */
  readonly publicUrl: string
  /** Whether a proxy takes the path of `publicUrl` away before the request reaches us (then it is put back), or leaves it. */
  readonly isPathStripped?: boolean
}

/** The carrier's own limit of a document; its forms are far shorter. */
const longestBody = 64 * 1024

const formType = 'application/x-www-form-urlencoded'

/** What a signature looks like: base64 of 20 bytes. */
const signatureShape = /^[A-Za-z0-9+/]{27}=$/

/**
 * Everything registered in this scope answers only to the carrier: 403 before the body is read when there is no signature, and before
 * anything is validated when it is a wrong one. Inside the scope, schemas of bodies and queries narrow instead of refuse (see `fields.ts`).
 */
export const carrierOnly = fp(guard, { name: 'carrier-only' })

async function guard(scope: FastifyInstance, options: GuardOptions): Promise<void> {
  const { tokens } = options
  if (tokens.length === 0 || tokens.includes(''))
    throw new RangeError('The guard needs the token of the carrier account')
  const addressOf = addressing(options)
  const isSigned = signatureCheck(tokens)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(formType, { parseAs: 'string', bodyLimit: longestBody }, (_request, body, done) => {
    done(null, parse(body as string))
  })
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBody }, (_request, body, done) => {
    done(null, body)
  })
  scope.setValidatorCompiler(({ schema }) => narrower(schema))

  // With callbacks: a promise for each hook costs as much as the hook.
  scope.addHook('onRequest', (request, reply, done) => {
    const signature = request.headers['x-twilio-signature']
    if (typeof signature === 'string' && signatureShape.test(signature)) done()
    else refuse(request, reply, 'unsigned')
  })

  scope.addHook('preValidation', (request, reply, done) => {
    const signature = request.headers['x-twilio-signature'] as string
    if (!isSigned(signature, addressOf(request.raw.url ?? '/'), signedBody(request.body)))
      return void refuse(request, reply, 'wrongly signed')
    if (!Buffer.isBuffer(request.body)) return done()
    const read = readJson(request.body)
    if (read === undefined) return void reply.code(400).type('text/plain').send('The body cannot be read.\n')
    request.body = read
    done()
  })
}

/** The address as the carrier knows it: ours by configuration, with the request's own path and query untouched. */
function addressing({ publicUrl, isPathStripped = true }: GuardOptions): (rawUrl: string) => string {
  const url = new URL(publicUrl)
  const base = isPathStripped ? publicUrl.replace(/\/+$/, '') : `${url.protocol}//${url.host}`
  return (rawUrl) => base + rawUrl
}

function signedBody(body: unknown): SignedBody {
  if (Buffer.isBuffer(body)) return { raw: body }
  return { form: (body ?? {}) as Readonly<Record<string, unknown>> }
}

/** Undefined for what is no JSON. Keys that reach for prototypes are taken out. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), (key, value) =>
      key === '__proto__' || key === 'constructor' ? undefined : value,
    )
  } catch {
    return undefined
  }
}

type Narrowed = { readonly value: unknown }

function narrower(schema: unknown): (data: unknown) => Narrowed {
  const isFlat = typeof schema === 'object' && schema !== null && 'properties' in schema
  return isFlat ? (data) => ({ value: narrow(schema as Parameters<typeof narrow>[0], data) }) : (value) => ({ value })
}

function refuse(request: FastifyRequest, reply: FastifyReply, why: string): FastifyReply {
  request.log.warn({ why, path: request.routeOptions.url }, 'a webhook was refused')
  return reply.code(403).type('text/plain').send('Only the carrier may ask this.\n')
}
