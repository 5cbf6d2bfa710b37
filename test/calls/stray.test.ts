import Fastify from 'fastify'
import t from 'tap'
import { strayRoutes } from '../../src/calls/stray-routes.ts'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { createReplies } from '../../src/telephony/reply.ts'
import { sign } from '../../src/telephony/signature.ts'
import { publicUrl, said, tokens, urls, voice } from '../conversations/support/house.ts'
import { checkTwiml } from '../support/twiml-check.ts'

const app = Fastify()
app.register(async (scope) => {
  await scope.register(carrierOnly, { tokens, publicUrl })
  const sentences = { holding: [said('Sebentar.')], apology: [said('Maaf.')], legApology: [said('Maaf, selesai.')] }
  const dutyLine = [{ kind: 'number', number: '+62751000112' }] as const
  scope.post('/twilio/voice', async () => 'arrived')
  await strayRoutes(scope, createReplies({ sentences, dutyLine, dutyRingSeconds: 30, voice, urls, key: 'a key' }))
})
await app.ready()
t.teardown(() => app.close())

const call = { CallSid: 'CA1', From: '+6281200000001', To: '+62751000100', CallStatus: 'ringing' }

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

async function ask(method: Method, path: string, form: Record<string, string>) {
  const fields = new URLSearchParams(form).toString()
  const url = method === 'GET' ? `${path}?${fields}` : path
  return app.inject({
    method,
    url,
    headers: {
      'x-twilio-signature': sign(tokens[0] ?? '', publicUrl + url, method === 'GET' ? {} : form),
      ...(method !== 'GET' && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(method !== 'GET' && { payload: fields }),
  })
}

t.test('a caller whom a wrong address or method brings hears an apology and gets the duty line', async (t) => {
  for (const [method, path] of [
    ['POST', '/twilio/voise'],
    ['POST', '/twilio/voice/'],
    ['GET', '/twilio/voise'],
    ['PUT', '/twilio/voice'],
    ['DELETE', '/twilio/voice'],
  ] as const) {
    const reply = await ask(method, path, call)
    t.equal(reply.statusCode, 200, `${method} ${path}`)
    t.match(reply.headers['content-type'], 'text/xml')
    t.match(reply.body, /Maaf\..*<Dial.*\+62751000112/)
    t.same(checkTwiml(reply.body), [])
  }
  t.equal((await ask('POST', '/twilio/voice', call)).body, 'arrived', 'an address of ours is not touched')
})

t.test('a text to a wrong address stays among the errors of the carrier', async (t) => {
  const reply = await ask('POST', '/twilio/messages', { MessageSid: 'SM1', From: '+6281200000001', Body: 'Banjir' })
  t.equal(reply.statusCode, 404)
})

t.test('a stranger is not told which addresses there are', async (t) => {
  for (const url of ['/twilio/voise', '/twilio/voice', '/twilio/'])
    t.equal((await app.inject({ method: 'POST', url, payload: call })).statusCode, 403, url)
})
