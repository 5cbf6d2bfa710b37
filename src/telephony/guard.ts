import { parse as parseCarefully } from 'node:querystring'
import { parse } from 'fast-querystring'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
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
const usualBody = 64 * 1024
/**
 * Whose a body is cannot be known without holding all of it, so a longer one is read up to here and its long fields count as
 * absent, as ever. Beyond it nothing that a carrier sends is refused, and a stranger gets what every stranger gets: 403.
 */
const longestBody = 4 * usualBody
/** A carrier sends some sixty; of a body that is longer than usual no more are read, so that a stranger's costs no more. */
const mostFields = 1000

const formType = 'application/x-www-form-urlencoded'

/** What a signature looks like: base64 of 20 bytes. */
const signatureShape = /^[A-Za-z0-9+/]{27}=$/

/**
 * Everything registered in this scope answers only to the carrier: 403 before the body is read when there is no signature, and before
 * anything is validated when it is a wrong one. Inside the scope, schemas of bodies and queries narrow instead of refuse (see `fields.ts`),
 * and every route for POST is one for GET as well, with the query for a body.
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
    done(null, readForm(body as string))
  })
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBody }, (_request, body, done) => {
    done(null, body)
  })
  scope.setValidatorCompiler(({ schema }) => narrower(schema))
  scope.addHook('onRoute', function (route) {
    if (route.method === 'POST') this.route(askedByGet(route))
  })
  scope.setErrorHandler((error: Error & { code?: string }, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse(request, reply, 'too long')
    throw error
  })

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
    request.body = readJson(request.body)
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

const readForm = (body: string) =>
  body.length <= usualBody ? parse(body) : parseCarefully(body, '&', '=', { maxKeys: mostFields })

/** What is no JSON says nothing, and whoever asked is answered as one that says nothing. Keys that reach for prototypes are taken out. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), (key, value) =>
      key === '__proto__' || key === 'constructor' ? undefined : value,
    )
  } catch {
    return {}
  }
}

/**
 * The same route for a carrier that was told to use GET: the fields are in the query, and the URL alone is signed. Twilio keeps
 * what a GET is answered as long as it may (TwiML voice, "caching"), and a turn is never the same twice.
 */
function askedByGet(route: RouteOptions & { readonly routePath?: string }): RouteOptions {
  const { body: bodySchema, ...schema } = route.schema ?? {}
  const read = narrower(bodySchema)
  return {
    ...route,
    url: route.routePath ?? route.url,
    method: 'GET',
    schema,
    exposeHeadRoute: false,
    preValidation: (request, reply, done) => {
      request.body = read(request.query).value
      reply.header('cache-control', 'no-store')
      done()
    },
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
