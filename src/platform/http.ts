import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import formbody from '@fastify/formbody'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify'
import { newId } from './id.ts'
import type { Logger } from './log.ts'
import { LateChild } from './log-child.ts'
import type { Metrics } from './metrics.ts'
import { StartProblem } from './start-problem.ts'

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of a JSON body, for signatures over them; undefined for forms and empty bodies. */
    rawBody: Buffer | undefined
  }
}

export type HttpOptions = {
  readonly log: Logger
  readonly metrics?: Metrics
  /** The reverse proxies that may name the citizen's address (for rate limits); never part of a signature. */
  readonly trustProxy?: boolean | string
}

/** A carrier's webhook has about 500 bytes, a text message at most some kilobytes. */
const bodyLimit = 64 * 1024

const requestTimeoutMilliseconds = 20_000
const drainMilliseconds = 10_000

/** Ids of requests: randomness once a process, and then a count. `processId` tells processes apart whose lines go to one place. */
function counted(processId: string): () => string {
  const mark = processId.slice(-8)
  let count = 0
  return () => {
    count += 1
    return `${mark}-${count.toString(36)}`
  }
}

const compileSerializer = SerializerSelector()()

/** A writer of answers that is made by the first answer: making those of some hundred routes would hold up the start by half a second. */
function whenFirstAsked<Value>(make: () => (value: Value) => string): (value: Value) => string {
  let write: ((value: Value) => string) | undefined
  return (value) => {
    write ??= make()
    return write(value)
  }
}

/** Fastify as the house uses it: our logger, TypeBox schemas, forms and JSON up to 64 kB. Routes are added by `app.ts`. */
export async function openHttp({ log, metrics, trustProxy = false }: HttpOptions): Promise<Http> {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line a request costs more than the request; refusals and errors are logged where they arise.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy,
    requestTimeout: requestTimeoutMilliseconds,
    requestIdHeader: false,
    genReqId: counted(newId()),
    childLoggerFactory: (logger, facts, settings) => new LateChild(logger, facts, settings),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setSerializerCompiler(({ httpStatus = 'default', ...route }) =>
    whenFirstAsked(() => compileSerializer({ ...route, httpStatus })),
  )
  app.decorateRequest('rawBody', undefined)
  await app.register(formbody, { bodyLimit })
  app.removeContentTypeParser('application/json')
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    request.rawBody = body as Buffer
    parseJson(request, body.toString('utf8'), done)
  })

  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'A request failed')
    // What went wrong inside is for the log alone.
    const message = status >= 500 ? 'Internal Server Error' : error.message
    return reply.code(status).send({ statusCode: status, message })
  })
  if (metrics) {
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown'
      metrics.answers.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1_000)
      done()
    })
  }
  return app
}

function toPortProblem(cause: unknown, port: number, variable: string): unknown {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new StartProblem(
      `Port ${port} is taken: Sahut runs already, or another program uses it. Stop that one, or set ${variable} to another number.`,
      { cause },
    )
  }
  if (code === 'EACCES') {
    return new StartProblem(`This user may not listen on port ${port}: set ${variable} to 1024 or more.`, { cause })
  }
  if (code === 'EADDRNOTAVAIL') return new StartProblem('HOST is not an address of this machine.', { cause })
  return cause
}

/** Throws a StartProblem when `port` cannot be had: asked before anything is started, so that a second start disturbs nothing. */
export async function assertFree(port: number, host: string, variable = 'PORT'): Promise<void> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error) => reject(toPortProblem(error, port, variable)))
  server.listen(port, host, () => server.close(() => resolve()))
  await promise
}

/** Listens, or throws a StartProblem in plain words. Gives the port. */
export async function listen(app: Http, port: number, host = '0.0.0.0'): Promise<number> {
  try {
    await app.listen({ port, host })
  } catch (cause) {
    throw toPortProblem(cause, port, 'PORT')
  }
  const address = app.server.address()
  return address !== null && typeof address === 'object' ? address.port : port
}

/** Takes no more requests and lets the running ones finish within ten seconds; then what is left (live pages) is cut. */
export async function drain(app: Http, milliseconds = drainMilliseconds): Promise<void> {
  const { server } = app
  // A connection that finishes its request now would be kept alive for the next one, which never comes.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const last = setTimeout(() => server.closeAllConnections(), milliseconds)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(last)
  }
}
