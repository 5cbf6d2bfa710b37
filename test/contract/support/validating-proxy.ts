import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { officialDescription } from './description.ts'

/** What a message says that the description does not allow. */
type Violation = { readonly message: string; readonly code?: string | number; readonly path?: readonly string[] }
type Output = { readonly statusCode: number; readonly headers?: Record<string, string>; readonly body?: unknown }
type Outcome =
  | { readonly _tag: 'Left'; readonly left: { readonly name: string; readonly message: string } }
  | {
      readonly _tag: 'Right'
      readonly right: { output: Output; validations: { input: readonly Violation[]; output: readonly Violation[] } }
    }
type Input = {
  readonly method: string
  readonly url: { readonly path: string; readonly query: Readonly<Record<string, string | readonly string[]>> }
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string | null
}
type Operations = readonly unknown[]
type Prism = { request(input: Input, operations: Operations): () => Promise<Outcome> }
type PrismPackage = {
  getHttpOperationsFromSpec(spec: object): Promise<Operations>
  createInstance(config: object, components: object): Prism
}

export type ValidatingProxy = {
  readonly url: string
  /** Every exchange so far: `POST /Calls.json 201`. */
  readonly exchanges: readonly string[]
  /** What broke the description, one line each: `request POST /Calls.json: body.To is required`. */
  readonly violations: readonly string[]
}

// Prism is one package for the terminal and several for programs; the first brings the others.
const prism = createRequire(import.meta.resolve('@stoplight/prism-cli/package.json'))(
  '@stoplight/prism-http',
) as PrismPackage

const quiet = { info() {}, debug() {}, trace() {}, warn() {}, error() {}, fatal() {}, success() {}, child: () => quiet }

let reading: Promise<Operations> | undefined

/** A proxy in front of `upstream` that holds every request and every reply to Twilio's official description. Changes nothing. */
export async function startValidatingProxy(t: Test, upstream: string): Promise<ValidatingProxy> {
  reading ??= prism.getHttpOperationsFromSpec(officialDescription())
  const operations = await reading
  const checks = { validateRequest: true, validateResponse: true, checkSecurity: true, errors: false }
  const config = { ...checks, isProxy: true, upstream: new URL(upstream), mock: { dynamic: false } }
  const instance = prism.createInstance(config, { logger: quiet })
  const exchanges: string[] = []
  const violations: string[] = []

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://proxy.example')
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, one(searchParams.getAll(name))]))
    const { method = 'GET', headers } = request
    const body = await bodyOf(request)
    const outcome = await instance.request(
      { method: method.toLowerCase(), url: { path: pathname, query }, headers, body },
      operations,
    )()
    const what = `${method} ${pathname.replace(/^.*\/Accounts\/[^/]+/, '')}`
    if (outcome._tag === 'Left') {
      violations.push(`exchange ${what}: ${outcome.left.name} ${outcome.left.message}`)
      response.writeHead(502).end()
      return
    }
    const { output, validations } = outcome.right
    exchanges.push(`${what} ${output.statusCode}`)
    for (const each of validations.input) violations.push(`request ${what}: ${said(each)}`)
    for (const each of validations.output) violations.push(`reply ${what} ${output.statusCode}: ${said(each)}`)
    // What Prism has read as JSON is written again, so lengths and encodings of the original no longer hold.
    response.writeHead(output.statusCode, { 'content-type': output.headers?.['content-type'] ?? 'text/plain' })
    response.end(typeof output.body === 'string' ? output.body : JSON.stringify(output.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, exchanges, violations }
}

const one = (values: readonly string[]) => (values.length === 1 ? (values[0] ?? '') : values)

const said = ({ message, path = [], code = '' }: Violation) => `${path.join('.')} ${message} ${code}`.trim()

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return parts.length === 0 ? null : Buffer.concat(parts).toString()
}
