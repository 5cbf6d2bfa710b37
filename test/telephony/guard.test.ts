import { createHash } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { type Static, Type } from 'typebox'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { sign } from '../../src/telephony/signature.ts'

const token = 'token of the account'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const turnForm = Type.Object({
  CallSid: Type.Optional(Type.String({ maxLength: 34 })),
  Digits: Type.Optional(Type.String({ pattern: '^[0-9]$' })),
})

async function line(options: { publicUrl?: string; isPathStripped?: boolean; tokens?: string[] } = {}) {
  const app = Fastify()
  app.register(async (scope) => {
    await scope.register(carrierOnly, { tokens: [token], publicUrl: 'https://sahut.example', ...options })
    scope.post<{ Body: Static<typeof turnForm> }>('/twilio/voice', { schema: { body: turnForm } }, async (request) => ({
      body: request.body,
    }))
    scope.post('/twilio/raw', async (request) => ({ body: request.body }))
    scope.get('/twilio/wait', async () => ({ fine: true }))
    scope.post('/sahut/twilio/voice', async () => ({ fine: true }))
  })
  app.post('/open', async (request) => ({ body: request.body }))
  await app.ready()
  return app
}

const post = (app: FastifyInstance, url: string, payload: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { ...form, ...headers } })

const signed = (url: string, fields: Record<string, string | string[]> = {}, base = 'https://sahut.example') => ({
  'x-twilio-signature': sign(token, base + url, fields),
})

t.test('a request that the carrier signed gets through', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const reply = await post(app, "/twilio/voice?place=Jum'at", 'CallSid=CA1&Digits=1&FromCity=Ma%27rang&Tag=b&Tag=a', {
    ...signed("/twilio/voice?place=Jum'at", { CallSid: 'CA1', Digits: '1', FromCity: "Ma'rang", Tag: ['b', 'a'] }),
  })
  t.equal(reply.statusCode, 200)
  t.same(reply.json(), { body: { CallSid: 'CA1', Digits: '1' } }, 'with the fields that the schema names')
  const wait = await app.inject({ url: '/twilio/wait', headers: signed('/twilio/wait') })
  t.equal(wait.statusCode, 200, 'a GET too')
})

t.test('an unsigned request is refused before its body is read', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const huge = await post(app, '/twilio/voice', `a=${'x'.repeat(200_000)}`)
  t.equal(huge.statusCode, 403, 'even one that is far too long')
  const odd = await app.inject({
    method: 'POST',
    url: '/twilio/voice',
    payload: '{',
    headers: { 'content-type': 'application/json' },
  })
  t.equal(odd.statusCode, 403, 'even one that cannot be read')
  const short = await post(app, '/twilio/voice', 'a=1', { 'x-twilio-signature': 'AAAA' })
  t.equal(short.statusCode, 403)
  const shapeless = await post(app, '/twilio/voice', `a=${'x'.repeat(200_000)}`, {
    'x-twilio-signature': '*'.repeat(28),
  })
  t.equal(shapeless.statusCode, 403, 'what cannot be a signature is none')
})

t.test('a wrongly signed request is refused before it is validated', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const stranger = { 'x-twilio-signature': sign('a guess', 'https://sahut.example/twilio/voice', { Digits: 'x' }) }
  const reply = await post(app, '/twilio/voice', 'Digits=x', stranger)
  t.equal(reply.statusCode, 403)
  t.equal((await post(app, '/twilio/voice', 'Digits=2', signed('/twilio/voice', { Digits: '1' }))).statusCode, 403)
  t.equal((await post(app, '/twilio/raw', 'Digits=1', signed('/twilio/voice', { Digits: '1' }))).statusCode, 403)
  t.equal((await app.inject({ url: '/twilio/wait', headers: signed('/twilio/voice') })).statusCode, 403)
})

t.test('what a proxy or a stranger says about the address is not believed', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const forwarded = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example', host: 'evil.example' }
  const honest = await post(app, '/twilio/voice', 'Digits=1', {
    ...signed('/twilio/voice', { Digits: '1' }),
    ...forwarded,
  })
  t.equal(honest.statusCode, 200, 'a request behind a proxy is checked against PUBLIC_URL')
  const evil = signed('/twilio/voice', { Digits: '1' }, 'http://evil.example')
  t.equal((await post(app, '/twilio/voice', 'Digits=1', { ...evil, ...forwarded })).statusCode, 403)
})

t.test('a path in PUBLIC_URL works whether the proxy takes it away or leaves it', async (t) => {
  const publicUrl = 'https://kab.example/sahut/'
  const stripped = await line({ publicUrl })
  const kept = await line({ publicUrl, isPathStripped: false })
  t.teardown(() => Promise.all([stripped.close(), kept.close()]))
  const headers = signed('/sahut/twilio/voice', { Digits: '1' }, 'https://kab.example')
  t.equal((await post(stripped, '/twilio/voice', 'Digits=1', headers)).statusCode, 200)
  t.equal((await post(kept, '/sahut/twilio/voice', 'Digits=1', headers)).statusCode, 200)
  t.equal((await post(kept, '/twilio/voice', 'Digits=1', headers)).statusCode, 403)
})

t.test('JSON is checked by its bytes, and read only then', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const json = { 'content-type': 'application/json' }
  const at = (body: string) => `/twilio/raw?bodySHA256=${createHash('sha256').update(body).digest('hex')}`
  const good = '{ "a": "Ma\'rang", "__proto__": { "admin": true } }'
  const reply = await post(app, at(good), good, { ...json, ...signed(at(good)) })
  t.equal(reply.statusCode, 200)
  t.same(reply.json(), { body: { a: "Ma'rang" } }, 'without what reaches for prototypes')
  t.equal((await post(app, at(good), '{"a":2}', { ...json, ...signed(at(good)) })).statusCode, 403, 'other bytes')
  t.equal((await post(app, at(good), '', signed(at(good)))).statusCode, 403, 'replayed with an empty form')
  t.equal((await post(app, '/twilio/raw', good, { ...json, ...signed('/twilio/raw') })).statusCode, 403, 'no hash')
  const unreadable = await post(app, at('{'), '{', { ...json, ...signed(at('{')) })
  t.same(unreadable.json(), { body: {} }, 'what is signed but no JSON says nothing')
})

/** The fields as another program would read them, prototype keys included. */
function fieldsOf(body: string): Record<string, string[]> {
  const fields: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(body)) {
    fields[name] ??= []
    fields[name].push(value)
  }
  return fields
}

t.test('odd input never makes an error of ours', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const bodies = [
    '__proto__=1&constructor=2&toString=3',
    'CallSid[]=a&CallSid[x]=b',
    'Digits=%zz&%=%&a=%ff%fe',
    'Digits=1&Digits=2',
    '=&&&=',
    `Digits=${'9'.repeat(5000)}`,
    '\u0000=\u0000',
  ]
  for (const body of bodies) {
    const guess = await post(app, '/twilio/voice', body, { 'x-twilio-signature': sign('a guess', 'x', {}) })
    t.equal(guess.statusCode, 403, `refused: ${encodeURI(body.slice(0, 40))}`)
    const fields = fieldsOf(body)
    const real = await post(app, '/twilio/voice', body, signed('/twilio/voice', fields))
    t.ok([200, 403].includes(real.statusCode), `handled: ${encodeURI(body.slice(0, 40))}`)
    if (real.statusCode === 200) t.notOk(JSON.stringify(real.json()).includes('proto'))
  }
  const repeated = await post(
    app,
    '/twilio/voice',
    'Digits=1&Digits=2',
    signed('/twilio/voice', { Digits: ['1', '2'] }),
  )
  t.same(repeated.json(), { body: {} }, 'a repeated key counts as absent')
})

t.test('a body longer than usual is read as far as it takes to see whose it is', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const long = { SpeechResult: 'x'.repeat(200_000), Digits: '7' }
  const payload = new URLSearchParams(long).toString()
  const reply = await post(app, '/twilio/voice', payload, signed('/twilio/voice', long))
  t.same(reply.json(), { body: { Digits: '7' } }, 'the carrier is answered as ever, without the field that is too long')
  t.equal((await post(app, '/twilio/voice', payload, signed('/twilio/voice', { Digits: '7' }))).statusCode, 403)

  const endless = { SpeechResult: 'x'.repeat(300_000), Digits: '7' }
  const refused = await post(
    app,
    '/twilio/voice',
    new URLSearchParams(endless).toString(),
    signed('/twilio/voice', endless),
  )
  t.equal(refused.statusCode, 403, 'what no carrier sends is refused as a stranger is')
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, '']))
  const crowd = await post(app, '/twilio/voice', new URLSearchParams(many).toString(), signed('/twilio/voice', many))
  t.equal(crowd.statusCode, 403, 'and so are more fields than any carrier sends')
})

t.test('a carrier that was told to use GET is answered the same', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const url = '/twilio/voice?turn=1&CallSid=CA1&Digits=1&FromCity=Ma%27rang'
  const reply = await app.inject({ url, headers: signed(url) })
  t.same(reply.json(), { body: { CallSid: 'CA1', Digits: '1' } }, 'with the query for a body, as the schema names it')
  t.equal(reply.headers['cache-control'], 'no-store')
  const changed = await app.inject({ url: url.replace('Digits=1', 'Digits=2'), headers: signed(url) })
  t.equal(changed.statusCode, 403, 'the query is signed')
  t.equal((await app.inject({ url })).statusCode, 403)
  const head = await app.inject({ method: 'HEAD', url, headers: signed(url) })
  t.equal(head.statusCode, 404, 'asking for nothing is no webhook')
})

t.test('outside its scope nothing changes', async (t) => {
  const app = await line()
  t.teardown(() => app.close())
  const reply = await app.inject({ method: 'POST', url: '/open', payload: { a: 1 } })
  t.same(reply.json(), { body: { a: 1 } })
})

t.test('a guard without a token does not start', async (t) => {
  await t.rejects(line({ tokens: [] }))
  await t.rejects(line({ tokens: [''] }))
})
