import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { openCarrier } from '../../../src/telephony/client.ts'

export type Request = {
  readonly method: string
  readonly path: string
  readonly form: Readonly<Record<string, string>>
}
/** `null`: the carrier never answers, and closes the connection. */
export type Reply = { readonly status: number; readonly body: unknown } | null

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** The carrier's REST API as the far end of a wire: the test says what it answers, and reads what was asked. */
export async function wire(t: Test, answer: (request: Request) => Reply | Promise<Reply>) {
  const asked: Request[] = []
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://carrier')
    const form = Object.fromEntries([...url.searchParams, ...new URLSearchParams(await bodyOf(incoming))])
    const request = { method: incoming.method ?? '', path: url.pathname.replace(/^.*\/Accounts\/[^/]+/, ''), form }
    asked.push(request)
    const reply = await answer(request)
    if (reply === null) return incoming.socket.destroy()
    outgoing.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const carrier = openCarrier({
    accountSid: `AC${'0'.repeat(32)}`,
    credentials: { authToken: 'token' },
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeout: 2_000,
  })
  return { carrier, asked }
}

export const callAtCarrier = (sid: string, status = 'queued', more: Record<string, unknown> = {}) => ({
  sid,
  status,
  to: '+6281100000001',
  from: '+62751000100',
  direction: 'outbound-api',
  date_created: 'Sat, 21 Nov 2026 08:00:00 +0000',
  ...more,
})
