import helmet from '@fastify/helmet'
import swagger, { type FastifyDynamicSwaggerOptions as DynamicDocumentation } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyInstance } from 'fastify'
import { guard } from '../identity/guard.ts'
import { troubleOf } from '../platform/database-trouble.ts'
import type { Live } from '../platform/live.ts'
import { accountRoutes } from './account-routes.ts'
import { adminRoutes } from './admin-routes.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { auditRoutes } from './audit-routes.ts'
import { hostsOf } from './browser-line.ts'
import { callExportRoutes } from './call-export-routes.ts'
import { callRoutes } from './call-routes.ts'
import { callViewsRoutes } from './call-views-routes.ts'
import { callbackRoutes } from './callback-routes.ts'
import { citizenRoutes } from './citizen-routes.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { deskDraftRoutes } from './desk-draft-routes.ts'
import { deskHistoryRoutes } from './desk-history-routes.ts'
import { deskRoutes } from './desk-routes.ts'
import { deskWrapUpRoutes } from './desk-wrap-up-routes.ts'
import { drillRoutes } from './drill-routes.ts'
import { emergencyRoutes } from './emergency-routes.ts'
import { flowRoutes } from './flow-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { nuisanceRoutes } from './nuisance-routes.ts'
import { pages } from './pages.ts'
import { presenceRoutes } from './presence-routes.ts'
import { recordingRoutes } from './recording-routes.ts'
import { recoveryRoutes } from './recovery-routes.ts'
import { roomRoutes } from './room-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { siteRoutes } from './site-routes.ts'
import { softphoneRoutes } from './softphone-routes.ts'
import { staffAccessRoutes } from './staff-access-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { ticketRoutes } from './ticket-routes.ts'

export type ConsoleOptions = ConsoleHouse & {
  readonly secretKey: string
  readonly publicUrl: string
  /** Where the browser application was built to; it need not exist. */
  readonly folder: string
  readonly live: Live
}

const docsPath = '/api/docs'

const documentation: DynamicDocumentation = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Sahut',
      version: '1',
      description:
        'Calls, tickets and presence of the hotline. Sign in by POST /api/session; programs send X-Requested-With with every change.',
    },
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sahut' } } },
    security: [{ session: [] }],
  },
}

/** Only what we serve ourselves. Mantine sets sizes as attributes; its style elements carry the page's nonce (`pages.ts`). */
const contentSecurityPolicy = (isSecure: boolean, line: ReturnType<typeof hostsOf>) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    styleSrcAttr: ["'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", ...line.connect],
    mediaSrc: ["'self'", ...line.media],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
  },
})

type Invalid = { readonly instancePath?: string; readonly message?: string }

/** Stable words instead of sentences; what went wrong inside is for the log alone. */
function answerErrors(api: Api): void {
  api.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation) {
      const details = (error.validation as readonly Invalid[]).map(({ instancePath, message }) =>
        `${error.validationContext ?? ''}${instancePath ?? ''} ${message ?? ''}`.trim(),
      )
      return reply.code(400).send({ error: 'invalid', details })
    }
    const status = error.statusCode ?? 500
    if (status === 415) return reply.code(415).send({ error: 'json_only', message: jsonOnly })
    const trouble = troubleOf(error)
    if (trouble !== null) request.log.warn({ err: error, trouble }, 'A console request found no database')
    if (status === 503 || trouble !== null)
      return reply.code(503).header('retry-after', 2).send({ error: 'busy', retryAfterSeconds: 2 })
    if (status < 500) return reply.code(status).send({ error: 'refused' })
    request.log.error({ err: error, route: request.routeOptions.url }, 'A console request failed')
    return reply.code(500).send({ error: 'unexpected' })
  })
}

const jsonOnly = 'Send the body as JSON, with Content-Type: application/json.'

/**
 * A foreign page's form can send itself to us, but no JSON without asking first (the browser's preflight). The forms that the house
 * understands belong to the carrier.
 */
function takeJsonOnly(api: Api): void {
  api.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain'])
}

/** NULs and halves of characters pass JSON and every schema, but the database cannot hold them. */
function isStorable(given: unknown): boolean {
  if (typeof given === 'string') return !given.includes('\0') && given.isWellFormed()
  if (typeof given !== 'object' || given === null) return true
  return Object.values(given).every(isStorable)
}

function refuseUnstorable(api: Api): void {
  api.addHook('preValidation', async (request, reply) => {
    for (const part of ['params', 'query', 'body'] as const)
      if (!isStorable(request[part])) return reply.code(400).send({ error: 'invalid', details: [`${part} characters`] })
  })
}

/** The JSON interface under /api, its description under /api/docs, and the pages. Every route declares a permission. */
export async function apiRoutes(app: FastifyInstance, options: ConsoleOptions): Promise<void> {
  const { browserLine, database, secretKey, publicUrl, clock, folder, live } = options
  const api = app.withTypeProvider<TypeBoxTypeProvider>() as unknown as Api
  const isSecure = publicUrl.startsWith('https:')
  api.setValidatorCompiler(TypeBoxValidatorCompiler)
  answerErrors(api)
  takeJsonOnly(api)
  refuseUnstorable(api)
  await api.register(helmet, {
    contentSecurityPolicy: contentSecurityPolicy(isSecure, hostsOf(browserLine)),
    hsts: isSecure,
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
    referrerPolicy: { policy: 'no-referrer' },
  })
  // The page of an operator talks; nothing that it may once embed does.
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'microphone=(self), camera=(), geolocation=(), display-capture=()')
  })
  await api.register(guard, { database, secretKey, publicUrl, clock, openPaths: [docsPath] })
  await api.register(swagger, documentation)
  await api.register(swaggerUi, {
    routePrefix: docsPath,
    // Its page makes style elements without a nonce; it shows nothing that anybody typed.
    transformStaticCSP: (policy) => policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
  })
  sessionRoutes(api, options)
  accountRoutes(api, options)
  staffRoutes(api, options)
  staffAccessRoutes(api, options)
  adminRoutes(api, options)
  drillRoutes(api, options)
  healthRoutes(api, options)
  auditRoutes(api, options)
  siteRoutes(api, options)
  callRoutes(api, options)
  callExportRoutes(api, options)
  callViewsRoutes(api, options)
  recordingRoutes(api, options)
  emergencyRoutes(api, options, options.publicUrl)
  flowRoutes(api, options)
  ticketRoutes(api, options)
  presenceRoutes(api, options)
  roomRoutes(api, options)
  softphoneRoutes(api, options)
  conversationRoutes(api, options)
  deskRoutes(api, options)
  deskDraftRoutes(api, options)
  deskHistoryRoutes(api, options)
  deskWrapUpRoutes(api, options)
  callbackRoutes(api, options)
  recoveryRoutes(api, options)
  nuisanceRoutes(api, options)
  citizenRoutes(api, options)
  liveRoutes(api, options, live)
  await pages(api, folder)
}
