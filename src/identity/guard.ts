import { hkdfSync } from 'node:crypto'
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/postgres.ts'
import { type Access, allowed, type Permission } from './permission.ts'
import { staffById } from './service.ts'
import { createSessionStore, sessionHolder, sessionMilliseconds } from './session-store.ts'
import type { Staff } from './staff.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller of this route must be allowed; every guarded route declares it. */
    permission?: Access
  }
  interface FastifyRequest {
    /** Who is signed in; null on public routes without a session. */
    staff: Staff | null
  }
}

export type GuardOptions = {
  readonly database: Database
  readonly secretKey: string
  /** How browsers reach us; https makes the cookie Secure. */
  readonly publicUrl: string
  readonly clock: Clock
  /** Paths of routes that third-party plugins add and that cannot declare anything; they are public. */
  readonly openPaths?: readonly string[]
}

const cookieName = 'sahut'
const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

/**
 * Was a changing request made by one of our own pages, or by a program on purpose? Browsers say so themselves (Sec-Fetch-Site, and
 * Origin with every POST); what says neither must carry a header that no foreign form can set. No token beside it: SameSite=Strict
 * keeps the cookie from foreign pages already, and a token would be one more state that tells nothing more than these headers.
 */
function isDeliberate(request: FastifyRequest, publicHost: string | null): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin') return false
  if (typeof origin !== 'string') return request.headers['x-requested-with'] !== undefined
  const host = hostOf(origin)
  return host !== null && (host === publicHost || host === request.headers.host)
}

/** Who came in by a password that somebody else chose may choose an own one, and nothing else until then. */
const asOfNow = (staff: Staff | null): Staff | null =>
  staff === null || staff.passwordUntil === null ? staff : { ...staff, roles: [] }

const refuse = (reply: FastifyReply, status: number, error: string) => reply.code(status).send({ error })

/**
 * Sessions, and the rule that every route says who may call it: one that says nothing makes the start fail.
 * Answers 401 `signed_out`, 403 `not_allowed`, 403 `foreign_origin`.
 */
export const guard = fp<GuardOptions>(
  async (app, { database, secretKey, publicUrl, clock, openPaths = [] }) => {
    const isSecure = publicUrl.startsWith('https:')
    const publicHost = hostOf(publicUrl)
    const isOpen = (path: string) => openPaths.some((open) => path === open || path.startsWith(`${open}/`))

    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.permission === undefined && !isOpen(url))
        throw new Error(`The route ${method} ${url} declares no permission: config.permission is missing`)
    })

    // Behind a proxy that ends TLS we speak plain HTTP; without this the session plugin would keep a Secure cookie back.
    if (isSecure)
      app.addHook('onRequest', async (request) => {
        Object.defineProperty(request, 'protocol', { value: 'https' })
      })
    await app.register(cookie)
    await app.register(session, {
      secret: Buffer.from(hkdfSync('sha256', secretKey, 'sahut', 'identity cookie', 32)).toString('hex'),
      cookieName,
      cookie: { path: '/api', httpOnly: true, sameSite: 'strict', secure: isSecure, maxAge: sessionMilliseconds },
      store: createSessionStore(database, clock),
      saveUninitialized: false,
      rolling: false,
    })

    app.decorateRequest('staff', null)
    app.addHook('onRequest', async (request, reply) => {
      if (request.is404 || isOpen(request.routeOptions.url ?? '')) return
      const access = request.routeOptions.config.permission
      if (!reading.has(request.method) && !isDeliberate(request, publicHost))
        return refuse(reply, 403, 'foreign_origin')
      if (access === 'public') return
      const { staffId } = request.session
      // Read anew each time: who was disabled a second ago is out, whatever the session says.
      request.staff = staffId === undefined ? null : asOfNow(await staffById(database, staffId))
      if (request.staff === null) return refuse(reply, 401, 'signed_out')
      if (access === 'signed-in') return
      if (access === undefined || !allowed(request.staff.roles).includes(access))
        return refuse(reply, 403, 'not_allowed')
    })
  },
  { name: 'sahut-guard', fastify: '5.x' },
)

/** The signed-in person of a guarded route. */
export function staffOf(request: FastifyRequest): Staff {
  if (request.staff === null) throw new Error('This route is public: nobody needs to be signed in')
  return request.staff
}

export const can = (request: FastifyRequest, permission: Permission): boolean =>
  allowed(staffOf(request).roles).includes(permission)

/** Whether the session of a request that goes on (a stream) still stands, with the roles that it began with. */
export async function stillHolds(database: Database, request: FastifyRequest, now: number): Promise<boolean> {
  const { id, roles } = staffOf(request)
  const holder = await sessionHolder(database, request.session.sessionId, now)
  const staff = holder === id ? asOfNow(await staffById(database, id)) : null
  return staff !== null && staff.roles.join() === roles.join()
}

/**
 * Begins a session under a fresh id, so that one planted before the sign-in is worth nothing. It is stored with the answer: stored
 * here, the plugin would take it for unchanged and send two cookies of one name when an older one came with the request.
 */
export async function beginSession(request: FastifyRequest, staff: Staff): Promise<void> {
  await request.session.regenerate()
  request.session.staffId = staff.id
}

export async function endSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await request.session.destroy()
  reply.clearCookie(cookieName, { path: '/api' })
}
