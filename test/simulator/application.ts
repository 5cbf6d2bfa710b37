import formbody from '@fastify/formbody'
import Fastify, { type FastifyReply } from 'fastify'
import type { Test } from 'tap'

export type Request = {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: string
}
/** The inside of `<Response>`, or whatever the handler sends itself. */
export type Handler = (
  request: Request,
  reply: FastifyReply,
) => string | Promise<string> | FastifyReply | Promise<FastifyReply>

export type Application = {
  readonly url: string
  readonly requests: Request[]
  /** Parameters of every request on a path. */
  on(path: string): Readonly<Record<string, string>>[]
}

/** A small application of documents by path, closed with the test. Paths without a document answer 204. */
export async function startApplication(
  t: Test,
  documents: Readonly<Record<string, string | Handler>>,
): Promise<Application> {
  const app = Fastify({ forceCloseConnections: true })
  const requests: Request[] = []
  await app.register(formbody)
  app.all('/*', async (incoming, reply) => {
    const path = incoming.url.split('?')[0] ?? ''
    const params = (incoming.method === 'GET' ? incoming.query : incoming.body) as Record<string, string>
    const request = { path, params, headers: incoming.headers, raw: incoming.url }
    requests.push(request)
    const document = documents[path]
    if (document === undefined) return reply.code(204).send()
    const inside = typeof document === 'string' ? document : await document(request, reply)
    if (typeof inside !== 'string') return inside
    return reply.type('text/xml').send(`<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`)
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return {
    url,
    requests,
    on: (path) => requests.filter((request) => request.path === path).map(({ params }) => params),
  }
}

/** A REST client of one request: form in, status and JSON out. */
export async function rest(
  carrier: { readonly url: string },
  method: string,
  path: string,
  form: Readonly<Record<string, string | readonly string[]>> = {},
  user = `AC${'0'.repeat(31)}1:${'f'.repeat(32)}`,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) fields.append(name, String(one))
  const query = method === 'GET' && fields.size > 0 ? `?${fields}` : ''
  const response = await fetch(`${carrier.url}/2010-04-01/Accounts/AC${'0'.repeat(31)}1${path}${query}`, {
    method,
    headers: { Authorization: `Basic ${Buffer.from(user).toString('base64')}` },
    ...(method === 'POST' ? { body: fields } : {}),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
}
