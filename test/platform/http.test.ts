import { once } from 'node:events'
import { createServer } from 'node:net'
import t from 'tap'
import { Type } from 'typebox'
import { addHealth, type Check } from '../../src/platform/health.ts'
import { drain, listen, openHttp } from '../../src/platform/http.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { StartProblem } from '../../src/platform/start-problem.ts'
import { readableLog } from '../support/log.ts'

t.test('requests', async (t) => {
  const { log, lines, text } = readableLog()
  const app = await openHttp({ log, metrics: openMetrics() })
  t.teardown(() => app.close())
  app.post('/form', async (request) => request.body)
  app.post('/json', async (request) => ({ body: request.body, raw: request.rawBody?.toString() }))
  app.post('/typed', { schema: { body: Type.Object({ count: Type.Integer() }) } }, async ({ body }) => body.count)
  app.get('/broken', async () => {
    throw new Error('password of +6281234567890')
  })

  t.test('forms and JSON are read, repeated keys kept, raw bytes kept for signatures', async (t) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
    const form = await app.inject({ method: 'POST', url: '/form', headers, payload: 'A=1&A=2&Body=O%27Brien+%26' })
    t.same(form.json(), { A: ['1', '2'], Body: "O'Brien &" })
    const payload = '{ "a":  1 }'
    const json = await app.inject({
      method: 'POST',
      url: '/json',
      headers: { 'content-type': 'application/json' },
      payload,
    })
    t.same(json.json(), { body: { a: 1 }, raw: payload })
  })

  t.test('what is too long, broken or of the wrong type is refused', async (t) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const json = { 'content-type': 'application/json' }
    const post = async (url: string, headers: Record<string, string>, payload: string) =>
      (await app.inject({ method: 'POST', url, headers, payload })).statusCode
    t.equal(await post('/form', form, `Body=${'x'.repeat(70_000)}`), 413)
    t.equal(await post('/json', json, '{'), 400)
    t.equal(await post('/json', json, '{"__proto__":{"a":1}}'), 400)
    t.equal(await post('/form', { 'content-type': 'text/xml' }, '<a/>'), 415)
    t.equal(await post('/typed', json, '{"count":"many"}'), 400)
    t.equal(await post('/typed', json, '{"count":3}'), 200)
  })

  t.test('an error says nothing to the outside and hides people in the log', async (t) => {
    const reply = await app.inject('/broken')
    t.equal(reply.statusCode, 500)
    t.same(reply.json(), { statusCode: 500, message: 'Internal Server Error' })
    t.match(lines.at(-1), { level: 'error', route: '/broken' })
    t.notMatch(text(), /8123/)
  })
})

t.test('health', async (t) => {
  const metrics = openMetrics()
  let isDraining = false
  let database: string | undefined
  const checks: Check[] = [
    { name: 'database', isEssential: true, run: async () => database },
    { name: 'queue', isEssential: false, run: async () => Promise.reject(new Error('redis://user:secret@host')) },
  ]
  const app = await openHttp({ log: readableLog().log, metrics })
  t.teardown(() => app.close())
  addHealth(app, { checks, registry: metrics.registry, isDraining: () => isDraining })
  const ready = async () => {
    const reply = await app.inject('/health/ready')
    return { code: reply.statusCode, ...reply.json() }
  }

  const whole = await ready()
  t.match(whole, { code: 200, status: 'ready', checks: { database: { ok: true }, queue: { ok: false } } })
  t.notMatch(JSON.stringify(whole), /secret/)
  database = 'is read-only'
  t.match(await ready(), { code: 503, status: 'not ready', checks: { database: { problem: 'is read-only' } } })
  database = undefined
  isDraining = true
  t.match(await ready(), { code: 503, status: 'draining' })
  t.equal((await app.inject('/health/live')).statusCode, 200)
  t.match((await app.inject('/metrics')).body, /sahut_http_seconds_count\{route="\/health\/ready",status="503"\} 2/)
})

t.test('health in detail says what has waited too long, and readiness does not hang on it', async (t) => {
  const metrics = openMetrics()
  let seconds = 3.26
  let broken = false
  const lag = { name: 'commands', limitSeconds: 15, advice: 'Does a worker run?' }
  const read = async () => {
    if (broken) throw new Error('postgres://user:secret@host')
    return seconds
  }
  const checks: Check[] = [{ name: 'database', isEssential: true, run: async () => undefined }]
  const app = await openHttp({ log: readableLog().log, metrics })
  t.teardown(() => app.close())
  addHealth(app, { checks, lags: [{ ...lag, read }], registry: metrics.registry, isDraining: () => false })
  const detail = async () => (await app.inject('/health/detail')).json()

  t.same(await detail(), {
    status: 'ready',
    checks: { database: { ok: true } },
    isBehind: false,
    waiting: { commands: { ok: true, seconds: 3.3 } },
  })
  seconds = 15
  t.match(await detail(), {
    isBehind: true,
    waiting: { commands: { ok: false, seconds: 15, problem: 'Does a worker run?' } },
  })
  t.equal((await app.inject('/health/ready')).statusCode, 200, 'a restart would not help')
  broken = true
  t.same((await detail()).waiting, { commands: { ok: false, problem: 'cannot be measured' } })
})

t.test('draining finishes what runs and takes nothing new', async (t) => {
  const app = await openHttp({ log: readableLog().log })
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: onArrival } = Promise.withResolvers<void>()
  app.get('/slow', async () => {
    onArrival()
    await gate
    return 'done'
  })
  const port = await listen(app, 0, '127.0.0.1')
  const running = fetch(`http://127.0.0.1:${port}/slow`)
  await arrived
  const drained = drain(app)
  await t.rejects(fetch(`http://127.0.0.1:${port}/slow`))
  openGate()
  t.equal(await (await running).text(), 'done')
  await drained
})

t.test('draining cuts what does not end', async (t) => {
  const app = await openHttp({ log: readableLog().log })
  const { promise: arrived, resolve: onArrival } = Promise.withResolvers<void>()
  app.get('/endless', () => {
    onArrival()
    return new Promise(() => {})
  })
  const port = await listen(app, 0, '127.0.0.1')
  const cut = t.rejects(fetch(`http://127.0.0.1:${port}/endless`))
  await arrived
  await drain(app, 20)
  await cut
})

t.test('a taken port is told in a sentence', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const app = await openHttp({ log: readableLog().log })
  const problem = await listen(app, port, '127.0.0.1').catch((error: Error) => error)
  t.ok(problem instanceof StartProblem)
  t.match(problem, { message: new RegExp(`^Port ${port} is taken: .*set PORT`) })
  await app.close()
  server.close()
})
