import t, { type Test } from 'tap'
import { startSimulator } from '../../src/simulator/server.ts'

const warga = { id: 'warga', label: 'Warga', role: 'citizen', address: '+6281200000001' } as const

async function withPhone(t: Test) {
  const simulator = await startSimulator({ appUrl: 'http://127.0.0.1:9', scale: 0, held: true, phones: [warga] })
  t.teardown(() => simulator.close())
  return simulator
}

/** Opens the stream of events and reads it until so many have come. */
async function events(url: string, count: number, headers: Record<string, string> = {}, meanwhile = () => {}) {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(8_000)])
  const response = await fetch(url, { headers, signal })
  meanwhile()
  const found: { id: number; behaviour: string }[] = []
  let rest = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (rest + chunk).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const [, id, data] = /^id: (\d+)\nevent: phone\ndata: (.*)$/.exec(frame) ?? []
      if (data) found.push({ id: Number(id), behaviour: JSON.parse(data).behaviour })
    }
    if (found.length >= count) break
  }
  stop.abort()
  return found
}

t.test('a page that comes back is told what it missed, once and in order; a new one is told what comes', async (t) => {
  const simulator = await withPhone(t)
  const address = `${simulator.url}/phones/api/events`
  const set = (...behaviours: ('busy' | 'answers' | 'no-answer' | 'voicemail')[]) => {
    for (const behaviour of behaviours) simulator.phone('warga')?.set(behaviour)
  }

  const [first] = await events(address, 1, {}, () => set('busy'))
  t.equal(first?.behaviour, 'busy')
  set('answers', 'no-answer')
  const missed = await events(address, 2, { 'Last-Event-ID': String(first?.id) })
  t.strictSame(
    missed.map(({ behaviour }) => behaviour),
    ['answers', 'no-answer'],
  )
  const again = await events(`${address}?seen=${missed[0]?.id}`, 1)
  t.strictSame(again, missed.slice(1), 'by the address too, under the same id')
  const fresh = await events(address, 1, {}, () => set('voicemail'))
  t.strictSame(
    fresh.map(({ behaviour }) => behaviour),
    ['voicemail'],
  )
  const fromBeforeRestart = await events(address, 4, { 'Last-Event-ID': '5' })
  t.equal(fromBeforeRestart.length, 4, 'all that is kept is newer than an id of an earlier life')
})

t.test('the page may load only what this machine serves, and nobody may frame it', async (t) => {
  const simulator = await withPhone(t)
  for (const path of ['/phones/', '/phones/api/state']) {
    const { headers } = await fetch(simulator.url + path)
    const policy = headers.get('content-security-policy') ?? ''
    t.match(policy, /default-src 'none'/)
    t.match(policy, /script-src 'self'(;|$)/)
    t.match(policy, /frame-ancestors 'none'/)
    t.notMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline/)
    t.equal(headers.get('x-content-type-options'), 'nosniff')
  }
})
