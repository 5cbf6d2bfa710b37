/** Load: as fast as so many connections go, or at a steady rate measured from the moment each request was due. */

import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import autocannon from 'autocannon'
import type { Webhook } from './webhooks.ts'

export type Throughput = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/**
 * So many callers at once, each waiting for an answer before the next key. Of a few it is the way there and back that is measured, not
 * what the server can do: with 50 no server that asks a database keeps two cores busy.
 */
export const connections = Number(process.env.BENCH_CONNECTIONS ?? 200)

/**
 * Every connection sends webhooks of its own, so that none is sent twice. The time ends with the last answer: autocannon itself looks
 * only once a second whether it has all of them.
 */
export async function saturate(port: number, webhooks: readonly Webhook[], amount: number): Promise<Throughput> {
  const share = Math.floor(webhooks.length / connections)
  let opened = 0
  let lastAnswer = Number.NaN
  const began = performance.now()
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    amount,
    setupClient: (client) => {
      const own = webhooks.slice(opened * share, (opened + 1) * share)
      opened += 1
      client.setRequests(own as unknown as autocannon.Request[])
      client.on('response', () => {
        lastAnswer = performance.now()
      })
    },
  })
  const { requests, latency, non2xx, errors } = result
  const perSecond = requests.total / ((lastAnswer - began) / 1000)
  return { perSecond, p50: latency.p50, p99: latency.p99, failed: non2xx + errors }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

export function send(port: number, { path, headers, body }: Webhook): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Open loop: request n is due at n / rate, whatever became of the ones before. Milliseconds from the due time. */
export async function steady(port: number, webhooks: readonly Webhook[], perSecond: number): Promise<Throughput> {
  const begun = performance.now()
  const latencies: number[] = []
  const answers: Promise<void>[] = []
  let failed = 0
  for (const [index, webhook] of webhooks.entries()) {
    const due = begun + (index * 1000) / perSecond
    // Asleep until then: whoever looked at the clock all the time would take the database's core.
    while (performance.now() < due) await pause(1)
    answers.push(
      send(port, webhook).then(
        ({ status }) => {
          latencies.push(performance.now() - due)
          if (status !== 200) failed += 1
        },
        () => {
          failed += 1
        },
      ),
    )
  }
  await Promise.all(answers)
  const seconds = (performance.now() - begun) / 1000
  return {
    perSecond: webhooks.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    failed,
  }
}
