/** `npm run bench live`: from an operator's key to its showing in the room, on many open consoles at once. */

import { request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { spread, startConsole } from './console-server.ts'

const streams = Number(process.env.BENCH_STREAMS ?? 200)
const rounds = Number(process.env.BENCH_ROUNDS ?? 60)
/** What the issue asks for, in milliseconds. */
const limitMilliseconds = 300

const server = await startConsole()

type Room = { readonly operators: readonly { readonly staffId: string; readonly state: string }[] }
type Waiting = { readonly staffId: string; readonly state: string; readonly shown: () => void }
const waiting = new Set<Waiting>()

/** One console: reads its stream as a page does, and tells when it has the room in which somebody is so. */
function openStream(headers: Record<string, string>): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const asking = request(`${server.url}/api/live`, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`A stream answered ${answer.statusCode}`))
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
        const frames = text.split('\n\n')
        text = frames.pop() ?? ''
        for (const frame of frames) hear(frame)
      })
      answer.on('error', () => {})
      const seen = new Set<Waiting>()
      function hear(frame: string): void {
        const [, json] = /^event: room\ndata: (.*)$/m.exec(frame) ?? []
        if (json === undefined) return
        const { operators } = JSON.parse(json) as Room
        for (const one of waiting) {
          if (seen.has(one) || !operators.some((o) => o.staffId === one.staffId && o.state === one.state)) continue
          seen.add(one)
          one.shown()
        }
      }
      resolve(() => asking.destroy())
    })
    asking.on('error', reject)
    asking.end()
  })
}

try {
  await server.open()
  const watchers = await Promise.all(Array.from({ length: 4 }, () => server.person('supervisor')))
  const operator = await server.person('operator')
  const closing = await Promise.all(
    Array.from({ length: streams }, (_, index) => openStream(watchers[index % watchers.length]?.headers ?? {})),
  )
  await pause(1_000)
  const every: number[] = []
  const last: number[] = []
  let missed = 0
  for (let round = 0; round < rounds; round += 1) {
    const state = round % 2 === 0 ? 'free' : 'paused'
    const taken: number[] = []
    const began = performance.now()
    const one: Waiting = { staffId: operator.id, state, shown: () => taken.push(performance.now() - began) }
    waiting.add(one)
    const body = JSON.stringify({ state })
    const reply = await fetch(`${server.url}/api/presence/me`, { method: 'PUT', headers: operator.headers, body })
    if (!reply.ok) throw new Error(`The presence answered ${reply.status}`)
    for (let waited = 0; taken.length < streams && waited < 3_000; waited += 5) await pause(5)
    waiting.delete(one)
    missed += streams - taken.length
    every.push(...taken)
    last.push(Math.max(...taken))
    // Now and then, as in a room: neither in step with the stream nor faster than people are.
    await pause(150 + Math.random() * 300)
  }
  const show = (name: string, { p50, p95 }: { p50: number; p95: number }) =>
    console.log(
      `${name.padEnd(52)} p50 ${p50.toFixed(0).padStart(5)} ms   p95 ${p95.toFixed(0).padStart(5)} ms${p95 > limitMilliseconds ? '   TOO SLOW' : ''}`,
    )
  console.log(`${streams} open consoles, ${rounds} changes of presence; ${missed} showings missed\n`)
  show('from the request to its showing, any console', spread(every))
  show('to its showing on the last of them', spread(last))
  for (const close of closing) close()
} finally {
  await server.stop()
}
