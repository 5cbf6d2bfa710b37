/** From a caller who waits to an operator's phone that rings, against BullMQ by itself. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { manyCallers } from './callers.ts'
import { bind } from './child.ts'
import { percentile, send } from './load.ts'
import { callSidOf, webhook } from './webhooks.ts'

export type Delay = { readonly p50: number; readonly p99: number }

/** A carrier that only notes when it was asked to ring. */
export async function listenForRings(): Promise<{ url: string; rang: () => Promise<number>; close: () => void }> {
  let ring: (at: number) => void = () => {}
  let calls = 0
  const server = createServer((incoming, answer) => {
    const at = performance.now()
    if (incoming.method === 'POST' && incoming.url?.endsWith('/Calls.json')) ring(at)
    calls += 1
    incoming.resume()
    answer.writeHead(201, { 'content-type': 'application/json' })
    answer.end(JSON.stringify({ sid: callSidOf(`leg ${calls}`), status: 'queued' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    rang: () =>
      new Promise((resolve) => {
        ring = resolve
      }),
    close: () => server.close(),
  }
}

/** One operator, one caller at a time: milliseconds from the answer "please wait" and from the key itself to the ring. */
export async function measureRinging(
  pool: pg.Pool,
  port: number,
  publicUrl: string,
  rang: () => Promise<number>,
  rounds: number,
): Promise<{ readonly sinceWaiting: Delay; readonly sinceKey: Delay }> {
  const sids = await manyCallers(port, publicUrl, `ring ${Date.now()}`, rounds, false)
  const sinceWaiting: number[] = []
  const sinceKey: number[] = []
  for (const sid of sids) {
    await pool.query(
      `update operators set state = 'free', until = null, then_state = null, free_since = now(), missed = 0`,
    )
    const ringing = rang()
    const pressed = performance.now()
    await send(port, webhook(publicUrl, '/twilio/voice/turn?turn=1&epoch=0', sid, { Digits: '3' }))
    const waits = performance.now()
    const at = await Promise.race([ringing, pause(5_000).then(() => Number.NaN)])
    sinceWaiting.push(Math.max(0, at - waits))
    sinceKey.push(at - pressed)
    const over = { CallStatus: 'completed', CallDuration: '5' }
    await send(port, webhook(publicUrl, '/twilio/voice/status', sid, over))
    await pause(20)
  }
  const delay = (values: readonly number[]) => {
    const settled = values.slice(Math.floor(values.length / 10))
    return { p50: percentile(settled, 0.5), p99: percentile(settled, 0.99) }
  }
  return { sinceWaiting: delay(sinceWaiting), sinceKey: delay(sinceKey) }
}

export async function measureBareQueue(engine: 'postgres' | 'redis', url: string, rounds: number): Promise<Delay> {
  const child = fork(join(import.meta.dirname, 'bare-queue.ts'), [engine, url, String(rounds)], {
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  if (child.pid !== undefined) bind(child.pid, 0)
  const [message] = await once(child, 'message')
  return message as Delay
}
