/** The proxy before two web processes, as `deploy/Caddyfile` has it: what could not be delivered goes to the other one, nothing is sent twice. */

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export type Balancer = { readonly url: string; readonly close: () => Promise<void> }

const triesForMilliseconds = 3_000
const between = 100
const shunned = 5_000
/** So long an answer to the carrier is waited for: a process that stands still gives none. */
const answerMilliseconds = 2_500
const asksEvery = 2_000
/** So long an answer about its health is waited for: one that stands still says nothing. */
const healthMilliseconds = 2_000

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** What became of one delivery: answered, or never begun because nobody listened, or broken off, or given up. */
function deliver(port: number, incoming: IncomingMessage, body: Buffer, answer: ServerResponse) {
  return new Promise<'answered' | 'refused' | 'broken'>((resolve) => {
    const { method, url, headers } = incoming
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
      reply.on('error', () => answer.destroy())
      reply.on('end', () => resolve('answered'))
    })
    if (url?.startsWith('/twilio/')) outgoing.setTimeout(answerMilliseconds, () => outgoing.destroy())
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'broken'),
    )
    outgoing.end(body)
  })
}

export async function startBalancer(port: number, targets: readonly number[]): Promise<Balancer> {
  const downUntil = new Map<number, number>()
  const asking = setInterval(() => {
    for (const target of targets)
      fetch(`http://127.0.0.1:${target}/health/ready`, { signal: AbortSignal.timeout(healthMilliseconds) }).then(
        ({ ok }) => ok || downUntil.set(target, performance.now() + asksEvery + healthMilliseconds),
        () => downUntil.set(target, performance.now() + asksEvery + healthMilliseconds),
      )
  }, asksEvery)
  let turn = 0
  const choose = (): number => {
    turn += 1
    const order = targets.map((_, index) => targets[(turn + index) % targets.length] ?? 0)
    return order.find((target) => (downUntil.get(target) ?? 0) < performance.now()) ?? order[0] ?? 0
  }
  const server = createServer(async (incoming, answer) => {
    const body = await bodyOf(incoming).catch(() => null)
    if (body === null) return void answer.destroy()
    const until = performance.now() + triesForMilliseconds
    for (;;) {
      const target = choose()
      const outcome = await deliver(target, incoming, body, answer)
      if (outcome === 'answered') return
      downUntil.set(target, performance.now() + shunned)
      if (outcome === 'broken' || performance.now() > until) break
      await pause(between)
    }
    if (answer.headersSent) answer.destroy()
    else answer.writeHead(502).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        clearInterval(asking)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
